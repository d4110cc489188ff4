package org.valija.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Workers on virtual threads that share a number of tasks. */
final class Crew {

    private Crew() {}

    /** What one worker does; it takes a task by {@code left.getAndDecrement() > 0} until there is none. */
    @FunctionalInterface
    interface Worker {
        void work(AtomicInteger left) throws Exception;
    }

    static void run(int workers, int tasks, Worker worker) throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(tasks);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(executor.submit(() -> {
                    worker.work(left);
                    return true;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a worker failed: " + e.getCause(), e);
        }
    }
}
