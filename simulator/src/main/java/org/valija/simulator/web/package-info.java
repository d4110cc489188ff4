/**
 * What the simulator's pages and endpoints are served with: requests read once at the edge, answers as values, HTML
 * escaped, JSON written. Nothing here knows of OAuth or of mail. Not API for tests, apart from {@link RequestLogEntry}.
 */
@NullMarked
package org.valija.simulator.web;

import org.jspecify.annotations.NullMarked;
