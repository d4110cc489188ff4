package org.valija.server.documents.intake;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Looks at the watched folders as long as the service runs, and once an hour at what ended processes left. A folder that cannot
 * be reached is tried again at every look.
 */
final class WatchedFolders implements ApplicationListener<ApplicationReadyEvent>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFolders.class);
    private static final Duration UPKEEP = Duration.ofHours(1);

    private final List<FolderIntake> folders;
    private final Runnable upkeep;
    private final Duration every;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    WatchedFolders(List<FolderIntake> folders, Runnable upkeep, Duration every) {
        this.folders = List.copyOf(folders);
        this.upkeep = upkeep;
        this.every = every;
    }

    @Override
    public synchronized void onApplicationEvent(ApplicationReadyEvent ready) {
        if (threads.isEmpty() && closing.getCount() > 0) {
            begin("documents-upkeep", UPKEEP, upkeep);
            for (FolderIntake folder : folders) {
                begin("documents-folder", every, new Look(folder));
            }
        }
    }

    private void begin(String name, Duration between, Runnable work) {
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            while (waits(between)) {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    // The database may be away: what was not done is done at a later look.
                    LOG.warn("{} is tried again: {}", name, e.toString());
                } catch (Error e) {
                    // Memory may be short now: a thread that ended would leave all files lying, and say nothing.
                    LOG.error("{} is tried again", name, e);
                }
            }
        }));
    }

    /** A look at a folder; that it cannot be reached is said once. */
    private static final class Look implements Runnable {

        private final FolderIntake folder;
        private boolean unreachable;

        Look(FolderIntake folder) {
            this.folder = folder;
        }

        @Override
        public void run() {
            try {
                folder.look();
                unreachable = false;
            } catch (IOException e) {
                if (!unreachable) {
                    LOG.warn("a watched folder cannot be looked at, and is tried again: {}", e.toString());
                }
                unreachable = true;
            }
        }
    }

    /** False when the service ends meanwhile. */
    private boolean waits(Duration time) {
        try {
            return !closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What is being taken is taken to its end. */
    @Override
    public void close() {
        closing.countDown();
        List<Thread> begun;
        synchronized (this) {
            begun = List.copyOf(threads);
        }
        try {
            for (Thread thread : begun) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
