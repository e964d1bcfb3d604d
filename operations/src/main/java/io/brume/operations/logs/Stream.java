package io.brume.operations.logs;

/** A log stream; the moments of its events are -1 while it has none. */
record Stream(long id, Group group, String name, long created, long firstEvent, long lastEvent, long lastIngested) {

    String arn() {
        return group.arn() + ":log-stream:" + name;
    }
}
