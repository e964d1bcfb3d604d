package io.brume.kernel.job;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Moments as everywhere in our tables: epoch milliseconds, the same on every database and in every time zone. */
final class EpochMillis extends DefaultJdbcCustomization {

    EpochMillis() {
        super(true);
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, @Nullable Instant moment) throws SQLException {
        if (moment == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, moment.toEpochMilli());
        }
    }

    @Override
    public @Nullable Instant getInstant(ResultSet results, String column) throws SQLException {
        long millis = results.getLong(column);
        return results.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public String getQueryLimitPart(int limit) {
        return " LIMIT " + limit;
    }
}
