package org.valija.server.users;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.valija.server.ValijaProperties;
import org.valija.server.web.FieldErrors;

/**
 * What a new key has to be: long enough, and nothing that others try first. It may hold any characters in any order, spaces among
 * them. Thread-safe.
 */
@Component
class KeyRules {

    private static final String PRODUCT = "Valija";
    private static final int SHORTEST_NAME = 3;
    private static final int LETTERS_LEFT = 2;

    private final UserTable users;
    private final ValijaProperties properties;

    KeyRules(UserTable users, ValijaProperties properties) {
        this.users = users;
        this.properties = properties;
    }

    /**
     * What is wrong with a new key; the fields are {@code nueva} and {@code confirmacion}.
     *
     * @param userCode whose key it is to be
     * @param again what was typed to confirm it
     */
    FieldErrors check(String userCode, String key, String again) {
        FieldErrors errors = FieldErrors.none();
        String normal = Keys.normal(key);
        int length = normal.codePointCount(0, normal.length());
        if (length < Keys.SHORTEST) {
            errors.add("nueva", "error.key.short", Keys.SHORTEST);
        } else if (length > Keys.LONGEST) {
            errors.add("nueva", "error.key.long", Keys.LONGEST);
        } else {
            weakness(key, names(userCode)).ifPresent(words -> errors.add("nueva", words));
        }
        if (errors.isEmpty() && !key.equals(again)) {
            errors.add("confirmacion", "error.key.again");
        }
        return errors;
    }

    /** Why others would try it, as the key of the words that say so. */
    static Optional<String> weakness(String key, List<String> names) {
        String folded = FoldedKey.of(key);
        if (KeyPattern.fits(folded)) {
            return Optional.of("error.key.pattern");
        }
        if (isMadeOf(names, folded)) {
            return Optional.of("error.key.name");
        }
        boolean common = Stream.of(folded, FoldedKey.unmasked(folded), FoldedKey.word(folded))
                .anyMatch(CommonKeys::contains);
        return common ? Optional.of("error.key.common") : Optional.empty();
    }

    /** Whether hardly a letter is left without these names. */
    private static boolean isMadeOf(List<String> names, String folded) {
        String rest = FoldedKey.unmasked(folded);
        String plain = folded;
        boolean found = false;
        for (String name : names) {
            found |= rest.contains(name) || plain.contains(name);
            rest = rest.replace(name, "");
            plain = plain.replace(name, "");
        }
        return found && (letters(rest) <= LETTERS_LEFT || letters(plain) <= LETTERS_LEFT);
    }

    private static long letters(String text) {
        return text.codePoints().filter(Character::isLetter).count();
    }

    /** The longest first, so that a name goes before the parts of it. */
    private List<String> names(String userCode) {
        Optional<User> user = users.find(Users.canonical(userCode));
        return Stream.of(
                        Stream.of(userCode, PRODUCT),
                        words(properties.company()),
                        words(user.map(User::name).orElse("")),
                        words(user.map(User::recoveryEmail).orElse("")))
                .flatMap(words -> words)
                .map(FoldedKey::of)
                .filter(word -> word.length() >= SHORTEST_NAME)
                .distinct()
                .sorted((one, other) -> other.length() - one.length())
                .toList();
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split("[^\\p{L}\\p{M}\\p{Nd}]+"));
    }
}
