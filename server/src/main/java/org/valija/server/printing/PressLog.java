package org.valija.server.printing;

import com.openhtmltopdf.util.Diagnostic;
import com.openhtmltopdf.util.XRLogger;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the layout engine complains of, where the service's other complaints are. */
final class PressLog implements XRLogger {

    private static final Logger LOG = LoggerFactory.getLogger(PdfPress.class);

    @Override
    public void log(String where, Level level, String message) {
        if (level.intValue() >= Level.WARNING.intValue()) {
            LOG.warn("{}", message);
        }
    }

    @Override
    public void log(String where, Level level, String message, Throwable cause) {
        if (level.intValue() >= Level.WARNING.intValue()) {
            LOG.warn("{}", message, cause);
        }
    }

    @Override
    public void setLevel(String logger, Level level) {
        // The service's own settings decide.
    }

    @Override
    public boolean isLogLevelEnabled(Diagnostic diagnostic) {
        return diagnostic.getLevel().intValue() >= Level.WARNING.intValue();
    }
}
