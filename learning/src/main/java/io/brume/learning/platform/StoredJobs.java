package io.brume.learning.platform;

import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/**
 * The jobs of a kind, as they are described, together with the work that the kernel's {@code Jobs} do for them. What changes is announced
 * in the transaction that changes it. Thread-safe.
 */
public final class StoredJobs<T extends SdkPojo> {

    private static final Set<String> FINAL = Set.of("Completed", "Failed", "Stopped");
    private static final String IN_PROGRESS = "InProgress";

    /**
     * A kind of job.
     *
     * @param name as ARNs have it, such as {@code training-job}
     * @param event the detail type of its announcements
     * @param description what it is kept as, and what that says of its ARN and its status
     */
    public record Kind<T extends SdkPojo>(
            String name, String event, Class<T> description, Function<T, String> arn, Function<T, String> status) {

        /** What the kernel knows its descriptions and its work by. */
        public String stored() {
            return "sagemaker/" + name;
        }

        /** Whether a job has ended. */
        public boolean isFinal(T job) {
            return FINAL.contains(status.apply(job));
        }
    }

    private final Platform platform;
    private final ResourceTags tags;
    private final Kind<T> kind;
    private final Resources<T> resources;

    public StoredJobs(Platform platform, ResourceTags tags, Kind<T> kind) {
        this.platform = platform;
        this.tags = tags;
        this.kind = kind;
        resources = Resources.of(platform.database(), kind.stored(), kind.description())
                .newestFirst();
        tags.know(kind.name(), (scope, name) -> resources.find(scope, name).isPresent());
    }

    /** The descriptions, to be listed. */
    public Resources<T> descriptions() {
        return resources;
    }

    public String arn(JobKey key) {
        return key.scope().arn("sagemaker", kind.name() + "/" + key.name());
    }

    /** Keeps a new job and submits its work. Joins a transaction. */
    public void begin(JobKey key, T job, List<Tag> given, Supplier<RuntimeException> exists) {
        platform.database().change(_ -> {
            resources.create(key.scope(), key.name(), job, exists);
            tags.begin(kind.arn().apply(job), given);
            var _ = platform.jobs().submit(kind.stored(), key.toString(), key.toString());
            announce(key, job);
        });
    }

    public Optional<T> find(JobKey key) {
        return resources.find(key.scope(), key.name());
    }

    /** The caller's job of a name. */
    public T get(String name) {
        return resources.get(Scope.current(), name, Errors::requestedResourceNotFound);
    }

    /** Changes a job that has not ended. Joins a transaction. */
    public void change(JobKey key, UnaryOperator<T> change) {
        platform.database().change(_ -> {
            Optional<T> before = find(key);
            Optional<T> after =
                    resources.update(key.scope(), key.name(), job -> kind.isFinal(job) ? job : change.apply(job));
            if (!after.equals(before)) {
                after.ifPresent(job -> announce(key, job));
            }
        });
    }

    private void announce(JobKey key, T job) {
        StateChange.announce(platform, key.scope(), kind.event(), kind.arn().apply(job), job);
    }

    /**
     * Stops a job's work. Joins a transaction.
     *
     * @param stopping the job as one that is being stopped
     * @return whether it was in progress
     */
    public boolean stop(JobKey key, UnaryOperator<T> stopping) {
        return platform.database().write(_ -> {
            boolean progresses = find(key)
                    .filter(job -> kind.status().apply(job).equals(IN_PROGRESS))
                    .isPresent();
            if (progresses) {
                change(key, stopping);
                var _ = platform.jobs().stop(kind.stored(), key.toString());
            }
            return progresses;
        });
    }

    /** Deletes the caller's job of a name, which must have ended. */
    public void delete(String name) {
        T job = get(name);
        if (!kind.isFinal(job)) {
            throw rejected(job);
        }
        var key = new JobKey(Scope.current(), name);
        platform.database().change(_ -> {
            var _ = resources.delete(key.scope(), key.name());
            tags.end(kind.arn().apply(job));
            var _ = platform.jobs().forget(kind.stored(), key.toString());
        });
    }

    /** What is thrown where a job's status does not allow what is asked. */
    public RuntimeException rejected(T job) {
        return Errors.validation(
                "The request was rejected because the " + kind.name().replace('-', ' ') + " is in status "
                        + kind.status().apply(job) + ".");
    }
}
