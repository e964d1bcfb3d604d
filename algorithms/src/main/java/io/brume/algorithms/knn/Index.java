package io.brume.algorithms.knn;

import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;

/** Finds near rows. Safe for use by several threads at once. */
interface Index extends AutoCloseable {
    /** The rows as candidates name them, without their numbers where the index keeps others in their place. */
    Vectors vectors();

    /**
     * Candidates for the nearest rows of each query, best scores first or not, at least as many as there is room for where there
     * are so many rows.
     *
     * @param queries at a stride, as the index's vectors are compared
     * @param found one for each query, empty
     */
    void search(float[] queries, int from, int stride, int count, Candidates[] found);

    /** Whether scores are {@link Vectors#score}'s own already; else the best are scored again. */
    boolean exact();

    /** Adds what the index has beside the vectors. */
    void save(ModelFolder.Writer model);

    /** Writes what does not fit into arrays. */
    default void saveFiles(Path folder) throws IOException {}

    @Override
    default void close() {}
}
