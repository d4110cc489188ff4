package org.valija.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 | Chrome | Windows
            Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0 | Edge | Windows
            Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0 | Firefox | Linux
            Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15 | Safari | macOS
            Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1 | Safari | iPhone
            Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1 | Chrome | iPhone
            Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36 | Samsung Internet | Android
            Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 | Chrome | ChromeOS
            Java-http-client/25 | '' | ''
            """)
    void browsersAreCalledAsTheirUsersCallThem(String agent, String browser, String system) {
        assertThat(DeviceName.of(agent)).isEqualTo(new DeviceName(browser, system));
    }

    @Test
    void whatIsStoredIsRead() {
        for (DeviceName name : new DeviceName[] {
            new DeviceName("Chrome", "Windows"), new DeviceName("", "Linux"), new DeviceName("", "")
        }) {
            assertThat(DeviceName.ofText(name.text())).isEqualTo(name);
        }
        assertThat(DeviceName.ofText("")).isEqualTo(new DeviceName("", ""));
    }

    @Test
    void eachHasItsWords() {
        assertThat(new DeviceName("Chrome", "Windows").key()).isEqualTo("sessions.device");
        assertThat(new DeviceName("Chrome", "").key()).isEqualTo("sessions.device.browser");
        assertThat(new DeviceName("", "Linux").key()).isEqualTo("sessions.device.system");
        assertThat(new DeviceName("", "").key()).isEqualTo("sessions.device.unknown");
    }
}
