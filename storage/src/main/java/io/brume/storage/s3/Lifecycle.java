package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.storage.s3.KeyWalk.Cursor;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what buckets' lifecycle rules say has had its time. */
final class Lifecycle implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private static final int BATCH = 500;
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Database database;
    private final VersionStore versions;
    private final UploadStore uploads;
    private final BucketSettings settings;
    private final Clock clock;
    private @Nullable Thread runner;

    Lifecycle(Database database, VersionStore versions, UploadStore uploads, BucketSettings settings, Clock clock) {
        this.database = database;
        this.versions = versions;
        this.uploads = uploads;
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins to go over all buckets every hour. */
    synchronized void start() {
        runner = Thread.ofVirtual().name("s3-lifecycle").start(() -> {
            try {
                while (true) {
                    run();
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public synchronized void close() {
        if (runner != null) {
            runner.interrupt();
        }
    }

    /** Goes once over all buckets that have rules. What fails for one bucket does not keep the others. */
    void run() {
        for (var held : settings.lifecycles()) {
            try {
                Optional<StoredBucket> bucket =
                        database.read(transaction -> BucketStore.find(transaction, held.bucketId()));
                if (bucket.isPresent()) {
                    var rules = new LifecycleRules(held.value().rules());
                    new Pass(bucket.get(), rules, clock.instant()).run();
                }
            } catch (RuntimeException e) {
                log.error("the lifecycle rules of bucket {} could not be carried out", held.bucketId(), e);
            }
        }
    }

    /** One walk over a bucket, from key to key and from each one's latest version to its oldest. */
    private final class Pass {

        private final StoredBucket bucket;
        private final LifecycleRules rules;
        private final Instant now;

        private @Nullable StoredVersion younger;
        private @Nullable StoredVersion lonelyMarker;
        private int noncurrent;

        Pass(StoredBucket bucket, LifecycleRules rules, Instant now) {
            this.bucket = bucket;
            this.rules = rules;
            this.now = now;
        }

        void run() {
            String key = "";
            long age = 0;
            List<StoredVersion> batch = versions.after(bucket, key, age, BATCH);
            while (!batch.isEmpty()) {
                batch.forEach(this::visit);
                key = batch.getLast().key();
                age = batch.getLast().age();
                batch = versions.after(bucket, key, age, BATCH);
            }
            endMarker();
            abortUploads();
        }

        private void visit(StoredVersion version) {
            StoredVersion before = younger;
            boolean latest = before == null || !before.key().equals(version.key());
            if (latest) {
                endMarker();
                noncurrent = 0;
                if (version.isMarker()) {
                    lonelyMarker = version;
                } else if (rules.end(version)
                        .filter(end -> !end.at().isAfter(now))
                        .isPresent()) {
                    endLatest(version);
                }
            } else {
                boolean ended = before != null && rules.endsNoncurrent(version, before.modified(), noncurrent, now);
                if (ended) {
                    endVersion(version);
                } else {
                    lonelyMarker = null;
                }
                noncurrent++;
            }
            younger = version;
        }

        private void endMarker() {
            StoredVersion marker = lonelyMarker;
            lonelyMarker = null;
            if (marker != null && rules.endsMarker(marker, now)) {
                endVersion(marker);
            }
        }

        /** Unless something newer has come meanwhile. */
        private void endLatest(StoredVersion version) {
            database.change(transaction -> {
                versions.lock(transaction, version.key());
                if (isLatest(transaction, version)) {
                    versions.delete(transaction, bucket, version.key(), VersionStore.Removal.EXPIRED);
                }
            });
        }

        private boolean isLatest(Transaction transaction, StoredVersion version) throws SQLException {
            return VersionStore.latest(transaction, bucket, version.key())
                    .filter(latest -> latest.age() == version.age())
                    .isPresent();
        }

        private void endVersion(StoredVersion version) {
            database.change(transaction -> {
                versions.lock(transaction, version.key());
                versions.delete(transaction, bucket, version.key(), version.versionId(), VersionStore.Removal.EXPIRED);
            });
        }

        private void abortUploads() {
            Cursor cursor = Cursor.from("");
            List<StoredUpload> batch = uploadsBehind(cursor);
            while (!batch.isEmpty()) {
                for (StoredUpload upload : batch) {
                    if (rules.endsUpload(upload.key(), upload.initiated(), now)) {
                        abort(upload);
                    }
                    cursor = new Cursor(upload.key(), 0, upload.id());
                }
                batch = uploadsBehind(cursor);
            }
        }

        private List<StoredUpload> uploadsBehind(Cursor cursor) {
            return database.read(transaction -> UploadStore.list(transaction, bucket, cursor, BATCH));
        }

        /** Unless it is complete by now. */
        private void abort(StoredUpload upload) {
            database.change(transaction -> {
                versions.lock(transaction, upload.key());
                if (UploadStore.find(transaction, bucket, upload.key(), upload.id())
                        .filter(found -> found.completed() == null)
                        .isPresent()) {
                    uploads.drop(transaction, bucket, upload.key(), upload.id());
                }
            });
        }
    }
}
