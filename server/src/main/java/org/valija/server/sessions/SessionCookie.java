package org.valija.server.sessions;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.session.web.http.DefaultCookieSerializer;

/** The cookie that names a session, as {@code server.servlet.session.cookie} says; secure where the request is. */
final class SessionCookie extends DefaultCookieSerializer {

    SessionCookie(Cookie configured) {
        PropertyMapper map = PropertyMapper.get();
        map.from(configured::getName).to(this::setCookieName);
        map.from(configured::getPath).to(this::setCookiePath);
        map.from(configured::getDomain).to(this::setDomainName);
        map.from(configured::getHttpOnly).to(this::setUseHttpOnlyCookie);
        map.from(configured::getSecure).to(this::setUseSecureCookie);
        map.from(configured::getSameSite).as(SameSite::attributeValue).to(this::setSameSite);
        setUseBase64Encoding(false);
    }

    /** The page that tells of a failure needs no session, and must not fail like the one before it. */
    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null
                ? super.readCookieValues(request)
                : List.of();
    }
}
