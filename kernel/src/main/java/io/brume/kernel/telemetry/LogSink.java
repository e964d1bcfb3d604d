package io.brume.kernel.telemetry;

import io.brume.kernel.resource.Scope;
import java.util.List;

/** Where jobs and functions write their logs. Implementations are thread-safe. */
@FunctionalInterface
public interface LogSink {

    /** A sink that keeps nothing. */
    LogSink NONE = (_, _, _, _) -> {};

    /**
     * Keeps lines; they are durable when this returns, or with the transaction that it is called in.
     *
     * @param group such as {@code /aws/lambda/resize}; made when there is none of that name
     * @param stream made when the group has none of that name
     * @param lines in any order; empty ones are left out, those that are too long for one event become several
     */
    void write(Scope scope, String group, String stream, List<LogLine> lines);
}
