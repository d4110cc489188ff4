/** What all pages share: layout data, navigation, dates as people say them, language, and the pages of errors. */
@NullMarked
package org.valija.server.web;

import org.jspecify.annotations.NullMarked;
