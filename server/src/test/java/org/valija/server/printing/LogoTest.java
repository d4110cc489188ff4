package org.valija.server.printing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.server.printing.UnusableLogoException.Reason;

class LogoTest {

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void anImageIsMadeAsSmallAsPrintingNeeds(String format) throws UnusableLogoException {
        Logo logo = Logo.of(SampleLogos.image(format, 3000, 600));

        assertThat(logo.width()).isEqualTo(640);
        assertThat(logo.height()).isEqualTo(128);
    }

    @Test
    void aSmallOneIsNotBlownUp() throws UnusableLogoException {
        assertThat(Logo.of(SampleLogos.image("png", 90, 30)).width()).isEqualTo(90);
    }

    @Test
    void whatIsTransparentIsWhiteOnPaper() throws UnusableLogoException, IOException {
        BufferedImage printed = ImageIO.read(new ByteArrayInputStream(
                Logo.of(SampleLogos.image("png", 90, 30)).png()));

        assertThat(printed.getRGB(45, 25)).isEqualTo(0xffffffff);
        assertThat(printed.getRGB(45, 3)).isEqualTo(0xff7a1f3d);
    }

    @Test
    void whatWasStoredCanBeReadAgain() throws UnusableLogoException {
        byte[] stored = Logo.of(SampleLogos.image("jpeg", 3000, 600)).png();

        assertThat(Logo.of(stored).png()).isEqualTo(stored);
    }

    @Test
    void aHugePictureInASmallFileIsRefusedBeforeItIsDecoded() {
        refused(SampleLogos.bomb(50_000, 50_000), Reason.TOO_LARGE);
        refused(SampleLogos.bomb(Integer.MAX_VALUE, Integer.MAX_VALUE), Reason.TOO_LARGE);
    }

    @Test
    void aFileThatIsNoImageIsRefused() {
        refused(new byte[0], Reason.NOT_AN_IMAGE);
        refused("<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8), Reason.NOT_AN_IMAGE);
        refused("GIF89a".getBytes(StandardCharsets.UTF_8), Reason.NOT_AN_IMAGE);
    }

    @Test
    void anImageThatEndsTooEarlyIsRefused() {
        byte[] whole = SampleLogos.image("png", 900, 300);

        refused(Arrays.copyOf(whole, 60), Reason.DAMAGED);
        refused(SampleLogos.bomb(100, 100), Reason.DAMAGED);
        refused(SampleLogos.bomb(0, 100), Reason.DAMAGED);
    }

    @Test
    void aHeavyFileIsRefused() {
        refused(new byte[Logo.MOST_BYTES + 1], Reason.TOO_HEAVY);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasItsWords(Reason reason) {
        ResourceBundle words = ResourceBundle.getBundle(
                "printing",
                Locale.of("es", "MX"),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));

        assertThat(words.getString(new UnusableLogoException(reason).key()))
                .contains("El logotipo que tenías sigue igual.");
    }

    private static void refused(byte[] upload, Reason reason) {
        assertThatThrownBy(() -> Logo.of(upload))
                .isInstanceOfSatisfying(
                        UnusableLogoException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
