package org.valija.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.valija.server.ValijaProperties;

/** What the layout of every page needs. */
@ControllerAdvice(annotations = Controller.class)
class PageAdvice {

    private final List<NavigationItem> items;
    private final ValijaProperties properties;
    private final Viewer viewer;

    PageAdvice(List<NavigationItem> items, ValijaProperties properties, Viewer viewer) {
        this.viewer = viewer;
        this.items = items.stream()
                .sorted(Comparator.comparingInt(NavigationItem::order))
                .toList();
        this.properties = properties;
    }

    /** What the layout shows around a page. */
    record Frame(
            String userCode, String company, String path, Map<NavigationItem.Section, List<NavigationItem>> sections) {

        public boolean isHere(NavigationItem item) {
            return path.equals(item.path()) || path.startsWith(item.path() + "/");
        }
    }

    @ModelAttribute("frame")
    Frame frame(HttpServletRequest request) {
        String user = request.getRemoteUser() == null ? "" : request.getRemoteUser();
        boolean administers = !user.isEmpty() && viewer.administers();
        Map<NavigationItem.Section, List<NavigationItem>> sections = new LinkedHashMap<>();
        for (NavigationItem.Section section : NavigationItem.Section.values()) {
            List<NavigationItem> visible = items.stream()
                    .filter(item -> item.section() == section && (administers || !item.administrators()))
                    .toList();
            if (!visible.isEmpty() && !user.isEmpty()) {
                sections.put(section, visible);
            }
        }
        return new Frame(user, properties.company(), request.getRequestURI(), sections);
    }
}
