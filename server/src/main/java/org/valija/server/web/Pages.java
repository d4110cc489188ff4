package org.valija.server.web;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Ways to leave a handler. */
public final class Pages {

    /** Of an address that is answered with; ours and the providers' are far below it. */
    private static final int LONGEST = 6_000;

    private Pages() {}

    /** Whether that is a place of this console, and not another site's. */
    public static boolean isOurs(String place) {
        return place.matches("/(?![/\\\\])[^\\\\\\p{Cntrl}]*");
    }

    /**
     * 303: the browser loads that page, and reloading it repeats nothing.
     *
     * @throws ResponseStatusException 400 where a request has made the address longer than any page of ours does
     */
    public static ModelAndView seeOther(String place) {
        if (place.length() > LONGEST) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        RedirectView view = new RedirectView(place);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }
}
