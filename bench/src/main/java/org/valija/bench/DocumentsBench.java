package org.valija.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents: reading, verifying and printing a retención, one and a thousand, in a process with the memory that the service has;
 * and the lists of a console with 100,000 documents, over HTTP, on both databases.
 */
final class DocumentsBench {

    private static final double A_SECOND = 50;
    private static final int FILES = 1000;

    /** As the launcher starts the service. */
    private static final List<String> OPTIONS = List.of("-Xmx512m", "-Xmn24m", "-XX:+UseSerialGC");

    private final Report report;
    private final Path folder;
    private final boolean quick;

    private DocumentsBench(Report report, Path folder, boolean quick) {
        this.report = report;
        this.folder = folder;
        this.quick = quick;
    }

    static Report run(boolean quick) {
        Report report = new Report("documents", quick);
        try (WorkFolder work = WorkFolder.create()) {
            new DocumentsBench(report, work.path(), quick).print();
            DocumentLists.measure(report, work.path());
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void print() throws IOException, InterruptedException {
        int count = quick ? FILES / 5 : FILES;
        Path files = Files.createDirectory(folder.resolve("xml"));
        SealedSamples samples = SealedSamples.create();
        for (int i = 1; i <= count; i++) {
            Files.write(files.resolve("%04d.xml".formatted(i)), samples.xml(i));
        }
        List<Double> all = new ArrayList<>();
        for (String line : work(files)) {
            String[] words = line.split(" ", -1);
            double value = Double.parseDouble(words[1]);
            switch (words[0]) {
                case "first" -> figure("first.millis", "the first one of a new process", value * 1000, "ms");
                case "one" -> figure("one.millis", "one, warm, median", value * 1000, "ms");
                case "memory" -> figure("megabytes", "most memory resident (heap at most 512 MB)", value, "MB");
                default -> {
                    all.add(count / value);
                    report.line("  %,d: %.2f s, %.1f a second, %.1f KB each"
                            .formatted(count, value, count / value, Double.parseDouble(words[2]) / count / 1024));
                }
            }
        }
        report.figure("per.second", Medians.of(all));
        report.atLeast("retenciones read, verified and printed a second", A_SECOND, Medians.of(all));
    }

    private void figure(String key, String what, double value, String unit) {
        report.line("  %s: %.1f %s".formatted(what, value, unit));
        report.figure(key, value);
    }

    private List<String> work(Path files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(DocumentsWork.class.getName(), files.toString(), quick ? "3" : "5"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0) {
            throw new IOException("the process that prints ended with " + process.exitValue());
        }
        return said;
    }
}
