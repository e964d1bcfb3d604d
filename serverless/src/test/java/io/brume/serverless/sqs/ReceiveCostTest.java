package io.brume.serverless.sqs;

import static io.brume.serverless.sqs.Fixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A receive costs the same however many messages a queue holds: it walks an index from its beginning. */
class ReceiveCostTest {

    private static final int MESSAGES = 200_000;

    @Test
    void theDatabaseSortsNothing() {
        try (Fixture sqs = Fixture.onSqlite()) {
            assertThat(plan(
                            sqs,
                            "SELECT id FROM sqs_message WHERE queue = 1 AND visible <= 2 AND sent > 3"
                                    + " ORDER BY visible, id LIMIT 10"))
                    .containsExactly(
                            "SEARCH sqs_message USING COVERING INDEX sqs_message_visible (queue=? AND visible<?)");
            assertThat(plan(
                            sqs,
                            "SELECT message_group FROM sqs_group WHERE queue = 1 AND available <= 2"
                                    + " ORDER BY available, head LIMIT 1"))
                    .containsExactly("SEARCH sqs_group USING INDEX sqs_group_available (queue=? AND available<?)");
            assertThat(plan(
                            sqs,
                            "SELECT id FROM sqs_message WHERE queue = 1 AND message_group = 'g' ORDER BY id LIMIT 10"))
                    .containsExactly("SEARCH sqs_message USING COVERING INDEX sqs_message_group"
                            + " (queue=? AND message_group=?)");
        }
    }

    private static List<String> plan(Fixture sqs, String query) {
        return sqs.database.read(
                transaction -> transaction.query("EXPLAIN QUERY PLAN " + query, row -> row.text("detail")));
    }

    @Test
    void aLongQueueIsReceivedFromInItsOrder() {
        try (Fixture sqs = Fixture.onSqlite()) {
            String url = sqs.queue("q");
            sqs.database.change(transaction -> transaction.update(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + MESSAGES + ")"
                            + " INSERT INTO sqs_message (queue, message_id, sent, visible, receives, earlier_receives,"
                            + " sender, body) SELECT (SELECT id FROM sqs_queue), 'm' || i, ?, ?, 0, 0, 'me', 'b' || i FROM n",
                    sqs.clock.instant(),
                    sqs.clock.instant()));

            assertThat(bodies(sqs.receive(url))).startsWith("b1", "b2").hasSize(10);
            assertThat(bodies(sqs.receive(url))).startsWith("b11").hasSize(10);
            assertThat(sqs.attribute(url, "ApproximateNumberOfMessages")).isEqualTo(String.valueOf(MESSAGES - 20));
        }
    }
}
