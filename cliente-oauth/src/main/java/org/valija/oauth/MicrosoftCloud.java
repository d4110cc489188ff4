package org.valija.oauth;

/**
 * The separate clouds in which Microsoft 365 is run, each with its own accounts, registrations and hosts
 * (learn.microsoft.com/entra/identity-platform/authentication-national-cloud).
 */
public enum MicrosoftCloud {
    /** Everybody, GCC included. */
    WORLDWIDE("Microsoft 365", "login.microsoftonline.com", "https://outlook.office.com"),
    /** United States government, GCC High. */
    GCC_HIGH("Microsoft 365 GCC High", "login.microsoftonline.us", "https://outlook.office365.us"),
    /** China, operated by 21Vianet. */
    CHINA("Microsoft 365 (21Vianet)", "login.partner.microsoftonline.cn", "https://partner.outlook.cn");

    private final String label;
    private final String loginHost;
    private final String mailResource;

    MicrosoftCloud(String label, String loginHost, String mailResource) {
        this.label = label;
        this.loginHost = loginHost;
        this.mailResource = mailResource;
    }

    /** As a person knows it. */
    String label() {
        return label;
    }

    /** Where its accounts sign in. */
    String loginHost() {
        return loginHost;
    }

    /** What tokens for its mail servers are asked for. */
    String mailResource() {
        return mailResource;
    }
}
