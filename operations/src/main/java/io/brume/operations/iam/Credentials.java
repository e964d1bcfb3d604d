package io.brume.operations.iam;

import io.brume.kernel.database.Database;
import io.brume.kernel.identity.AccessKey;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.Caller;
import io.brume.kernel.identity.Principal;
import io.brume.operations.iam.KeyTable.Known;
import io.brume.operations.iam.KeyTable.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access keys that IAM and STS make: durable, and at hand for the signature check. They ask nobody to sign, but who names one
 * of them has to. Thread-safe.
 *
 * <p>What was asked for once is kept in memory until it changes, so that a request costs no database. Of a database that other
 * servers share, it is kept for {@link #SHARED_FOR} at most: so long may a key live on there that was deleted here. When keys were
 * last used is written at most once a minute, and may be a minute behind after a crash.
 */
public final class Credentials implements AccessKeys, AutoCloseable {

    static final Duration SHARED_FOR = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Credentials.class);

    private static final int MOST_CACHED = 10_000;
    private static final long USE_INTERVAL = Duration.ofMinutes(1).toMillis();

    /** One of an IAM user's keys, without its secret. */
    record Key(String id, boolean active, Instant created) {}

    /** A use of a key. */
    public record Use(Instant moment, String region, String service) {

        private boolean covers(Use later) {
            return later.moment.toEpochMilli() - moment.toEpochMilli() < 1000
                    && region.equals(later.region)
                    && service.equals(later.service);
        }
    }

    /** Whose a key is and when it was last used. */
    record Owned(String owner, @Nullable Use lastUse) {}

    /** What is known of an id; nothing is known of ids that were not made here. */
    private record Entry(@Nullable Known known, long loadedNanos) {}

    private final KeyTable table;
    private final Clock clock;
    private final boolean shared;
    private final ConcurrentMap<String, Entry> cache = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Use> uses = new ConcurrentHashMap<>();
    private final AtomicLong nextWrite = new AtomicLong();

    public Credentials(Database database, Clock clock) {
        this.table = new KeyTable(database);
        this.clock = clock;
        this.shared = database.isShared();
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public boolean required(String accessKeyId) {
        return known(accessKeyId) != null;
    }

    @Override
    public Optional<AccessKey> find(String accessKeyId) {
        Known known = known(accessKeyId);
        return known == null || known.status() != Status.ACTIVE ? Optional.empty() : Optional.of(known.key());
    }

    private @Nullable Known known(String id) {
        if (!Ids.isAccessKey(id)) {
            return null;
        }
        Entry entry = cache.get(id);
        if (entry != null && shared && System.nanoTime() - entry.loadedNanos > SHARED_FOR.toNanos()) {
            cache.remove(id, entry);
            entry = null;
        }
        if (entry == null) {
            if (cache.size() >= MOST_CACHED) {
                cache.clear();
            }
            // Loaded inside the map's own lock: a change that comes meanwhile waits with its forgetting until after.
            entry = cache.computeIfAbsent(id, _ -> new Entry(table.find(id).orElse(null), System.nanoTime()));
        }
        return entry.known;
    }

    @Override
    public void used(AccessKey key, Caller caller) {
        Entry entry = cache.get(key.id());
        if (entry == null || entry.known == null) {
            return;
        }
        String service = caller.service();
        var use = new Use(now(), caller.region(), service == null ? "N/A" : service);
        Use last = uses.get(key.id());
        if (last == null || !last.covers(use)) {
            uses.put(key.id(), use);
        }
        long now = use.moment.toEpochMilli();
        long due = nextWrite.get();
        if (now >= due && nextWrite.compareAndSet(due, now + USE_INTERVAL)) {
            Thread.startVirtualThread(this::writeUses);
        }
    }

    private void writeUses() {
        Map<String, Use> written = Map.copyOf(uses);
        if (written.isEmpty()) {
            return;
        }
        try {
            table.used(written);
            written.forEach(uses::remove);
        } catch (RuntimeException e) {
            log.warn("when keys were last used could not be written: {}", e.toString());
        }
    }

    /** Makes a key that lasts. */
    AccessKey create(String account, String owner, Principal principal) {
        while (true) {
            var key = new AccessKey(Ids.accessKey("AKIA", account), Ids.secret(), null, account, principal, null);
            if (table.add(key, owner, now(), null)) {
                return key;
            }
        }
    }

    /**
     * Makes a key that ends.
     *
     * @param owner the id of the role or of the user that it stands for, or the account
     * @param session what else there is to know of the session, for {@link #session}
     */
    public AccessKey createTemporary(
            String account, String owner, Principal principal, Duration duration, @Nullable String session) {
        Instant now = now();
        while (true) {
            var key = new AccessKey(
                    Ids.accessKey("ASIA", account),
                    Ids.secret(),
                    Ids.sessionToken(),
                    account,
                    principal,
                    now.plus(duration));
            if (table.add(key, owner, now, session)) {
                return key;
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** What a temporary key was made with. */
    public Optional<String> session(String id) {
        return table.session(id);
    }

    /** The account of a key that was made here, even if it is inactive, expired or deleted. */
    public Optional<String> accountOf(String id) {
        return Optional.ofNullable(known(id)).map(known -> known.key().accountId());
    }

    List<Key> of(String owner) {
        return table.of(owner);
    }

    /** Whether the owner has that key. */
    boolean setActive(String owner, String id, boolean active) {
        boolean found = table.setStatus(owner, id, active ? Status.ACTIVE : Status.INACTIVE);
        cache.remove(id);
        return found;
    }

    /** Whether the owner had that key. */
    boolean delete(String owner, String id) {
        boolean found = table.delete(owner, id);
        cache.remove(id);
        return found;
    }

    /** Ends what sessions there are of a deleted owner: to be called in the transaction that deletes it, and {@link #forget} after it. */
    void deleteAll(String owner) {
        table.deleteAll(owner);
    }

    /** To be called in the transaction that renames the owner, and {@link #forget} after it. */
    void rename(String owner, Principal from, Principal to) {
        table.rename(owner, from, to);
    }

    /** Reads all keys anew. */
    void forget() {
        cache.clear();
    }

    Optional<Owned> owned(String account, String id) {
        writeUses();
        return table.owned(account, id);
    }

    /** The last use of any of the owner's keys. */
    Optional<Use> lastUse(String owner) {
        writeUses();
        return table.lastUse(owner);
    }

    @Override
    public void close() {
        writeUses();
    }
}
