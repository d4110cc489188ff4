package org.valija.server;

/** Entry point of {@code valija-server.jar}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.out.println("server");
    }
}
