package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import java.sql.SQLException;

/** Lets changes of one key come one after the other, also where several servers share the database. */
final class KeyLocks {

    private static final int LOCKS = 256;

    private KeyLocks() {}

    /** Held until the transaction ends. */
    static void take(Database database, Transaction transaction, String key) throws SQLException {
        if (database.isShared()) {
            transaction.update("UPDATE s3_lock SET taken = taken + 1 WHERE id = ?", of(key));
        }
    }

    /** The number of a key's lock: who takes several takes them in the order of these. */
    static int of(String key) {
        return Math.floorMod(key.hashCode(), LOCKS);
    }

    /** All keys of all buckets. */
    static void all(Database database, Transaction transaction) throws SQLException {
        if (database.isShared()) {
            transaction.update("UPDATE s3_lock SET taken = taken + 1");
        }
    }
}
