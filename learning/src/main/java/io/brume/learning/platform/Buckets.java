package io.brume.learning.platform;

import io.brume.kernel.resource.Scope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of S3 that act for the account whose jobs and models they serve. Thread-safe. */
public final class Buckets {

    private final Function<Scope, S3Client> maker;
    private final Map<Scope, S3Client> clients = new ConcurrentHashMap<>();

    /** @param maker makes a client of an account in a region */
    public Buckets(Function<Scope, S3Client> maker) {
        this.maker = maker;
    }

    /** The client of an account in a region; not to be closed. */
    public S3Client of(Scope scope) {
        return clients.computeIfAbsent(scope, maker);
    }
}
