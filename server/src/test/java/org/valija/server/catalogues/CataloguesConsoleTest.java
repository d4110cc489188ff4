package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.InSpanish;
import org.valija.server.SimulatedSettings;
import org.valija.server.cli.Service;
import org.valija.server.demo.FilledForm;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/** The pages of the catalogues, as a browser without scripts sees them. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class CataloguesConsoleTest {

    private static final String PHRASE = "una frase que recuerdo";

    @TempDir
    private Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser browser = new FormBrowser();
    private Service service;

    @BeforeEach
    void start() {
        service = Service.start(SimulatedSettings.of(simulator, folder));
        enter(browser, "SUPERVISOR", service.firstStart().supervisorKey().orElseThrow());
    }

    @AfterEach
    void stop() {
        service.close();
        simulator.close();
    }

    @Test
    void aNewInstallationSaysHowToBegin() {
        Page beneficiaries = browser.get(at("/beneficiarios"));
        assertThat(beneficiaries.text("#sin-empresa")).startsWith("Primero va la empresa");
        assertThat(browser.get(at("/empresas")).text("#primera")).startsWith("Empieza por tu empresa");

        Page made = company("CBA010203AB1");
        assertThat(made.text(".good")).isEqualTo("Se guardaron los datos de Comercial del Bajío");
        Page empty = browser.get(at("/beneficiarios"));
        assertThat(empty.text("#vacio")).startsWith("Comercial del Bajío todavía no tiene beneficiarios");
        assertThat(browser.get(at("/beneficiarios?idioma=en")).text("#vacio"))
                .startsWith("Comercial del Bajío has no payees yet");
    }

    @Test
    void aCompanyIsCheckedAndHasALogo() throws IOException {
        Page wrong = browser.submit(browser.get(at("/empresas/nueva"))
                .form("#empresa")
                .type("name", "<b>Bajío</b>")
                .type("rfc", "XEXX010101000")
                .type("postalCode", "123")
                .type("regime", "abc")
                .attach("file", "logo.svg", "image/png", "<svg/>".getBytes(StandardCharsets.UTF_8)));
        assertThat(wrong.text("#resumen"))
                .contains("Escribe el RFC de la empresa", "cinco números", "tres números", "no es una imagen PNG");
        assertThat(wrong.document().select("#name").val()).isEqualTo("<b>Bajío</b>");

        Page made = company("CBA010203AB1");
        Page twice = company("cba-010203-ab1");
        assertThat(twice.text("#resumen")).contains("Ya hay una empresa con el RFC CBA010203AB1");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(60, 20, BufferedImage.TYPE_INT_ARGB), "png", png);
        Page withLogo =
                browser.submit(made.form("#empresa").attach("file", "logo.png", "image/png", png.toByteArray()));
        String address = withLogo.document().select("#logo").attr("src");
        assertThat(browser.get(at(address)).status()).isEqualTo(200);
        Page without = browser.submit(withLogo.form("#empresa").tick("removeLogo"));
        assertThat(without.has("#logo")).isFalse();
        assertThat(browser.get(at(address)).status()).isEqualTo(404);
    }

    @Test
    void onlyAdministratorsChangeCompaniesAndEverybodyUsesThem() {
        company("CBA010203AB1");
        FormBrowser lucia = lucia();

        Page seen = lucia.get(at("/empresas"));
        assertThat(seen.text("main")).contains("Solo quien administra cambia");
        assertThat(seen.has("#empresa button[type=submit]")).isFalse();
        assertThat(lucia.submit(seen.form("#empresa").type("name", "Mía")).status())
                .isEqualTo(403);
        assertThat(lucia.get(at("/empresas/nueva")).status()).isEqualTo(403);
        assertThat(browser.get(at("/empresas")).document().select("#name").val())
                .isEqualTo("Comercial del Bajío");
        Page saved = lucia.submit(lucia.get(at("/beneficiarios/nuevo?empresa=1"))
                .form("#beneficiario")
                .type("name", "Ana")
                .type("rfc", "AAGA850412QX3")
                .press("#guardar"));
        assertThat(saved.text(".good")).isEqualTo("Se guardaron los datos de Ana");
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsToldAndNothingTypedIsLost() {
        Page company = company("CBA010203AB1");
        Page mine = browser.get(company.uri());
        browser.submit(browser.get(company.uri()).form("#empresa").type("name", "De otra ventana"));
        Page told = browser.submit(mine.form("#empresa").type("postalCode", "06000"));
        assertThat(told.text("#distinto .say")).startsWith("Alguien más cambió esta empresa");
        assertThat(told.document().select("#postalCode").val()).isEqualTo("06000");
        assertThat(browser.get(company.uri()).document().select("#name").val()).isEqualTo("De otra ventana");
        Page knowingly = browser.submit(told.form("#empresa"));
        assertThat(knowingly.has(".good")).isTrue();
        assertThat(knowingly.document().select("#name").val()).isEqualTo("Comercial del Bajío");

        Page ana = browser.submit(browser.get(at("/beneficiarios/nuevo?empresa=1"))
                .form("#beneficiario")
                .type("name", "Ana")
                .type("rfc", "AAGA850412QX3")
                .press("#guardar"));
        browser.submit(browser.get(ana.uri())
                .form("#beneficiario")
                .type("address-0", "ana@cliente.example")
                .press("#guardar"));
        Page again = browser.submit(
                ana.form("#beneficiario").type("name", "Ana María").press("#guardar"));
        assertThat(again.text("#distinto .say")).startsWith("Alguien más cambió a este beneficiario");
        assertThat(again.document().select("#name").val()).isEqualTo("Ana María");
        assertThat(browser.get(ana.uri()).document().select("#address-0").val()).isEqualTo("ana@cliente.example");
        Page done = browser.submit(again.form("#beneficiario")
                .type("address-0", "ana@cliente.example")
                .press("#guardar"));
        assertThat(done.text(".good")).isEqualTo("Se guardaron los datos de Ana María");
    }

    @Test
    void linesOfContactsComeAndGoAndNothingTypedIsLost() {
        company("CBA010203AB1");
        Page form = browser.get(at("/beneficiarios/nuevo?empresa=1"));
        Page two = browser.submit(form.form("#beneficiario")
                .type("name", "Álvarez, Ana")
                .type("address-0", "no es correo")
                .type("contact-0", "Pérez, Eva")
                .press("#agregar"));
        assertThat(two.document().select(".contact")).hasSize(2);
        assertThat(two.document().select("#contact-0").val()).isEqualTo("Pérez, Eva");
        Page three = browser.submit(two.form("#beneficiario")
                .type("address-1", "luis@cliente.example")
                .tick("copy-1")
                .press("#agregar"));
        Page wrong = browser.submit(three.form("#beneficiario").press("#guardar"));
        assertThat(wrong.text("#resumen")).contains("Escribe un RFC", "Escribe un correo");
        assertThat(wrong.text("#address-0-error")).isEqualTo("Escribe un correo como nombre@empresa.mx");
        Page fewer = browser.submit(wrong.form("#beneficiario").press("button[value=quitar-0]"));
        assertThat(fewer.document().select("#address-0").val()).isEqualTo("luis@cliente.example");
        assertThat(fewer.document().select("#copy-0").hasAttr("checked")).isTrue();

        Page saved = browser.submit(
                fewer.form("#beneficiario").type("rfc", "aaga850412qx3").press("#guardar"));
        assertThat(saved.text(".good")).isEqualTo("Se guardaron los datos de Álvarez, Ana");
        assertThat(saved.document().select("#rfc").val()).isEqualTo("AAGA850412QX3");
        assertThat(saved.document().select(".contact")).hasSize(1);
        Page twice = browser.submit(browser.get(at("/beneficiarios/nuevo?empresa=1"))
                .form("#beneficiario")
                .type("name", "Otra")
                .type("rfc", "AAGA850412QX3")
                .press("#guardar"));
        assertThat(twice.text("#resumen")).contains("ya tiene un beneficiario con el RFC AAGA850412QX3");
        Page gone = browser.submit(saved.form("#borrar"));
        assertThat(gone.text(".good")).isEqualTo("Se borró a Álvarez, Ana");
        assertThat(browser.get(saved.uri()).status()).isEqualTo(404);
    }

    @Test
    void aFileIsLookedAtAndThenApplied() {
        company("CBA010203AB1");
        Page first = upload("""
                RFC;Nombre;Correo;Saldo
                AAGA850412QX3;Ana <script>;ana@cliente.example;1
                LURL850412QX3;Luis Ríos;luis@cliente.example;2
                sin rfc;=1+1;x;3
                """);
        assertThat(first.text("#nuevos")).isEqualTo("2 Nuevos");
        assertThat(first.text("#rechazados")).isEqualTo("1 No se importan");
        assertThat(first.text("#ignoradas")).contains("Saldo");
        assertThat(first.text("main"))
                .contains("«sin rfc» no es un RFC", "A · RFC", "«x» no es un correo", "Ana <script>");
        assertThat(browser.get(at("/beneficiarios")).has("#vacio")).isTrue();

        Page done = browser.submit(first.form("#aplicar"));
        assertThat(done.text(".good")).isEqualTo("Importación terminada: 2 beneficiarios nuevos, ninguno cambió.");
        assertThat(done.text("#beneficiarios")).contains("Luis Ríos", "luis@cliente.example");
        Page again = browser.submit(first.form("#aplicar"));
        assertThat(again.text(".say")).startsWith("Esta importación ya no está");

        Page second = upload("RFC,Correo\nAAGA850412QX3,nueva@cliente.example\nLURL850412QX3,\n");
        assertThat(second.text("#cambian")).isEqualTo("1 Cambian");
        assertThat(second.text("#iguales")).isEqualTo("1 Ya están igual");
        assertThat(second.text(".change")).isEqualTo("Contactos: ana@cliente.example → nueva@cliente.example");
    }

    @Test
    void whatChangedMeanwhileIsLookedAtAgain() {
        company("CBA010203AB1");
        Page looked = upload("RFC,Nombre\nAAGA850412QX3,Ana\n");
        browser.submit(upload("RFC,Nombre\nAAGA850412QX3,Ana Álvarez\n").form("#aplicar"));

        Page different = browser.submit(looked.form("#aplicar"));

        assertThat(different.text(".say")).startsWith("El catálogo cambió mientras revisabas");
        assertThat(different.text(".change")).isEqualTo("Nombre: Ana Álvarez → Ana");
        assertThat(browser.get(at("/beneficiarios")).text("#beneficiarios")).contains("Ana Álvarez");
        assertThat(browser.submit(different.form("#aplicar")).text(".good")).contains("1 cambió");
    }

    @Test
    void anImportIsItsBringersAlone() {
        company("CBA010203AB1");
        Page looked = upload("RFC,Nombre\nAAGA850412QX3,Ana\n");

        assertThat(lucia().get(looked.uri()).text(".say")).startsWith("Esta importación ya no está");
    }

    @Test
    void badFilesAreToldAndKeepNothing() {
        company("CBA010203AB1");

        assertThat(upload("%PDF-1.7").text(".say"))
                .startsWith("El archivo es un PDF")
                .contains("No se guardó nada; tu catálogo sigue como estaba.");
        assertThat(upload("PK\u0003\u0004 nada").text(".say")).startsWith("El archivo está dañado");
        assertThat(upload("Nombre\nAna").text(".say")).startsWith("No encontramos la columna RFC");
        assertThat(upload("RFC,Tax ID\nA,B").text(".say")).startsWith("Hay columnas repetidas: Tax ID");
        assertThat(upload("RFC\n").text(".say")).startsWith("El archivo solo tiene títulos");
        assertThat(upload("").text(".say")).startsWith("El archivo está vacío");
        assertThat(upload("RFC\n" + "x\n".repeat(50_001)).text(".say"))
                .startsWith("El archivo tiene más de 50,000 renglones");
        assertThat(upload("RFC,\"Nombre\nAna").text(".say")).startsWith("Cerca del renglón 1 hay comillas");
    }

    @Test
    void theSampleIsTakenAsItIs() {
        company("CBA010203AB1");
        String sample = browser.get(at("/beneficiarios/importar/ejemplo.csv"))
                .document()
                .wholeText();

        Page looked = upload(sample.strip());

        assertThat(looked.text("#nuevos")).isEqualTo("3 Nuevos");
        assertThat(looked.text("#rechazados")).isEqualTo("0 No se importan");
        assertThat(looked.has("#ignoradas")).isFalse();
    }

    @Test
    void longListsHavePages() {
        company("CBA010203AB1");
        String rows = String.join(
                "\n",
                IntStream.range(0, 120)
                        .mapToObj("XEXX010101000,Freight %03d"::formatted)
                        .toList());
        browser.submit(upload("RFC,Nombre\n" + rows).form("#aplicar"));

        Page first = browser.get(at("/beneficiarios?palabras=freight"));
        Page third = browser.get(at("/beneficiarios?palabras=freight&pagina=3"));

        assertThat(first.text("#cuantos")).isEqualTo("1 a 50 de 120");
        assertThat(first.document().select("#siguiente").attr("href")).contains("palabras=freight", "pagina=2");
        assertThat(third.text("#cuantos")).isEqualTo("101 a 120 de 120");
        assertThat(third.has("#siguiente")).isFalse();
        assertThat(browser.get(at("/beneficiarios?palabras=nadie")).text("#nada"))
                .contains("«nadie»");
    }

    private Page company(String rfc) {
        return browser.submit(browser.get(at("/empresas/nueva"))
                .form("#empresa")
                .type("name", "Comercial del Bajío")
                .type("rfc", rfc));
    }

    private Page upload(String text) {
        FilledForm form = browser.get(at("/beneficiarios/importar?empresa=1"))
                .form("#subir")
                .attach("file", "beneficiarios.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8));
        return browser.submit(form);
    }

    private FormBrowser lucia() {
        String given = browser.submit(
                        browser.get(at("/usuarios/nuevo")).form("#registro").type("code", "lucia"))
                .text("#clave-nueva");
        FormBrowser lucia = new FormBrowser();
        enter(lucia, "LUCIA", given);
        lucia.submit(lucia.get(at("/clave"))
                .form("#cambio")
                .type("actual", given)
                .type("nueva", PHRASE)
                .type("confirmacion", PHRASE));
        return lucia;
    }

    private void enter(FormBrowser who, String code, String key) {
        who.submit(who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", key));
    }

    private URI at(String path) {
        return URI.create(service.address() + path);
    }
}
