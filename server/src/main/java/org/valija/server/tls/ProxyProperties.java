package org.valija.server.tls;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which proxies may tell who asks.
 *
 * @param trustedProxies their addresses, or blocks of them ({@code 10.0.0.0/24}); none: nobody may
 * @param forwardedHeader in which header they tell it; the other is not looked at, since they may hand it through
 */
@ConfigurationProperties("valija")
record ProxyProperties(
        @DefaultValue List<AddressBlock> trustedProxies,
        @DefaultValue("x-forwarded") ForwardedHeader forwardedHeader) {

    /** The two that proxies write. */
    enum ForwardedHeader {
        /** {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}. */
        X_FORWARDED,
        /** RFC 7239. */
        FORWARDED
    }

    boolean trusts(String address) {
        return trustedProxies.stream().anyMatch(block -> block.contains(address));
    }
}
