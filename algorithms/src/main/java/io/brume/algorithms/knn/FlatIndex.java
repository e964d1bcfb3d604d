package io.brume.algorithms.knn;

import io.brume.algorithms.model.ModelFolder;

/** Looks at every row. */
record FlatIndex(Vectors vectors) implements Index {
    @Override
    public void search(float[] queries, int from, int stride, int count, Candidates[] found) {
        new Comparison(vectors).offer(queries, from, stride, count, 0, vectors.rows(), found);
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public void save(ModelFolder.Writer model) {}
}
