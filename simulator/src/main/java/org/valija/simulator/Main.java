package org.valija.simulator;

/** Starts the simulator from the command line. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.out.println("simulator");
    }
}
