package org.valija.server.web;

import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.InvalidPropertyException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.ModelAndView;
import org.valija.sql.DatabaseException;

/** Failures that have a page of their own; the rest is Boot's error page with our words. */
@ControllerAdvice
class ErrorAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAdvice.class);

    @ExceptionHandler
    ModelAndView database(DatabaseException e, HttpServletResponse response) {
        LOG.error("database {}", e.kind(), e);
        return page(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "error.database." + e.kind());
    }

    @ExceptionHandler
    ModelAndView tooLarge(MaxUploadSizeExceededException e, HttpServletResponse response) {
        LOG.info("upload refused: {}", e.getMessage());
        return page(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "error.413");
    }

    @ExceptionHandler
    ModelAndView unreadable(MultipartException e, HttpServletResponse response) {
        if (Unread.isOfTheCaller(e)) {
            return page(response, HttpServletResponse.SC_BAD_REQUEST, "error.400");
        }
        LOG.error("the files of a form cannot be kept", e);
        return page(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "error.500");
    }

    /** A field named as no form of ours names it. */
    @ExceptionHandler
    ModelAndView unknownField(InvalidPropertyException e, HttpServletResponse response) {
        LOG.debug("no such field: {}", e.getPropertyName());
        return page(response, HttpServletResponse.SC_BAD_REQUEST, "error.400");
    }

    private static ModelAndView page(HttpServletResponse response, int status, String key) {
        response.setStatus(status);
        ModelAndView page = new ModelAndView("error");
        page.addObject("key", key);
        page.addObject("status", status);
        return page;
    }
}
