package io.brume.kernel.database;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Values made of rows, kept in memory until a transaction that changes those rows forgets them. A reader that began before such a
 * change never puts its old value back. Nothing is kept of a database that other processes share, and inside a transaction the rows
 * are looked at. Thread-safe.
 *
 * @param <V> immutable
 */
public final class Remembered<K, V> {

    private static final int STRIPES = 64;

    private final Database database;
    private final Map<K, V> values;

    /** How often the keys of a stripe were forgotten. */
    private final long[] forgotten = new long[STRIPES];

    /** @param most how many values are kept: those used last */
    public Remembered(Database database, int most) {
        this.database = database;
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The value of a key, read where it is not remembered. What the reading throws is thrown. */
    public V get(K key, Supplier<V> reading) {
        if (database.isShared() || database.isInTransaction()) {
            return reading.get();
        }
        long before;
        synchronized (values) {
            V known = values.get(key);
            if (known != null) {
                return known;
            }
            before = forgotten[stripe(key)];
        }
        V value = reading.get();
        synchronized (values) {
            if (forgotten[stripe(key)] == before) {
                values.put(key, value);
            }
        }
        return value;
    }

    /** To be called in every transaction that changes what a key's value is made of. */
    public void forget(Transaction transaction, K key) {
        transaction.afterCommit(() -> {
            synchronized (values) {
                forgotten[stripe(key)]++;
                values.remove(key);
            }
        });
    }

    private static int stripe(Object key) {
        return Math.floorMod(key.hashCode() * 31, STRIPES);
    }
}
