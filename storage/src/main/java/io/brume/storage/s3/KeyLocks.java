package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import java.sql.SQLException;

/** Lets changes of one key come one after the other, also where several servers share the database. */
final class KeyLocks {

    private static final int LOCKS = 256;

    private KeyLocks() {}

    /** Held until the transaction ends. */
    static void take(Database database, Transaction transaction, StoredBucket bucket, String key) throws SQLException {
        if (database.isShared()) {
            int id = Math.floorMod(31 * key.hashCode() + Long.hashCode(bucket.id()), LOCKS);
            transaction.update("UPDATE s3_lock SET taken = taken + 1 WHERE id = ?", id);
        }
    }

    /** All keys of all buckets. */
    static void all(Database database, Transaction transaction) throws SQLException {
        if (database.isShared()) {
            transaction.update("UPDATE s3_lock SET taken = taken + 1");
        }
    }
}
