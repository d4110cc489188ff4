package org.valija.server.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.MultipartStream.IllegalBoundaryException;
import org.apache.tomcat.util.http.fileupload.MultipartStream.MalformedStreamException;
import org.apache.tomcat.util.http.fileupload.impl.FileUploadIOException;
import org.apache.tomcat.util.http.fileupload.impl.IOFileUploadException;

/** Why a request could not be read to its end: for its sender's sake, or for this server's. */
public final class Unread {

    /** What Tomcat throws for what came, and for what did not come. */
    private static final List<Class<? extends Throwable>> OF_THE_CALLER = List.of(
            InvalidParameterException.class,
            FileUploadException.class,
            FileUploadIOException.class,
            InvalidFileNameException.class,
            MalformedStreamException.class,
            IllegalBoundaryException.class,
            BadRequestException.class,
            ClientAbortException.class,
            EOFException.class,
            SocketTimeoutException.class,
            UnsupportedEncodingException.class);

    private Unread() {}

    /** Files are kept on the disk of this server: another trouble with input or output is that one's. */
    public static boolean isOfTheCaller(Throwable thrown) {
        boolean io = false;
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            Throwable cause = at;
            // This one says of every trouble that there was some.
            if (!(at instanceof IOFileUploadException)
                    && OF_THE_CALLER.stream().anyMatch(kind -> kind.isInstance(cause))) {
                return true;
            }
            io |= at instanceof IOException;
        }
        return !io;
    }
}
