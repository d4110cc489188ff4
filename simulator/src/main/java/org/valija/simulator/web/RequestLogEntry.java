package org.valija.simulator.web;

import java.time.Instant;
import java.util.Map;

/**
 * One request that was answered.
 *
 * @param status the HTTP status, 0 when the connection was closed without an answer
 * @param fields the fields that are no secret, such as {@code grant_type}; codes, tokens, verifiers and secrets never
 */
public record RequestLogEntry(Instant at, String method, String path, int status, Map<String, String> fields) {}
