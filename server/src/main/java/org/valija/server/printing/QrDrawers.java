package org.valija.server.printing;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.render.RenderingContext;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Draws the QR of an {@code object} as one filled shape, sharp at any size. What it says is the element's text. */
final class QrDrawers implements FSObjectDrawerFactory {

    private static final Map<EncodeHintType, Object> HINTS = Map.of(EncodeHintType.CHARACTER_SET, "UTF-8");

    @Override
    public boolean isReplacedObject(Element element) {
        return element.getNodeName().equals("object");
    }

    @Override
    public FSObjectDrawer createDrawer(Element element) {
        return new QrDrawer(code(element.getTextContent()));
    }

    private static ByteMatrix code(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M, HINTS).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR", e);
        }
    }

    private record QrDrawer(ByteMatrix code) implements FSObjectDrawer {

        @Override
        public @Nullable Map<Shape, String> drawObject(
                Element element,
                double x,
                double y,
                double width,
                double height,
                OutputDevice device,
                RenderingContext context,
                int dotsPerPixel) {
            device.drawWithGraphics(
                    (float) x,
                    (float) y,
                    (float) width / dotsPerPixel,
                    (float) height / dotsPerPixel,
                    graphics -> draw(graphics, width / dotsPerPixel, height / dotsPerPixel));
            return null;
        }

        private void draw(Graphics2D graphics, double width, double height) {
            double step = Math.min(width, height) / code.getWidth();
            Path2D path = new Path2D.Double();
            for (int row = 0; row < code.getHeight(); row++) {
                int column = 0;
                while (column < code.getWidth()) {
                    int end = column;
                    while (end < code.getWidth() && code.get(end, row) == 1) {
                        end++;
                    }
                    if (end > column) {
                        bar(path, column * step, row * step, end * step, (row + 1) * step);
                    }
                    column = end + 1;
                }
            }
            graphics.setColor(Color.BLACK);
            graphics.fill(path);
        }

        private static void bar(Path2D path, double left, double top, double right, double bottom) {
            path.moveTo(left, top);
            path.lineTo(right, top);
            path.lineTo(right, bottom);
            path.lineTo(left, bottom);
            path.closePath();
        }
    }
}
