package org.valija.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.valija.server.printing.Branding;
import org.valija.server.printing.PdfPress;
import org.valija.server.printing.RetencionPrinter;
import org.valija.server.retenciones.Retencion;
import org.valija.server.retenciones.RetencionReader;
import org.valija.server.retenciones.SealCheck;
import org.valija.server.retenciones.SealResult;
import org.valija.server.retenciones.SealResult.Sello;

/**
 * A process with the service's options that reads, verifies and prints the files of a folder: {@code FOLDER ROUNDS}. It says a
 * line for the first file, {@code first SECONDS}, a line a round over all, {@code all SECONDS BYTES}, the middle of one at a time,
 * {@code one SECONDS}, and its greatest memory, {@code memory MEGABYTES}.
 */
final class DocumentsWork {

    private static final int ONES = 101;

    private final RetencionReader reader = new RetencionReader();
    private final SealCheck check = new SealCheck();
    private final RetencionPrinter printer = new RetencionPrinter(new PdfPress());
    private final Branding branding =
            new Branding("Empresa de medida, S.A. de C.V.", "EME200101AB1", Optional.empty(), Branding.DEFAULT_COLOUR);

    private DocumentsWork() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(Path.of(arguments[0]))) {
            for (Path path : paths.sorted().toList()) {
                files.add(Files.readAllBytes(path));
            }
        }
        long begin = System.nanoTime();
        DocumentsWork work = new DocumentsWork();
        work.one(files.getFirst());
        System.out.println("first " + seconds(begin));
        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
            long started = System.nanoTime();
            long bytes = work.all(files);
            System.out.println("all " + seconds(started) + " " + bytes);
        }
        List<Double> ones = new ArrayList<>();
        for (int i = 0; i < ONES; i++) {
            long started = System.nanoTime();
            work.one(files.get(i % files.size()));
            ones.add(seconds(started));
        }
        System.out.println("one " + Medians.of(ones));
        System.out.println("memory " + megabytes());
    }

    /** As many at a time as there are processors. */
    private long all(List<byte[]> files) throws InterruptedException, ExecutionException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Integer>> sizes = new ArrayList<>();
            for (byte[] file : files) {
                sizes.add(threads.submit(() -> one(file)));
            }
            long bytes = 0;
            for (Future<Integer> size : sizes) {
                bytes += size.get();
            }
            return bytes;
        }
    }

    private int one(byte[] file) {
        Retencion retencion = reader.read(file);
        SealResult seals = check.check(retencion);
        if (seals.sello() != Sello.INTEGRO) {
            throw new IllegalStateException("a seal of the bench is not whole: " + seals);
        }
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        printer.print(retencion, seals, branding, pdf);
        return pdf.size();
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The most that was resident, as the system counts it; the heap's limit where it does not tell. */
    private static double megabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return Runtime.getRuntime().maxMemory() / 1048576.0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
    }
}
