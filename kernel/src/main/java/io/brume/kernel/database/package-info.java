/** The database under every service that remembers: one SQLite file by default, PostgreSQL by configuration. */
@NullMarked
package io.brume.kernel.database;

import org.jspecify.annotations.NullMarked;
