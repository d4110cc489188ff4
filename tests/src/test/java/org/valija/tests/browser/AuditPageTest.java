package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.valija.server.sheets.SheetReader;

/** <em>Auditoría</em>, as an auditor reads it who may do nothing else, and as somebody finds it who may not read it. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class AuditPageTest {

    private static final ZoneId OFFICE = ZoneId.of("America/Mexico_City");
    private static final String LUCIAS = "una frase larga de lucia";
    private static final String PEDROS = "una frase larga de pedro soto";

    /** Typed at refused entries: as a key, and where the code belongs. */
    private static final String MISTYPED = "Nomina-Marzo-7734";

    private static final String IN_THE_WRONG_FIELD = "MiClaveDeSiempre88";

    @Test
    void anAuditorFindsWhoDidWhatToWhichRecordFromWhere(Person person) {
        Page administrator = person.page();
        person.enter();
        person.makesProfile("AUDITOR", "Auditoría externa", "AUDIT.VIEW", "AUDIT.RUN");
        String first = person.registers("LUCIA", "Auditoría externa");
        somethingHappens(person);
        try (BrowserContext elsewhere = person.another()) {
            Page page = elsewhere.newPage();
            enters(person, page, "LUCIA", first, LUCIAS);
            assertThat(page.locator("nav a.item")).hasText(new String[] {"Usuarios", "Sesiones", "Auditoría"});
            page.locator("nav a[href='/sistema/auditoria']").click();
            PageCheck.check(page);

            page.getByLabel("Nombre, correo o dirección").fill("bajio");
            page.keyboard().press("Enter");
            assertThat(rows(page)).hasCount(1);
            assertThat(cell(rows(page).first(), 2)).hasText("SUPERVISOR 127.0.0.1");
            assertThat(cell(rows(page).first(), 3)).hasText("Registró una empresa Comercial del Bajío");
            assertThat(rows(page).first().locator("time")).hasText(Pattern.compile("(hoy|ayer), \\d{1,2}:\\d{2}"));
            assertThat(rows(page).first().locator("time"))
                    .hasAttribute("title", Pattern.compile(".* de \\d{4}, \\d{1,2}:\\d{2}:\\d{2}.*"));

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Quitar filtros"))
                    .click();
            page.getByLabel("Qué se hizo").selectOption(new SelectOption().setLabel("Intentó entrar y no pudo"));
            search(page);
            assertThat(rows(page)).hasCount(2);
            assertThat(cell(rows(page).nth(0), 3)).hasText("Intentó entrar y no pudo");
            assertThat(cell(rows(page).nth(1), 3)).hasText("Intentó entrar y no pudo PEDRO");
            assertThat(cell(rows(page).nth(1), 2)).hasText("Sin identificar 127.0.0.1");

            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("PEDRO").setExact(true))
                    .click();
            assertThat(page.locator("#de-un-registro")).hasText("Solo lo que se hizo con PEDRO");
            assertThat(page.locator("#auditoria")).containsText("Registró un usuario");
            assertThat(page.locator("#auditoria")).containsText("Perfil: Envía correos");

            onlyOfThatDay(page);
            whatIsExportedIsWhatIsSeen(page);
            for (int width : new int[] {683, 390}) {
                page.setViewportSize(width, 768);
                PageCheck.assertNoSidewaysScroll(page);
            }
        }
        administrator.navigate(person.address() + "/sistema/auditoria?accion=AUDIT_EXPORTED");
        assertThat(rows(administrator)).hasCount(2);
        assertThat(rows(administrator).first()).containsText("LUCIA");
    }

    /** Neither in the navigation, nor by its address, nor as a file; who may read it alone takes no file out. */
    @Test
    void whoMayNotReadItFindsNeitherPageNorFile(Person person) {
        person.enter();
        person.makesProfile("LECTURA", "Lectura", "AUDIT.VIEW");
        String lucias = person.registers("LUCIA", "Lectura");
        String pedros = person.registers("PEDRO", "Envía correos");
        try (BrowserContext elsewhere = person.another()) {
            Page page = elsewhere.newPage();
            enters(person, page, "PEDRO", pedros, PEDROS);
            assertThat(page.locator("nav a[href='/cuentas']")).isVisible();
            assertThat(page.locator("nav a[href='/sistema/auditoria']")).hasCount(0);
            assertThat(page.navigate(person.address() + "/sistema/auditoria").status())
                    .isEqualTo(403);
            assertThat(page.locator("#sin-permiso")).containsText("Tu perfil no permite «Ver» en «Auditoría»");
            assertThat(page.locator("#auditoria")).hasCount(0);
            assertThat(page.content()).doesNotContain("Registró un usuario");
            assertNoFile(person, page);
        }
        try (BrowserContext elsewhere = person.another()) {
            Page page = elsewhere.newPage();
            enters(person, page, "LUCIA", lucias, LUCIAS);
            page.locator("nav a[href='/sistema/auditoria']").click();
            assertThat(page.locator("#auditoria")).containsText("Pidió algo sin permiso");
            assertThat(page.locator("#auditoria")).containsText("Permisos: Auditoría (Ver)");
            assertThat(page.locator("#exportar")).hasCount(0);
            assertNoFile(person, page);
        }
    }

    @Test
    void noKeyAndNoTokenStandsOnThePageOrInTheFile(Person person) {
        Page page = person.page();
        person.connect();
        String first = person.registers("LUCIA", "Envía correos");
        somethingHappens(person);
        person.open("/sistema/programas");
        Program program = person.givesAccess("Nómina");
        program.hands("Recibo de nómina");
        try (BrowserContext elsewhere = person.another()) {
            enters(person, elsewhere.newPage(), "LUCIA", first, LUCIAS);
        }
        person.open("/sistema/auditoria");
        assertThat(page.locator("#auditoria")).containsText("Dio acceso a un programa");
        assertThat(page.locator("#auditoria")).containsText("Intentó entrar y no pudo");
        assertThat(page.locator("#auditoria")).containsText("Cambió su clave");

        String shown = page.content();
        String text = String.join("\n", contentOf(exported(page, "csv")));
        String workbook = String.join("\n", contentOf(exported(page, "xlsx")));

        assertThat(text).contains("Nómina");
        for (String secret : List.of(
                MISTYPED, IN_THE_WRONG_FIELD, person.key(), first, LUCIAS, program.token(), "demo-secret", "ya29.")) {
            assertThat(shown).as(secret).doesNotContainIgnoringCase(secret);
            assertThat(text).as(secret).doesNotContainIgnoringCase(secret);
            assertThat(workbook).as(secret).doesNotContainIgnoringCase(secret);
        }
    }

    /** A company, another user, and two who were not let in. */
    private static void somethingHappens(Person person) {
        person.open("/empresas/nueva");
        person.field("Nombre o razón social").fill("Comercial del Bajío");
        person.field("RFC").fill("CBA010203AB1");
        person.button("Guardar").click();
        assertThat(person.page().locator(".good")).isVisible();
        person.registers("PEDRO", "Envía correos");
        try (BrowserContext elsewhere = person.another()) {
            Page page = elsewhere.newPage();
            types(person, page, "PEDRO", MISTYPED);
            assertThat(page.locator(".say")).isVisible();
            types(person, page, IN_THE_WRONG_FIELD, IN_THE_WRONG_FIELD);
            assertThat(page.locator(".say")).isVisible();
        }
    }

    private static void onlyOfThatDay(Page page) {
        LocalDate today = LocalDate.now(OFFICE);
        page.locator("#desde").fill(today.plusDays(2).toString());
        search(page);
        assertThat(page.locator("#nada")).containsText("Nada coincide con lo que buscas");
        PageCheck.check(page);
        page.locator("#desde").fill(today.minusDays(1).toString());
        page.locator("#hasta").fill(today.plusDays(1).toString());
        search(page);
        assertThat(page.locator("#de-un-registro")).hasText("Solo lo que se hizo con PEDRO");
        assertThat(rows(page)).hasCount(2);
    }

    private static void whatIsExportedIsWhatIsSeen(Page page) {
        page.navigate(page.url().replaceAll("\\?.*", "") + "?quien=SUPERVISOR");
        assertThat(page.getByLabel("Quién")).hasValue("SUPERVISOR");
        List<List<String>> seen = new ArrayList<>();
        for (Locator row : rows(page).all()) {
            seen.add(List.of(
                    row.locator("td:nth-child(2) span").innerText(),
                    row.locator("td:nth-child(2) .hint").innerText(),
                    row.locator("td:nth-child(3) > span").innerText(),
                    row.locator("td:nth-child(3) .subject").innerText(),
                    String.join(" · ", row.locator("td:nth-child(4) .detail").allInnerTexts())));
        }
        assertThat(seen).hasSizeGreaterThan(3);
        for (String form : List.of("csv", "xlsx")) {
            List<String> lines = contentOf(exported(page, form));
            assertThat(lines.getFirst())
                    .isEqualTo("Número|Cuándo|Quién|Desde|Qué hizo|Clave de la acción|Registro|Detalles");
            assertThat(lines.subList(1, lines.size())).as(form).hasSameSizeAs(seen);
            for (int i = 0; i < seen.size(); i++) {
                assertThat(lines.get(i + 1)).as(form).contains(seen.get(i));
            }
        }
    }

    private static Download exported(Page page, String form) {
        page.locator("#exportar").click();
        PageCheck.check(page);
        Download file = page.waitForDownload(() -> page.locator("#" + form).click());
        page.locator("#exportar").click();
        assertThat(file.suggestedFilename()).isEqualTo("auditoria." + form);
        return file;
    }

    /** Each line's cells, a stroke between them. */
    private static List<String> contentOf(Download file) {
        List<String> lines = new ArrayList<>();
        try (InputStream in = file.createReadStream()) {
            new SheetReader().read(in.readAllBytes(), (line, cells) -> lines.add(String.join("|", cells)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static void assertNoFile(Person person, Page page) {
        for (String form : List.of("csv", "xlsx")) {
            APIResponse answer = page.request().get(person.address() + "/sistema/auditoria/auditoria." + form);
            assertThat(answer.status()).as(form).isEqualTo(403);
            assertThat(answer.text()).as(form).doesNotContain("USER_CREATED").contains("sin-permiso");
        }
    }

    private static Locator rows(Page page) {
        return page.locator("#auditoria tbody tr");
    }

    private static Locator cell(Locator row, int number) {
        return row.locator("td:nth-child(" + number + ")");
    }

    private static void search(Page page) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Buscar").setExact(true))
                .click();
    }

    private static void types(Person person, Page page, String code, String key) {
        page.navigate(person.address() + "/");
        page.locator("#usuario").fill(code);
        page.locator("#clave").fill(key);
        page.keyboard().press("Enter");
    }

    private static void enters(Person person, Page page, String code, String given, String own) {
        types(person, page, code, given);
        page.locator("#actual").fill(given);
        page.locator("#nueva").fill(own);
        page.locator("#confirmacion").fill(own);
        page.keyboard().press("Enter");
        assertThat(page.locator(".good")).isVisible();
    }
}
