package io.brume.serverless.states.run;

import io.brume.kernel.database.Database;
import io.brume.serverless.states.language.Definition;
import io.brume.serverless.states.language.Machine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Definitions by what they say: each is kept once, and parsed once while it is in use. Thread-safe. */
public final class Definitions {

    private static final int REMEMBERED = 200;

    private final Database database;
    private final Map<String, Machine> machines = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Machine> eldest) {
            return size() > REMEMBERED;
        }
    };

    public Definitions(Database database) {
        this.database = database;
    }

    /** Keeps a definition; returns what it is found by. */
    public String keep(String body) {
        String hash = hash(body);
        if (known(hash) == null) {
            database.change(transaction -> transaction.update(
                    "INSERT INTO states_definition (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING", hash, body));
        }
        return hash;
    }

    public String body(String hash) {
        return database.read(transaction -> transaction.first(
                        "SELECT body FROM states_definition WHERE hash = ?", row -> row.text("body"), hash))
                .orElseThrow();
    }

    /** What a kept definition says. It was valid when it was kept. */
    Machine machine(String hash) {
        Machine known = known(hash);
        if (known != null) {
            return known;
        }
        Machine machine = Definition.read(body(hash), false).valid();
        synchronized (machines) {
            machines.put(hash, machine);
        }
        return machine;
    }

    private @Nullable Machine known(String hash) {
        synchronized (machines) {
            return machines.get(hash);
        }
    }

    private static String hash(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
