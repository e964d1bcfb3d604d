package io.brume.algorithms.knn;

import io.brume.algorithms.model.ModelFolder;

/** Looks into the rows of some {@link Lists}. Queries that look into the same list do so together. */
record IvfIndex(Lists lists) implements Index {
    @Override
    public Vectors vectors() {
        return lists.vectors;
    }

    @Override
    public void search(float[] queries, int from, int stride, int count, Candidates[] found) {
        var comparison = new Comparison(vectors());
        lists.eachProbe(queries, from, stride, count, Integer.MAX_VALUE, (list, those) -> {
            var gathered = new float[those.length * stride];
            var candidates = new Candidates[those.length];
            for (int i = 0; i < those.length; i++) {
                System.arraycopy(
                        queries,
                        from + those[i] * stride,
                        gathered,
                        i * stride,
                        vectors().columns());
                candidates[i] = found[those[i]];
            }
            int begin = lists.starts[list];
            comparison.offer(gathered, 0, stride, those.length, begin, lists.starts[list + 1], candidates);
        });
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public void save(ModelFolder.Writer model) {
        lists.save(model);
    }
}
