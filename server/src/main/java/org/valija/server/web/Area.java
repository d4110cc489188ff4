package org.valija.server.web;

/** A part of the console that some may see and others not. */
public interface Area {}
