package org.valija.server.web;

import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
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

    private static ModelAndView page(HttpServletResponse response, int status, String key) {
        response.setStatus(status);
        ModelAndView page = new ModelAndView("error");
        page.addObject("key", key);
        page.addObject("status", status);
        return page;
    }
}
