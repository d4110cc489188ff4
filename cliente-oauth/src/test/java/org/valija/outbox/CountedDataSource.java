package org.valija.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Counts how often somebody asks the database for something. */
final class CountedDataSource {

    private final AtomicLong connections = new AtomicLong();
    private final DataSource dataSource;

    CountedDataSource(DataSource inner) {
        dataSource = (DataSource) Proxy.newProxyInstance(
                CountedDataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        connections.incrementAndGet();
                    }
                    try {
                        return method.invoke(inner, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** Connections that were asked for until now. */
    long connections() {
        return connections.get();
    }
}
