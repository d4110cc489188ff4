package org.valija.tests.documents;

import java.util.Map;
import org.valija.server.cli.Service;

/** A service of its own process that watches a folder. */
final class IntakeNode {

    private IntakeNode() {}

    /** @param arguments data folder and watched folder */
    public static void main(String[] arguments) throws InterruptedException {
        Service service = Service.start(Map.of(
                "valija.data",
                arguments[0],
                "server.port",
                0,
                "valija.documents.every",
                "100ms",
                "valija.documents.still",
                "300ms",
                "valija.documents.folders[0].path",
                arguments[1]));
        System.out.println("ready");
        service.await();
    }
}
