package io.brume.learning.tuning;

import io.brume.algorithms.search.Search;
import io.brume.learning.platform.JobKey;
import java.util.List;

/**
 * What is known of a tuning job besides its description.
 *
 * @param version raised by every change
 * @param searches one for each training job definition
 * @param trials in the order in which they were begun
 */
record Tuning(JobKey key, long version, List<Search> searches, List<TrialRow> trials) {

    /** The same with other trials: those that are to be kept. */
    Tuning with(List<TrialRow> changed) {
        return new Tuning(key, version, searches, changed);
    }
}
