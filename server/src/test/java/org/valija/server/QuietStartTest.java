package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class QuietStartTest {

    @Configuration(proxyBeanMethods = false)
    static class Empty {}

    @Test
    void aCommandsLogIsQuietAndWhatStartsAfterItIsNot(CapturedOutput output) {
        try (ConfigurableApplicationContext command = QuietStart.run(application())) {
            assertThat(command.isActive()).isTrue();
            LoggerFactory.getLogger(QuietStartTest.class).warn("said by the command");
        }
        try (ConfigurableApplicationContext service = application().run()) {
            assertThat(service.isActive()).isTrue();
            LoggerFactory.getLogger(QuietStartTest.class).warn("said by the service");
        }

        assertThat(output).contains("said by the service").doesNotContain("said by the command");
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE);
    }
}
