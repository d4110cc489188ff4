package org.valija.server.accounts;

import org.valija.oauth.AuthorizationProblem;
import org.valija.oauth.Grant;

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

    /**
     * One came about; it is stored.
     *
     * @param returnTo path of the console that whoever began it wanted to come back to
     */
    void done(String returnTo, Grant grant);
}
