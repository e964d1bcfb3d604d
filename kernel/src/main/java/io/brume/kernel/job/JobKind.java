package io.brume.kernel.job;

import io.brume.kernel.database.Transaction;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A kind of job: who does it, and what holds for all jobs of the kind. Unless said otherwise they may take a day, are not tried
 * again when they fail, are resumed after a crash, and as many may run at once as the server allows.
 *
 * @param name such as {@code sagemaker/training-job}; never to be changed
 * @param timeOut how long one attempt may take; a job that takes longer fails
 * @param retries how often a job that failed is tried again
 * @param pause how long it waits before its first retry; twice as long before each further one, up to an hour
 * @param afterCrash what becomes of a job whose server died
 * @param atOnce how many jobs of the kind one server runs at once
 * @param computes whether its handler computes for long without waiting: it then gets a thread of the operating system, since on a
 *     virtual one it would keep requests from being answered
 * @param coordinates whether its handler mostly waits for other jobs: it then takes none of the server's places, which those may need,
 *     and only {@code atOnce} limits how many run
 * @param unsuccessful what else happens when a job fails or is stopped
 */
public record JobKind(
        String name,
        JobHandler handler,
        Duration timeOut,
        int retries,
        Duration pause,
        AfterCrash afterCrash,
        int atOnce,
        boolean computes,
        boolean coordinates,
        Unsuccessful unsuccessful) {

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** What becomes of a job whose server died while it ran. */
    public enum AfterCrash {
        /** It is run again, with its last checkpoint. One that takes its server down each time fails in the end. */
        RESUME,
        FAIL
    }

    /** Hears of a job's end without success, in the transaction that records it. */
    @FunctionalInterface
    public interface Unsuccessful {
        /** @param state {@code FAILED} or {@code STOPPED}, with the reason as its message */
        void ended(Transaction transaction, JobState state) throws SQLException;
    }

    public JobKind {
        if (timeOut.isNegative() || timeOut.isZero() || retries < 0 || pause.isNegative() || atOnce < 1) {
            throw new IllegalArgumentException("not a kind of job: " + name);
        }
    }

    public static JobKind of(String name, JobHandler handler) {
        return new JobKind(
                name,
                handler,
                Duration.ofDays(1),
                0,
                Duration.ofSeconds(1),
                AfterCrash.RESUME,
                Integer.MAX_VALUE,
                false,
                false,
                (_, _) -> {});
    }

    public JobKind timeOut(Duration limit) {
        return new JobKind(
                name, handler, limit, retries, pause, afterCrash, atOnce, computes, coordinates, unsuccessful);
    }

    public JobKind retries(int times, Duration firstPause) {
        return new JobKind(
                name, handler, timeOut, times, firstPause, afterCrash, atOnce, computes, coordinates, unsuccessful);
    }

    public JobKind failsAfterCrash() {
        return new JobKind(
                name, handler, timeOut, retries, pause, AfterCrash.FAIL, atOnce, computes, coordinates, unsuccessful);
    }

    public JobKind atOnce(int most) {
        return new JobKind(
                name, handler, timeOut, retries, pause, afterCrash, most, computes, coordinates, unsuccessful);
    }

    public JobKind computing() {
        return new JobKind(name, handler, timeOut, retries, pause, afterCrash, atOnce, true, coordinates, unsuccessful);
    }

    /** @param most how many of them one server runs at once, beside the jobs that have places */
    public JobKind coordinating(int most) {
        return new JobKind(name, handler, timeOut, retries, pause, afterCrash, most, computes, true, unsuccessful);
    }

    public JobKind whenUnsuccessful(Unsuccessful action) {
        return new JobKind(name, handler, timeOut, retries, pause, afterCrash, atOnce, computes, coordinates, action);
    }

    /** @param failures how often it has failed, at least once */
    Duration pauseAfter(int failures) {
        Duration next = pause.multipliedBy(1L << Math.min(failures - 1, 20));
        Duration longest = pause.compareTo(LONGEST_PAUSE) > 0 ? pause : LONGEST_PAUSE;
        return next.compareTo(longest) > 0 ? longest : next;
    }
}
