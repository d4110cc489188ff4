package org.valija.server.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;
import org.valija.sql.DatabaseException;

/** The page of every error that no feature has a page for: what happened, whose side, what to do. */
@Controller
class ErrorPageController implements ErrorController {

    @RequestMapping("/error")
    String error(HttpServletRequest request, HttpServletResponse response, Model model) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        String key = "error." + known(status);
        DatabaseException database = database((Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
        if (database != null) {
            status = HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            key = "error.database." + database.kind();
        }
        response.setStatus(status);
        model.addAttribute("key", key);
        model.addAttribute("status", status);
        return "error";
    }

    private static int known(int status) {
        return switch (status) {
            case 400, 403, 404, 405, 413, 421 -> status;
            default -> status / 100 == 4 ? 400 : 500;
        };
    }

    private static @Nullable DatabaseException database(@Nullable Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof DatabaseException database) {
                return database;
            }
        }
        return null;
    }
}
