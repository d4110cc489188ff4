/** What a person does in a browser, and what they see. */
@NullMarked
package org.valija.tests.browser;

import org.jspecify.annotations.NullMarked;
