package org.valija.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    private final List<Attention> attentions;
    private final List<Banner> banners;

    PageAdvice(
            List<NavigationItem> items,
            ValijaProperties properties,
            Viewer viewer,
            List<Attention> attentions,
            List<Banner> banners) {
        this.banners = banners;
        this.viewer = viewer;
        this.attentions = attentions;
        this.items = items.stream()
                .sorted(Comparator.comparingInt(NavigationItem::order))
                .toList();
        this.properties = properties;
    }

    /** What the layout shows around a page. */
    record Frame(
            String userCode,
            String company,
            String path,
            Map<NavigationItem.Section, List<NavigationItem>> sections,
            List<Attention> attentions,
            List<Banner> banners) {

        public boolean isHere(NavigationItem item) {
            return path.equals(item.path()) || path.startsWith(item.path() + "/");
        }

        /** What is said at the head of the page; asked for by pages that show it alone. */
        public List<Banner.Words> said() {
            return userCode.isEmpty()
                    ? List.of()
                    : banners.stream()
                            .flatMap(banner -> banner.at(path).stream())
                            .toList();
        }

        /** What waits for somebody behind an entry; asked for by pages that show it alone. */
        public @Nullable Waiting waiting(NavigationItem item) {
            return attentions.stream()
                    .filter(attention -> attention.path().equals(item.path()))
                    .map(attention -> new Waiting(attention.count(), attention.key()))
                    .filter(waiting -> waiting.count() > 0)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A number and the key of its words. */
    record Waiting(long count, String key) {}

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
        return new Frame(user, properties.company(), request.getRequestURI(), sections, attentions, banners);
    }
}
