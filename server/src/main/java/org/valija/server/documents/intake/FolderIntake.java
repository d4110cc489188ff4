package org.valija.server.documents.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.valija.mail.ContentSource;
import org.valija.server.documents.DocumentIntake;
import org.valija.server.documents.DocumentProperties;
import org.valija.server.documents.DocumentProperties.Afterwards;
import org.valija.server.documents.DocumentProperties.WatchedFolder;
import org.valija.server.documents.IncomingFile;
import org.valija.server.documents.IntakeOrder;
import org.valija.server.documents.Kind;
import org.valija.server.documents.Outcome;
import org.valija.server.secrets.Sha256;

/**
 * Takes what is complete of one folder. A file is stored first and leaves the folder then: whoever dies in between leaves it
 * there, and it is recognised when it is taken again. Not thread-safe.
 */
final class FolderIntake {

    private static final Logger LOG = LoggerFactory.getLogger(FolderIntake.class);

    /** Of Mexico: it is for whoever put the file there. */
    private static final Locale SPANISH = Locale.of("es", "MX");

    /** Longer than the files of one name take; what a dead node held is free after it. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A PDF without its XML is not read again at every look. */
    private static final Duration LOOK_FOR_XML = Duration.ofSeconds(20);

    /** What failed is not tried at every look. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(20);

    private final WatchedFolder folder;
    private final DocumentProperties properties;
    private final Desk desk;
    private final FolderView view;
    private final FolderShelves shelves;
    private Map<Path, Instant> waiting = new HashMap<>();

    /** What all folders work with; the node is this process. */
    record Desk(
            DocumentIntake intake,
            IntakeClaimTable claims,
            Orders orders,
            MessageSource messages,
            Clock clock,
            String node) {}

    /** Tells what is to become of a folder's files. */
    @FunctionalInterface
    interface Orders {
        IntakeOrder of(WatchedFolder folder);
    }

    FolderIntake(WatchedFolder folder, DocumentProperties properties, Desk desk) {
        this.folder = folder;
        this.properties = properties;
        this.desk = desk;
        this.view = new FolderView(folder.path(), properties.still());
        this.shelves = new FolderShelves(folder.path());
    }

    /**
     * Looks once, and takes what is complete.
     *
     * @throws IOException when the folder cannot be looked at
     */
    void look() throws IOException {
        Instant now = desk.clock().instant();
        List<SeenFile> complete = view.complete(now);
        waiting.keySet().retainAll(complete.stream().map(SeenFile::path).toList());
        for (List<SeenFile> together : byName(complete)) {
            List<SeenFile> due =
                    together.stream().filter(file -> !waits(file, now)).toList();
            try {
                takeClaimed(due);
            } catch (RuntimeException | StackOverflowError e) {
                // The database may be away. Whatever it is: it holds up these files and no others.
                LOG.error(
                        "{} is tried again later",
                        due.stream().map(SeenFile::path).toList(),
                        e);
                due.forEach(file -> waiting.put(file.path(), now.plus(AFTER_FAILURE)));
            }
        }
    }

    /** Files of one name belong together; those with an XML come first, so that others find it. */
    private static List<List<SeenFile>> byName(List<SeenFile> files) {
        Map<String, List<SeenFile>> groups = new TreeMap<>();
        for (SeenFile file : files) {
            String name = file.name().toLowerCase(Locale.ROOT);
            int dot = name.lastIndexOf('.');
            groups.computeIfAbsent(dot > 0 ? name.substring(0, dot) : name, _ -> new ArrayList<>())
                    .add(file);
        }
        List<List<SeenFile>> ordered = new ArrayList<>(groups.values());
        ordered.sort((a, b) -> Boolean.compare(hasXml(b), hasXml(a)));
        return ordered;
    }

    private static boolean hasXml(List<SeenFile> group) {
        return group.stream().anyMatch(FolderIntake::isXml);
    }

    private static boolean isXml(SeenFile file) {
        return file.name().toLowerCase(Locale.ROOT).endsWith(".xml");
    }

    private boolean waits(SeenFile file, Instant now) {
        Instant again = waiting.get(file.path());
        return again != null && now.isBefore(again);
    }

    private void takeClaimed(List<SeenFile> files) {
        List<SeenFile> claimed = new ArrayList<>();
        try {
            for (SeenFile file : files) {
                if (desk.claims().claim(key(file), desk.node(), LEASE)) {
                    claimed.add(file);
                }
            }
            // Another node may have taken it away since it was seen.
            take(claimed.stream().filter(SeenFile::isUnchanged).toList());
        } finally {
            claimed.forEach(file -> desk.claims().release(key(file), desk.node()));
        }
    }

    private String key(SeenFile file) {
        return Sha256.hex(folder.path().toAbsolutePath() + "\n" + file.name());
    }

    private void take(List<SeenFile> files) {
        IntakeOrder order = desk.orders().of(folder);
        List<SeenFile> taken = hasXml(files)
                ? files
                : files.stream().filter(file -> !awaitsXml(file, order)).toList();
        if (taken.isEmpty()) {
            return;
        }
        List<Outcome> outcomes =
                desk.intake().take(taken.stream().map(FolderIntake::incoming).toList(), order);
        for (int i = 0; i < taken.size(); i++) {
            putAway(taken.get(i), outcomes.get(i));
        }
    }

    private static IncomingFile incoming(SeenFile file) {
        return new IncomingFile(file.name(), file.size(), ContentSource.of(file.path()));
    }

    /** A PDF of a retención may come before its XML. */
    private boolean awaitsXml(SeenFile file, IntakeOrder order) {
        Instant now = desk.clock().instant();
        boolean pdf = file.name().toLowerCase(Locale.ROOT).endsWith(".pdf");
        boolean inTime = view.arrived(file.path())
                .filter(arrived -> now.isBefore(arrived.plus(properties.pairWait())))
                .isPresent();
        if (pdf && inTime && order.kind() == Kind.RETENCION && !desk.intake().hasPartner(incoming(file), order)) {
            waiting.put(file.path(), now.plus(LOOK_FOR_XML));
            return true;
        }
        return false;
    }

    /** What is stored leaves the folder; what cannot be moved now is recognised at the next look. */
    private void putAway(SeenFile file, Outcome outcome) {
        if (!file.isUnchanged()) {
            LOG.info("{} was changed while it was read, and is looked at again", file.path());
            return;
        }
        try {
            if (outcome instanceof Outcome.Refused refused) {
                reject(file, refused);
            } else if (folder.afterwards() == Afterwards.DELETE) {
                Files.delete(file.path());
            } else {
                shelves.take(file.path());
            }
        } catch (IOException e) {
            LOG.warn("{} stays where it is and is tried again: {}", file.path(), e.toString());
        }
    }

    private void reject(SeenFile file, Outcome.Refused refused) throws IOException {
        if (refused.isTransient()) {
            LOG.warn("{} cannot be read, and is tried again", file.path());
            return;
        }
        String reason = desk.messages()
                .getMessage(refused.reason().key(), refused.reason().values(), SPANISH);
        LOG.info("{} is not taken: {}", file.path(), reason);
        shelves.reject(
                file.path(),
                desk.messages().getMessage("documents.rejected", new Object[] {file.name(), reason}, SPANISH));
    }
}
