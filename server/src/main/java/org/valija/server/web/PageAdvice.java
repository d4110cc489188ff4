package org.valija.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.valija.server.ValijaProperties;
import org.valija.sql.DatabaseException;

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

    /** Without the database nothing can be shown: the page of that error says so. */
    private List<NavigationItem> visible() {
        try {
            return items.stream().filter(item -> item.isFor(viewer)).toList();
        } catch (DatabaseException e) {
            return List.of();
        }
    }

    @ModelAttribute("frame")
    Frame frame(HttpServletRequest request) {
        String user = request.getRemoteUser() == null ? "" : request.getRemoteUser();
        Map<NavigationItem.Section, List<NavigationItem>> sections = new EnumMap<>(NavigationItem.Section.class);
        for (NavigationItem item : user.isEmpty() ? List.<NavigationItem>of() : visible()) {
            sections.computeIfAbsent(item.section(), section -> new ArrayList<>())
                    .add(item);
        }
        return new Frame(user, properties.company(), request.getRequestURI(), sections, attentions, banners);
    }
}
