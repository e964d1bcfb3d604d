package io.brume.bench.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Keys with values that are put, replaced and deleted: after a restart each has its last acknowledged value, or one that was on its way. */
final class Ledger implements Subject {

    private static final String ABSENT = "(absent)";

    private final String name;
    private final Store store;
    private final int keys;
    private final Map<String, Entry> entries = new HashMap<>();
    private long acknowledged;
    private long counter;

    /** What keeps values under keys. */
    interface Store {

        /** @param existed whether the key had a value before; null when that is open */
        void put(String key, String value, @Nullable Boolean existed) throws Exception;

        void delete(String key) throws Exception;

        /** The value; {@code null} when there is none. A damaged value is described. */
        @Nullable
        String get(String key) throws Exception;
    }

    /** The values that a key may have: one, or more while it is open what the server did before it was killed. */
    private static final class Entry {
        private final Set<String> possible = new LinkedHashSet<>(Set.of(ABSENT));
        private boolean busy;
        private boolean touched;
    }

    Ledger(String name, Store store, int keys) {
        this.name = name;
        this.store = store;
        this.keys = keys;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void act(RandomGenerator random) throws Exception {
        String key;
        Entry entry;
        String value;
        synchronized (this) {
            key = "key-" + random.nextInt(keys);
            entry = entries.computeIfAbsent(key, _ -> new Entry());
            if (entry.busy) {
                return;
            }
            entry.busy = true;
            entry.touched = true;
            boolean delete = random.nextInt(10) == 0 && !entry.possible.equals(Set.of(ABSENT));
            value = delete ? ABSENT : "value-" + ++counter;
            entry.possible.add(value);
        }
        try {
            if (value.equals(ABSENT)) {
                store.delete(key);
            } else {
                store.put(key, value, existed(entry, value));
            }
            synchronized (this) {
                entry.possible.clear();
                entry.possible.add(value);
                acknowledged++;
            }
        } finally {
            synchronized (this) {
                entry.busy = false;
            }
        }
    }

    private synchronized @Nullable Boolean existed(Entry entry, String value) {
        Set<String> before = new LinkedHashSet<>(entry.possible);
        before.remove(value);
        return before.size() == 1 ? !before.contains(ABSENT) : null;
    }

    @Override
    public List<String> check() {
        return check(false);
    }

    @Override
    public List<String> checkAtTheEnd() {
        return check(true);
    }

    private List<String> check(boolean all) {
        List<String> violations = new ArrayList<>();
        for (var keyed : entries.entrySet()) {
            Entry entry = keyed.getValue();
            if (!entry.touched && !all) {
                continue;
            }
            String found;
            try {
                String value = store.get(keyed.getKey());
                found = value == null ? ABSENT : value;
            } catch (Exception e) {
                violations.add(name + " " + keyed.getKey() + " cannot be read: " + e);
                continue;
            }
            if (!entry.possible.contains(found)) {
                violations.add(name + " " + keyed.getKey() + " is " + found + " and should be " + entry.possible);
            }
            entry.possible.clear();
            entry.possible.add(found);
            entry.touched = false;
        }
        return violations;
    }

    @Override
    public synchronized long acknowledged() {
        return acknowledged;
    }
}
