package io.brume.learning.hosting;

import io.brume.kernel.job.JobContext;
import io.brume.kernel.job.Outcome;
import io.brume.learning.platform.JobKey;
import io.brume.learning.serving.LoadException;
import java.util.Map;
import java.util.Optional;

/** One run of the job that deploys what an endpoint is to serve. After a crash another run begins from the start. */
final class Rollout {

    private final Endpoints endpoints;
    private final Deployments deployments;
    private final Fleet fleet;
    private final JobContext job;

    Rollout(Endpoints endpoints, Deployments deployments, Fleet fleet, JobContext job) {
        this.endpoints = endpoints;
        this.deployments = deployments;
        this.fleet = fleet;
        this.job = job;
    }

    /** The endpoint that a job deploys, by the job's id. */
    static JobKey endpoint(String id) {
        return JobKey.parse(id.substring(0, id.lastIndexOf(' ')));
    }

    Outcome run() throws InterruptedException {
        JobKey key = endpoint(job.id());
        Optional<Deployment> next =
                deployments.next(key).filter(one -> one.job().equals(job.id()));
        if (next.isEmpty()) {
            return Outcome.done(); // it was deleted meanwhile
        }
        LiveEndpoint live;
        try {
            live = fleet.build(key, next.get(), Map.of());
        } catch (LoadException e) {
            return Outcome.done(_ -> endpoints.failed(key, e.getMessage()));
        }
        return Outcome.done(transaction -> {
            boolean served = endpoints.served(key, next.get());
            transaction.afterCommit(() -> {
                if (served) {
                    fleet.swap(live);
                } else {
                    live.retire();
                }
            });
        });
    }
}
