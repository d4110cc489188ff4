package org.valija.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.valija.oauth.Grant;
import org.valija.oauth.TokenResult;

/** What a caller pays for a token: fresh from memory, and the grant's row read from the database. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class FreshToken {

    private static final int IN_USE = 200;

    /** Rows of table Emails. */
    @Param({"1000", "1000000"})
    public int rows;

    private WorkFolder work;
    private FilledVault vault;
    private long[] grants;
    private int next;

    /** Fills the table. */
    @Setup(Level.Trial)
    public void fill() throws IOException, SQLException {
        work = WorkFolder.create();
        vault = new FilledVault(work.path(), rows, IN_USE);
        grants = vault.grants();
    }

    /** Ends the stub provider and deletes the database. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        vault.close();
        work.close();
    }

    /** A fresh token of one of the grants in use. */
    @Benchmark
    public TokenResult fresh() {
        next = next + 1 == grants.length ? 0 : next + 1;
        TokenResult result = vault.oauth().vault().accessToken(grants[next]);
        if (!(result instanceof TokenResult.Usable)) {
            throw new IllegalStateException("no token: " + result);
        }
        return result;
    }

    /** A grant as the database has it. */
    @Benchmark
    public Grant row() {
        next = next + 1 == grants.length ? 0 : next + 1;
        return vault.oauth().vault().grant(grants[next]).orElseThrow();
    }
}
