import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.sqlite.SQLiteDataSource;
import org.valija.ClienteOauth;
import org.valija.mail.GmailApi;
import org.valija.mail.MailDiagnoses;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.AuthorizationException;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;

/**
 * Envía un archivo por Gmail con OAuth: la primera vez pide autenticar en el navegador, después ya no.
 *
 * <p>Lo que necesita está en {@code ejemplo.properties}. Guarda su base de datos y sus claves en la carpeta de trabajo.
 * Termina con 0 si el servidor aceptó el correo, 1 si no, 2 si falta algo en la orden.
 */
public final class Ejemplo {

    private Ejemplo() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("Uso: ejemplo ejemplo.properties PARA ARCHIVO");
            System.exit(2);
        }
        Properties datos = new Properties();
        try (Reader archivo = Files.newBufferedReader(Path.of(args[0]))) {
            datos.load(archivo);
        }
        try (ClienteOauth correo = abrir(datos)) {
            correo.register(OAuthClient.desktop(
                    Provider.GMAIL, dato(datos, "cliente"), Secret.of(dato(datos, "secreto"))));
            Outcome resultado = correo.send(
                    autorizacion(correo, dato(datos, "usuario"), dato(datos, "correo")),
                    OutgoingMail.builder()
                            .from(dato(datos, "correo"))
                            .to(args[1])
                            .subject("Constancia de retenciones")
                            .text("Estimado cliente:\n\nAdjuntamos su constancia.")
                            .attach(Path.of(args[2]))
                            .build());
            System.out.println(enPalabras(resultado));
            if (!(resultado instanceof Outcome.Delivered)) {
                System.exit(1);
            }
        } catch (AuthorizationException e) {
            System.err.println(e.diagnosis().text(Locale.forLanguageTag("es")));
            System.exit(1);
        }
    }

    private static ClienteOauth abrir(Properties datos) {
        SQLiteDataSource base = new SQLiteDataSource();
        base.setUrl("jdbc:sqlite:ejemplo.db");
        ClienteOauth.Configuration configuracion = ClienteOauth.configure(base, Path.of("ejemplo.keys"));
        Optional.ofNullable(datos.getProperty("proveedor")).map(URI::create).ifPresent(otro -> configuracion.provider(
                Provider.gmail().toBuilder()
                        .issuer(otro.toString())
                        .authorizationEndpoint(otro.resolve("/o/oauth2/v2/auth"))
                        .tokenEndpoint(otro.resolve("/token"))
                        .revocationEndpoint(otro.resolve("/revoke"))
                        .userInfoEndpoint(otro.resolve("/v1/userinfo"))
                        .build(),
                GmailApi.at(otro)));
        return configuracion.open();
    }

    /** La que el usuario ya dio, o la que da ahora. */
    private static Grant autorizacion(ClienteOauth correo, String usuario, String direccion) {
        return correo.grantsOf(usuario).stream()
                .filter(dada -> dada.state() == GrantState.CONNECTED && dada.email().equalsIgnoreCase(direccion))
                .findFirst()
                .orElseGet(() -> correo.authenticate(usuario, Provider.GMAIL, direccion, pagina -> {
                    System.out.println("Autentique en: " + pagina);
                    try {
                        ClienteOauth.openBrowser(pagina);
                    } catch (AuthorizationException sinNavegador) {
                        System.out.println("No hay navegador aquí; abra usted la dirección en esta máquina.");
                    }
                }));
    }

    private static String enPalabras(Outcome resultado) {
        return MailDiagnoses.of(resultado)
                .map(motivo -> motivo.text(Locale.forLanguageTag("es")).toString())
                .orElse("Enviado.");
    }

    private static String dato(Properties datos, String nombre) {
        return Optional.ofNullable(datos.getProperty(nombre))
                .orElseThrow(() -> new IllegalArgumentException("Falta «" + nombre + "» en el archivo"));
    }
}
