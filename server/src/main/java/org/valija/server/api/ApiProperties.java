package org.valija.server.api;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The part of {@code valija.yaml} that speaks of programs.
 *
 * @param requestsPerMinute of one token at one node
 * @param folders of this server whose files programs may attach by their path
 */
@ConfigurationProperties("valija.api")
public record ApiProperties(@DefaultValue("3000") int requestsPerMinute, List<SharedFolder> folders) {

    /**
     * One folder under two names.
     *
     * @param as what the callers call it, {@code Z:\docs}
     * @param folder where it is on this server
     */
    public record SharedFolder(String as, Path folder) {
        public SharedFolder {
            if (as.isBlank()) {
                throw new IllegalArgumentException(
                        "In valija.yaml, api.folders: a folder needs the name (as) that" + " programs call it by");
            }
        }
    }

    public ApiProperties {
        folders = folders == null ? List.of() : List.copyOf(folders);
        if (requestsPerMinute < 1) {
            throw new IllegalArgumentException("In valija.yaml, api.requests-per-minute is too small");
        }
    }
}
