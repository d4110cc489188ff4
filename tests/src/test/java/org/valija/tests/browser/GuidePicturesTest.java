package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.valija.tests.browser.Pictures.take;
import static org.valija.tests.browser.Pictures.takeWhole;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pictures of the users' guide, taken anew with {@code VALIJA_PICTURES=1}; a run without it takes none. */
@Tag("browser")
@EnabledIfEnvironmentVariable(named = "VALIJA_PICTURES", matches = ".+")
@ExtendWith(PersonExtension.class)
class GuidePicturesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** An accountant types a cheque, sends it to another address, and finds it in the record. */
    @Test
    void aBankDocument(Person person) {
        Page page = person.page();
        person.connect();
        Bookkeeping books = Bookkeeping.of(person, "CBA010203AB1");
        books.company();
        books.beneficiary("Ana Álvarez Ruiz", "AARA800101AB1", Person.RECIPIENT);
        books.beneficiary("Luis Mora Peña", "MOPL750505AB2", "luis.mora@cliente.example");
        books.types("INGRESO", "301", "MOPL750505AB2", "Luis Mora Peña", "Anticipo del pedido 77", "48200.00");
        books.saves();
        books.types("EGRESO", "88", "SODE900909AB3", "Eva Soto Díaz", "Renta de febrero", "18500.00");
        books.saves();
        books.types("INGRESO_NO_DEPOSITADO", "12", "MOPL750505AB2", "Luis Mora Peña", "Cheque recibido", "7350.50");
        books.saves();
        books.types("CHEQUE", "1042", "AARA800101AB1", "Ana Álvarez Ruiz", "Honorarios de marzo", "12500.00");
        page.locator("#bankAccount").fill("BBVA 0123456789");
        takeWhole(page, "documento-nuevo");
        books.saves();

        page.locator("#enviar-correo").click();
        assertThat(page.locator("#documento")).containsText("Cheque 1042");
        takeWhole(page, "documento-entrega");
        page.locator("#vista").click();
        assertThat(page.locator("#texto")).containsText("Hola, Ana Álvarez Ruiz:");
        takeWhole(page, "documento-vista-previa");
        page.locator("#volver").click();
        person.field("Para").fill("pagos@cliente.example");
        person.button("Enviar").click();
        assertThat(page.locator("#pregunta")).isVisible();
        take(page, "documento-pregunta");
        page.locator("#enviar-si").click();
        person.seesSent();
        person.simulator().inbox().await(1, PATIENCE);

        page.locator("#documento a").click();
        assertThat(page.locator("#envios")).containsText("pagos@cliente.example");
        takeWhole(page, "documento");
        page.locator("#enviar-correo").click();
        person.button("Enviar").click();
        assertThat(page.locator("#resumen")).isVisible();
        takeWhole(page, "documento-ya-enviado");
        person.open("/bancos/documentos");
        take(page, "bancos");
        person.open("/plantillas?tipo=CHEQUE");
        take(page, "plantillas");
        person.open("/registro-entregas");
        page.locator("#registro details summary").first().click();
        take(page, "registro-entregas");
    }

    @Test
    void retenciones(Person person) {
        Page page = person.page();
        person.enter();
        Bookkeeping books = Bookkeeping.of(person, "CBA010203AB1");
        books.company();
        books.beneficiary("Ana Álvarez García", "AAGA850412QX3", "ana.alvarez@cliente.example");
        books.beneficiary("Luis Ríos Lara", "LURL850411AB2", "luis.rios@cliente.example");
        books.beneficiary("Transportes del Norte", "TNO010203AB9", "tesoreria@transportes.example");
        person.open("/documentos/subir?tipo=RETENCION");
        page.locator("#archivos").setInputFiles(Bookkeeping.constancias());
        person.button("Subir").click();
        assertThat(page.locator("#avance-subida")).containsText("Listo");
        takeWhole(page, "retenciones-subir");
        page.getByText("Ver la lista").click();
        assertThat(page.locator("#cuantos")).hasText("6 documentos");
        take(page, "retenciones");
        person.link("ANA ÁLVAREZ GARCÍA").click();
        assertThat(page.locator("#sello")).hasText("Sello íntegro");
        takeWhole(page, "retencion");
        page.goBack();
        person.link("ANA MARÍA PENA GÓMEZ").click();
        assertThat(page.locator("#sello-alterado")).isVisible();
        take(page, "retencion-alterada");
    }

    @Test
    void reports(Person person) {
        Page page = person.page();
        person.enter();
        Bookkeeping books = Bookkeeping.of(person, "CBA010203AB1");
        books.company();
        books.types("POLIZA", "Dr 118", "", "", "Nómina de la primera quincena", "286400.00");
        books.saves();
        person.open("/documentos/subir?tipo=REPORTE");
        page.locator("#archivos").setInputFiles(Bookkeeping.reports());
        person.button("Subir").click();
        assertThat(page.locator("#avance-subida")).containsText("Listo");
        person.open("/contabilidad/documentos");
        assertThat(page.locator("#cuantos")).hasText("4 documentos");
        take(page, "contabilidad");
    }

    /** January: more retenciones than the account may still send today. */
    @Test
    void manyAtOnce(Person person) {
        Page page = person.page();
        person.connect();
        Bookkeeping books = Bookkeeping.of(person, "CBA010101AB1");
        books.company();
        books.importsClients();
        person.open("/documentos/subir?tipo=RETENCION");
        page.locator("#archivos").setInputFiles(Bookkeeping.ofClients());
        person.button("Subir").click();
        assertThat(page.locator("#avance-subida")).containsText("Listo");
        Office office = Office.at(person);
        office.hasSent(1_994);
        person.open("/envios-masivos/nuevo?tipo=RETENCION&anio=2025");
        takeWhole(page, "masivo-elegir");
        person.button("Revisar documentos").click();
        assertThat(page.locator("#revision")).isVisible();
        takeWhole(page, "masivo-revision");
        page.locator("#empezar").click();
        assertThat(page.locator("#espera"))
                .containsText(
                        "no acepta más correos",
                        new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE.toMillis()));
        page.reload();
        take(page, "masivo-limite");
        person.button("Pausar").click();
        assertThat(page.locator("#pausado")).isVisible();
        take(page, "masivo-pausa");
        office.hasSent(0);
        office.resumes(1);
        person.button("Reanudar").click();
        assertThat(page.locator("#resultado"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE.toMillis()));
        takeWhole(page, "masivo-resultado");
    }

    /** The second step of entering, from both sides, and what is open. */
    @Test
    void access(Person person) {
        Page page = person.page();
        person.connect();
        person.open("/segundo-factor/activar");
        Telephone telephone = Telephone.typing(page);
        take(page, "dos-pasos-activar");
        person.field("Código de la aplicación").fill(telephone.code());
        person.field("Clave de acceso").fill(person.key());
        person.button("Activar").click();
        assertThat(page.locator("#codigos .key")).hasCount(10);
        take(page, "dos-pasos-codigos");
        person.open("/segundo-factor");
        takeWhole(page, "dos-pasos");
        try (BrowserContext elsewhere = person.another()) {
            Page other = elsewhere.newPage();
            other.navigate(person.address() + "/");
            other.getByLabel("Código de usuario").fill("SUPERVISOR");
            other.getByLabel("Clave de acceso").fill(person.key());
            other.keyboard().press("Enter");
            assertThat(other.locator("#segundo-paso")).isVisible();
            take(other, "dos-pasos-entrar");
            other.getByLabel("Código").fill(telephone.later().code());
            other.keyboard().press("Enter");
            assertThat(other.locator("nav").first()).isVisible();
            person.open("/sesiones");
            take(page, "sesiones");
            luis(person, elsewhere);
        }
        person.open("/sesiones");
        takeWhole(page, "sesiones-todas");
        person.open("/usuarios/LUIS");
        page.locator("#quitar-dos-pasos").click();
        page.locator("#dos-pasos").scrollIntoViewIfNeeded();
        take(page, "dos-pasos-usuario");
    }

    /** Somebody else, who has switched it on too. */
    private static void luis(Person person, BrowserContext elsewhere) {
        Page page = person.page();
        person.open("/usuarios/nuevo");
        person.field("Código").fill("LUIS");
        person.field("Nombre").fill("Luis Mora");
        person.button("Guardar").click();
        String given = page.locator("#clave-nueva").innerText();
        elsewhere.clearCookies();
        Page his = elsewhere.newPage();
        his.navigate(person.address() + "/");
        his.getByLabel("Código de usuario").fill("LUIS");
        his.getByLabel("Clave de acceso").fill(given);
        his.keyboard().press("Enter");
        String key = "una frase que solo dice luis";
        his.getByLabel("Clave actual").fill(given);
        his.getByLabel("Nueva clave").fill(key);
        his.getByLabel("Confirmar clave de acceso").fill(key);
        his.keyboard().press("Enter");
        assertThat(his.locator("nav").first()).isVisible();
        his.navigate(person.address() + "/segundo-factor/activar");
        Telephone telephone = Telephone.typing(his);
        his.getByLabel("Código de la aplicación").fill(telephone.code());
        his.getByLabel("Clave de acceso").fill(key);
        his.keyboard().press("Enter");
        assertThat(his.locator("#codigos .key")).hasCount(10);
    }
}
