package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogoTest {

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void aPictureIsWrittenAnew(String format) throws IOException {
        byte[] picture = picture(format, 40, 30);
        byte[] more = Arrays.copyOf(picture, picture.length + 20);
        System.arraycopy("<script>".getBytes(StandardCharsets.UTF_8), 0, more, picture.length, 8);

        Logo logo = ((Logo.Reading.Read) Logo.read(more)).logo();

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(logo.png()));
        assertThat(read.getWidth()).isEqualTo(40);
        assertThat(read.getRGB(3, 3) & 0xffffff).isEqualTo(0);
        assertThat(new String(logo.png(), StandardCharsets.ISO_8859_1)).doesNotContain("<script>");
        assertThat(logo.hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void sizeIsLookedAtBeforeAnythingIsDecoded() throws IOException {
        byte[] wide = picture("png", Logo.LARGEST + 1, 1);
        byte[] claims = picture("png", 8, 8);
        claims[16] = 0x7f;

        assertThat(Logo.read(wide)).isInstanceOf(Logo.Reading.TooLarge.class);
        assertThat(Logo.read(claims)).isNotInstanceOf(Logo.Reading.Read.class);
        assertThat(Logo.read(new byte[Logo.MOST_OCTETS + 1])).isInstanceOf(Logo.Reading.TooLarge.class);
    }

    @Test
    void whatIsNoneOfTheTwoOrDamagedIsNoPicture() throws IOException {
        byte[] png = picture("png", 40, 30);

        assertThat(Logo.read(picture("gif", 4, 4))).isInstanceOf(Logo.Reading.NoPicture.class);
        assertThat(Logo.read("<svg xmlns='x'/>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Logo.Reading.NoPicture.class);
        assertThat(Logo.read(Arrays.copyOf(png, png.length / 2))).isInstanceOf(Logo.Reading.NoPicture.class);
        assertThat(Logo.read(new byte[] {1})).isInstanceOf(Logo.Reading.NoPicture.class);
    }

    private static byte[] picture(String format, int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }
}
