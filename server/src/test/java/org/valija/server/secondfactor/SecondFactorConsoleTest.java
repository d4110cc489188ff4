package org.valija.server.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.InSpanish;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.secondfactor.AccessOffice.Telephone;

/** What the second factor keeps out, over the console's own pages. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class SecondFactorConsoleTest {

    @TempDir
    Path folder;

    private AccessOffice office;

    @BeforeEach
    void start() {
        office = new AccessOffice(folder);
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void theKeyAloneOpensNoPage() {
        Telephone telephone = office.telephone(office.supervisor);
        office.switchOn(office.supervisor, office.key, telephone);
        FormBrowser other = new FormBrowser();

        Page step = office.enter(other, "SUPERVISOR", office.key);

        assertThat(step.uri().getPath()).isEqualTo("/entrar/codigo");
        assertThat(step.has("nav")).isFalse();
        for (String page : List.of("/usuarios", "/cuentas", "/clave", "/segundo-factor", "/sesiones", "/")) {
            assertThat(other.get(office.at(page)).has("#entrada")).as(page).isTrue();
        }
        assertThat(office.step(other, telephone.wrong()).text(".say")).startsWith("El código no es correcto");
        assertThat(office.isIn(other)).isFalse();

        office.step(other, telephone.later().code());

        assertThat(office.isIn(other)).isTrue();
        assertThat(office.isIn(office.supervisor))
                .as("the session where it was switched on goes on")
                .isTrue();
    }

    @Test
    void aCodeIsGoodOnce() {
        Telephone telephone = office.telephone(office.supervisor);
        office.switchOn(office.supervisor, office.key, telephone);
        FormBrowser thief = new FormBrowser();
        office.enter(thief, "SUPERVISOR", office.key);
        assertThat(office.step(thief, telephone.code()).text(".say"))
                .startsWith("El código no es correcto, o ya se usó");

        FormBrowser other = new FormBrowser();
        office.enter(other, "SUPERVISOR", office.key);
        office.step(other, telephone.later().code());
        assertThat(office.isIn(other)).isTrue();

        office.step(thief, telephone.later().code());
        assertThat(office.isIn(thief)).isFalse();
    }

    @Test
    void eachRecoveryCodeServesOnceAndNewOnesEndTheOld() {
        Telephone telephone = office.telephone(office.supervisor);
        List<String> codes = codes(office.switchOn(office.supervisor, office.key, telephone));
        assertThat(codes).hasSize(10).allMatch(code -> code.matches("([A-Z2-9]{4}-){2}[A-Z2-9]{4}"));
        assertThat(office.supervisor.get(office.at("/segundo-factor/codigos")).has("#codigos"))
                .as("shown once")
                .isFalse();

        FormBrowser other = new FormBrowser();
        office.enter(other, "SUPERVISOR", office.key);
        office.step(other, codes.get(3).replace("-", "").toLowerCase(Locale.ROOT));
        assertThat(office.isIn(other)).isTrue();
        assertThat(other.get(office.at("/segundo-factor")).text("#quedan")).isEqualTo("Te quedan 9 de 10.");

        FormBrowser again = new FormBrowser();
        office.enter(again, "SUPERVISOR", office.key);
        office.step(again, codes.get(3));
        assertThat(office.isIn(again)).isFalse();

        List<String> fresh = codes(other.submit(other.get(office.at("/segundo-factor"))
                .form("#hacer-codigos")
                .type("clave", office.key)
                .type("codigo", codes.get(4))));
        assertThat(fresh).hasSize(10).doesNotContainAnyElementsOf(codes);
        office.step(again, codes.get(5));
        assertThat(office.isIn(again)).isFalse();
        office.step(again, fresh.get(0));
        assertThat(office.isIn(again)).isTrue();
    }

    @Test
    void switchingItOnEndsTheSessionsThatWereBegunWithoutIt() {
        FormBrowser before = new FormBrowser();
        office.enter(before, "SUPERVISOR", office.key);
        assertThat(office.isIn(before)).isTrue();

        office.switchOn(office.supervisor, office.key, office.telephone(office.supervisor));

        assertThat(office.isIn(before)).isFalse();
    }

    @Test
    void withoutTheKeyAndARightCodeNothingIsSwitchedOnOrOff() {
        Telephone telephone = office.telephone(office.supervisor);
        assertThat(office.switchOn(office.supervisor, "not the key at all", telephone)
                        .text("#resumen"))
                .contains("La clave no es correcta");
        Page refused = office.supervisor.submit(office.supervisor
                .get(office.at("/segundo-factor/activar"))
                .form("#activar")
                .type("codigo", telephone.wrong())
                .type("clave", office.key));
        assertThat(refused.text("#resumen")).contains("El código no es correcto");
        assertThat(refused.text("#secreto")).as("the same telephone goes on").isEqualTo(groups(telephone));
        assertThat(office.text("SELECT COUNT(*) FROM second_factor")).isEqualTo("0");

        office.switchOn(office.supervisor, office.key, telephone);
        assertThat(switchOff("not the key at all", telephone.later().code()).text("#resumen"))
                .contains("La clave no es correcta");
        assertThat(switchOff(office.key, telephone.wrong()).text("#resumen")).contains("El código no es correcto");
        assertThat(office.text("SELECT COUNT(*) FROM second_factor")).isEqualTo("1");

        assertThat(switchOff(office.key, telephone.later().code()).text(".good"))
                .contains("quedó apagada");
        assertThat(office.text("SELECT COUNT(*) FROM recovery_code")).isEqualTo("0");
        FormBrowser other = new FormBrowser();
        office.enter(other, "SUPERVISOR", office.key);
        assertThat(office.isIn(other)).isTrue();
    }

    @Test
    void whoseProfileDemandsItGetsToNoPageBeforeSettingItUp() {
        FormBrowser luis = office.luis();
        assertThat(office.isIn(luis)).isTrue();

        office.sql("UPDATE profile SET second_factor_required = 1 WHERE code = 'SENDER'");

        Page led = luis.get(office.at("/cuentas"));
        assertThat(led.uri().getPath()).isEqualTo("/segundo-factor");
        assertThat(led.text("#se-pide")).contains("Tu perfil pide la verificación en dos pasos");
        assertThat(luis.get(office.at("/envios/nuevo")).uri().getPath()).isEqualTo("/segundo-factor");

        office.switchOn(luis, AccessOffice.LUISS_KEY, office.telephone(luis));

        assertThat(luis.get(office.at("/cuentas")).uri().getPath()).isEqualTo("/cuentas");
    }

    @Test
    void whoGuessesCodesIsSlowedWhateverTheGuess() {
        Telephone telephone = office.telephone(office.supervisor);
        office.switchOn(office.supervisor, office.key, telephone);
        FormBrowser thief = new FormBrowser();
        office.enter(thief, "SUPERVISOR", office.key);
        for (int i = 0; i < 5; i++) {
            assertThat(office.step(thief, telephone.wrong()).text(".say")).startsWith("El código no es correcto");
        }

        assertThat(office.step(thief, telephone.later().code()).text(".say")).startsWith("Demasiados intentos");
        assertThat(office.isIn(thief)).isFalse();
    }

    @Test
    void anAdministratorTakesAnothersAwayButNotSupervisorsAndASenderNobodys() {
        FormBrowser luis = office.luis();
        office.switchOn(luis, AccessOffice.LUISS_KEY, office.telephone(luis));
        office.switchOn(office.supervisor, office.key, office.telephone(office.supervisor));
        FormBrowser rosa = administrator();

        Page page = rosa.get(office.at("/usuarios/LUIS"));
        assertThat(page.text("#dos-pasos .pill")).isEqualTo("Activa");
        Page done = rosa.submit(page.form("form[action=/usuarios/LUIS/segundo-factor/quitar]"));
        assertThat(done.text(".good")).contains("Se quitó la verificación en dos pasos de LUIS");
        assertThat(office.isIn(luis)).isFalse();
        office.enter(luis, "LUIS", AccessOffice.LUISS_KEY);
        assertThat(office.isIn(luis)).isTrue();

        Page supervisors = rosa.get(office.at("/usuarios/SUPERVISOR"));
        assertThat(supervisors.has("#quitar-dos-pasos")).isFalse();
        assertThat(post(rosa, page, "/usuarios/SUPERVISOR/segundo-factor/quitar"))
                .isEqualTo(403);
        assertThat(post(luis, luis.get(office.at("/usuarios/LUIS")), "/usuarios/LUIS/segundo-factor/quitar"))
                .isEqualTo(403);
        assertThat(office.text("SELECT COUNT(*) FROM second_factor")).isEqualTo("1");
        assertThat(office.text(
                        "SELECT COUNT(*) FROM audit_log WHERE action = 'SECOND_FACTOR_OFF' AND subject = 'LUIS'"))
                .isEqualTo("1");
    }

    private FormBrowser administrator() {
        Page created = office.supervisor.submit(office.supervisor
                .get(office.at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", "rosa")
                .type("profile", "ADMINISTRATION"));
        String given = created.text("#clave-nueva");
        FormBrowser rosa = new FormBrowser();
        office.enter(rosa, "rosa", given);
        rosa.submit(rosa.get(office.at("/clave"))
                .form("#cambio")
                .type("actual", given)
                .type("nueva", "una frase que solo dice ella")
                .type("confirmacion", "una frase que solo dice ella"));
        return rosa;
    }

    /** As if the page had that form. */
    private int post(FormBrowser who, Page page, String action) {
        page.document().select("form[action=/salir]").attr("action", action);
        return who.submit(page.form("form[action=" + action + "]")).status();
    }

    private Page switchOff(String key, String code) {
        return office.supervisor.submit(office.supervisor
                .get(office.at("/segundo-factor"))
                .form("#apagar-forma")
                .type("clave", key)
                .type("codigo", code));
    }

    private static List<String> codes(Page page) {
        return page.document().select("#codigos .key").eachText();
    }

    private static String groups(Telephone telephone) {
        return telephone.secret().reveal().replaceAll("(.{4})(?=.)", "$1 ");
    }
}
