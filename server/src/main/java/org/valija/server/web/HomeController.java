package org.valija.server.web;

import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Where one lands after entering: the first page that one may see. */
@Controller
class HomeController {

    private final List<NavigationItem> items;
    private final Viewer viewer;

    HomeController(List<NavigationItem> items, Viewer viewer) {
        this.items = items.stream()
                .sorted(Comparator.comparingInt(NavigationItem::order))
                .toList();
        this.viewer = viewer;
    }

    /** The catalogue of users, at least, has one's own record for everybody. */
    @GetMapping("/")
    String home() {
        return items.stream()
                .filter(item -> item.isFor(viewer))
                .findFirst()
                .map(item -> "redirect:" + item.path())
                .orElseThrow();
    }
}
