package org.valija.server.web;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Ways to leave a handler. */
public final class Pages {

    private Pages() {}

    /** Whether that is a place of this console, and not another site's. */
    public static boolean isOurs(String place) {
        return place.matches("/(?![/\\\\])[^\\\\\\p{Cntrl}]*");
    }

    /** 303: the browser loads that page, and reloading it repeats nothing. */
    public static ModelAndView seeOther(String place) {
        RedirectView view = new RedirectView(place);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }
}
