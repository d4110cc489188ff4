package org.valija.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.Rotation;
import org.valija.simulator.tls.ServerCertificate;
import org.valija.simulator.web.BadRequestException;
import org.valija.simulator.web.Form;
import org.valija.simulator.web.LocalOrigin;
import org.valija.simulator.web.Page;
import org.valija.simulator.web.WebHandler;
import org.valija.simulator.web.WebRequest;
import org.valija.simulator.web.WebResponse;

/** {@code POST /control/{action}}: the simulator's settings over HTTP. A browser is sent back to the index. */
final class ControlEndpoint {

    private static final String PREFIX = "/control/";

    private final Simulator simulator;
    private final Map<String, Consumer<Form>> actions;

    ControlEndpoint(Simulator simulator) {
        this.simulator = simulator;
        this.actions = Map.of(
                "token-lifetime", this::setTokenLifetime,
                "token-length", this::setTokenLength,
                "rotation", this::setRotation,
                "expire-tokens", form -> simulator.google().expireAccessTokens(),
                "revoke", form -> simulator.google().revokeGrantsOf(form.required("account")),
                "fail", this::fail,
                "clear-failures", form -> clearFailures(),
                "clear-inbox", form -> simulator.inbox().clear(),
                "certificate", this::setCertificate);
    }

    /** The handler, closed to pages of other origins. */
    WebHandler guarded() {
        return LocalOrigin.guard(this::answer);
    }

    private WebResponse answer(WebRequest request) {
        Consumer<Form> action = actions.get(request.path().substring(PREFIX.length()));
        if (action == null) {
            return Page.message(404, "No existe", "Acciones: " + String.join(", ", actions.keySet()));
        }
        action.accept(request.form());
        boolean browser = request.header("Accept").orElse("").contains("text/html");
        return browser ? WebResponse.redirect(303, URI.create("/")) : WebResponse.json(200, Map.of("done", true));
    }

    private void setTokenLifetime(Form form) {
        simulator.google().setAccessTokenLifetime(Duration.ofSeconds(number(form.required("seconds"))));
    }

    private void setTokenLength(Form form) {
        try {
            simulator.google().setAccessTokenLength(number(form.required("characters")));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(String.valueOf(e.getMessage()), e);
        }
    }

    private void setRotation(Form form) {
        String mode = form.required("mode");
        simulator
                .google()
                .setRotation(
                        switch (mode) {
                            case "off" -> Rotation.OFF;
                            case "reuse" -> Rotation.REUSE;
                            case "strict" -> Rotation.STRICT;
                            case "grace" ->
                                Rotation.grace(Duration.ofSeconds(
                                        number(form.value("seconds").orElse("30"))));
                            default -> throw new BadRequestException("mode: off, grace, reuse, strict");
                        });
    }

    private void setCertificate(Form form) {
        try {
            simulator
                    .smtp()
                    .useCertificate(
                            ServerCertificate.valueOf(form.required("kind").toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("kind: trusted, mismatched, untrusted", e);
        }
    }

    private void fail(Form form) {
        int times = number(form.value("times").orElse("1"));
        if (times < 1) {
            throw new BadRequestException("times: at least 1");
        }
        String endpoint = form.required("endpoint");
        switch (endpoint) {
            case "token" -> simulator.google().fail(tokenFailure(form).times(times));
            case "authorization" ->
                simulator.google().fail(authorizationFailure(form).times(times));
            case "gmail" -> simulator.google().fail(gmailFailure(form).times(times));
            case "smtp" -> simulator.smtp().onCommand(form.required("command"), form.required("reply"), times);
            default -> throw new BadRequestException("endpoint: token, authorization, gmail, smtp");
        }
    }

    private static FailurePlan tokenFailure(Form form) {
        if (form.value("error").isPresent()) {
            return FailurePlan.tokenError(form.required("error"));
        }
        if (form.value("kind").isPresent()) {
            String kind = form.required("kind");
            return switch (kind) {
                case "html" -> FailurePlan.html();
                case "closed" -> FailurePlan.closedWithoutAnswer();
                case "answer-lost" -> FailurePlan.answerLost();
                case "late" -> FailurePlan.answerLate(Duration.ofSeconds(number(form.required("seconds"))));
                case "slow" -> FailurePlan.slow(Duration.ofSeconds(number(form.required("seconds"))));
                default -> throw new BadRequestException("kind: html, closed, answer-lost, late, slow");
            };
        }
        int status = number(form.required("status"));
        if (status < 200 || status > 599) {
            throw new BadRequestException("status: 200 to 599");
        }
        Duration retryAfter =
                Duration.ofSeconds(number(form.value("retry_after").orElse("0")));
        return FailurePlan.status(status).retryAfter(retryAfter);
    }

    private static FailurePlan gmailFailure(Form form) {
        if (form.value("reason").isPresent()) {
            String reason = form.required("reason");
            int status = number(form.value("status").orElse("403"));
            Duration retryAfter =
                    Duration.ofSeconds(number(form.value("retry_after").orElse("0")));
            return FailurePlan.gmailError(status, reason, form.value("message").orElse(reason))
                    .retryAfter(retryAfter);
        }
        return tokenFailure(form).atGmail();
    }

    private static FailurePlan authorizationFailure(Form form) {
        String error = form.required("error");
        return switch (error) {
            case "access_denied" -> FailurePlan.accessDenied();
            case "server_error" -> FailurePlan.serverError();
            case "wrong_state" -> FailurePlan.wrongState();
            case "missing_iss" -> FailurePlan.missingIssuer();
            case "wrong_iss" -> FailurePlan.wrongIssuer();
            default ->
                throw new BadRequestException(
                        "error: access_denied, server_error, wrong_state, missing_iss, wrong_iss");
        };
    }

    private void clearFailures() {
        simulator.google().clearFailures();
        simulator.smtp().clearFailures();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadRequestException("Not a number: " + text, e);
        }
    }
}
