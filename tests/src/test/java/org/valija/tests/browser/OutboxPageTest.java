package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** <em>Bandeja de salida</em> as it lives: what renews itself takes neither the focus nor the ticks away. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class OutboxPageTest {

    @Test
    void theHeadRenewsItselfAndTheTicksAndTheFocusStay(Person person) {
        Page page = person.page();
        person.connect();
        Office office = Office.at(person);
        office.pauses(1);
        office.accepts(1, "recibos", 3);
        person.open("/bandeja");
        assertThat(page.locator("#cabeza .account .pill")).hasText("En pausa");
        Locator box = page.locator("#lista input[name=id]").first();
        box.check();
        page.locator("#estado-HELD").focus();

        office.accepts(1, "recibos", 2);

        assertThat(page.locator("#estado-HELD b")).hasText("5");
        assertThat(page.locator("#cabeza .batch")).containsText("0 de 5");
        assertThat(page.locator("#estado-HELD")).isFocused();
        assertThat(box).isChecked();

        person.button("Reanudar " + Person.MAILBOX).click();
        assertThat(page.locator("#lista .pill.ok")).hasCount(5);
        assertThat(page.locator("#estado-SENT b")).hasText("5");
        assertThat(page.locator("#cabeza .batch")).hasCount(0);
    }

    @Test
    void theKeyboardTicksActsAndThinksBetterOfIt(Person person) {
        Page page = person.page();
        person.connect();
        Office office = Office.at(person);
        office.pauses(1);
        office.accepts(1, "recibos", 3);
        person.open("/bandeja");

        page.getByLabel("Marcar todos los de esta página").focus();
        page.keyboard().press("Space");
        assertThat(page.locator("#lista input[name=id]:checked")).hasCount(3);
        page.locator(".bulk summary").focus();
        page.keyboard().press("Enter");
        assertThat(page.getByText("Los correos marcados ya no saldrán.")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.getByText("Los correos marcados ya no saldrán.")).isHidden();
        assertThat(page.locator(".bulk summary")).isFocused();

        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        PageCheck.assertFocusSeen(page);
        page.keyboard().press("Enter");
        assertThat(page.locator(".good")).hasText("3 correos se cancelaron y no saldrán.");
        assertThat(page.locator("#estado-CANCELLED b")).hasText("3");
    }

    @Test
    void whoWasShownOutMeanwhileComesToTheEntry(Person person) {
        person.connect();
        person.open("/bandeja");
        person.page().context().clearCookies();

        assertThat(person.field("Clave de acceso")).isVisible();
    }
}
