package org.valija.server.documents;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.server.ValijaProperties;

/** Which day it is where the installation's people are. */
@Component
class DocumentClock {

    private final Clock clock;
    private final ZoneId zone;

    DocumentClock(Clock clock, ValijaProperties properties) {
        this.clock = clock;
        this.zone = Optional.ofNullable(properties.zone()).orElseGet(ZoneId::systemDefault);
    }

    LocalDate today() {
        return LocalDate.now(clock.withZone(zone));
    }
}
