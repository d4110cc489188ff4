package org.valija.server.accounts;

import org.valija.oauth.AuthorizationProblem;

/** Told of authentications that did not come about, in the request in which they failed. */
public interface AuthenticationListener {

    /** @param returnTo path of the console that whoever began it wanted to come back to */
    void failed(String returnTo, AuthorizationProblem problem);
}
