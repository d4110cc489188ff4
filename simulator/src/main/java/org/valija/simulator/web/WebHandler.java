package org.valija.simulator.web;

/** Answers one kind of request. Called by many threads at a time. */
@FunctionalInterface
public interface WebHandler {

    WebResponse answer(WebRequest request);
}
