package org.valija.server.scratch;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.server.ValijaProperties;

/** One folder a process, below the data folder: what a full disk for temporary files stops would not fit there either. */
@Configuration(proxyBeanMethods = false)
public class ScratchConfiguration {

    @Bean
    ScratchFolder scratchFolder(ValijaProperties properties) {
        return ScratchFolder.in(properties.data().resolve(ScratchFolder.PARENT));
    }
}
