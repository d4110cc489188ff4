package org.valija.server.accounts;

import org.valija.oauth.AuthorizationProblem;

/** Asked and told of authentications in the request in which they end. */
public interface AuthenticationListener {

    /**
     * Whether one may still come about; it ends as too old where somebody says no.
     *
     * @param returnTo path of the console that whoever began it wanted to come back to
     */
    boolean wants(String returnTo);

    /**
     * One did not come about.
     *
     * @param returnTo path of the console that whoever began it wanted to come back to
     */
    void failed(String returnTo, AuthorizationProblem problem);
}
