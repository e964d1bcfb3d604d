package io.brume.kernel.event;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import java.nio.file.Path;
import java.time.Clock;

/** A server to be killed, in a process of its own: it sends messages for ever, says so once they are sent, and delivers them. */
final class CrashingOutbox {

    static final Scope SCOPE = new Scope("123456789012", "us-east-1");

    private CrashingOutbox() {}

    static Database database(String where) {
        return where.startsWith("jdbc:") ? Database.postgres(where) : Database.file(Path.of(where));
    }

    static Outbox delivering(Database database) {
        database.change(
                transaction -> transaction.update("CREATE TABLE IF NOT EXISTS delivered (message TEXT NOT NULL)"));
        var outbox = new Outbox(database, Clock.systemUTC());
        outbox.register(
                "sqs",
                message -> database.change(transaction ->
                        transaction.update("INSERT INTO delivered (message) VALUES (?)", message.body())));
        return outbox;
    }

    public static void main(String[] arguments) throws Exception {
        try (Database database = database(arguments[0]);
                Outbox outbox = delivering(database)) {
            outbox.start();
            for (int i = 0; System.in.available() == 0; i++) {
                String body = arguments[1] + "-" + i;
                outbox.send(Message.of(SCOPE, "source", SCOPE.arn("sqs", "queue"), body));
                System.out.println(body);
            }
        }
    }
}
