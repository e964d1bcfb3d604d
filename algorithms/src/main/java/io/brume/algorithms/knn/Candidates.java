package io.brume.algorithms.knn;

/** The rows with the least scores so far, at most so many; the worst is at hand. */
final class Candidates {
    final int[] rows;
    final float[] scores;
    private int size;

    Candidates(int most) {
        rows = new int[most];
        scores = new float[most];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** What a score has to be less than to be taken. */
    float limit() {
        return size < rows.length ? Float.POSITIVE_INFINITY : scores[0];
    }

    /** Takes it where it is among the best. */
    void offer(int row, float score) {
        if (size < rows.length) {
            int i = size++;
            while (i > 0 && scores[(i - 1) / 2] < score) {
                put(i, rows[(i - 1) / 2], scores[(i - 1) / 2]);
                i = (i - 1) / 2;
            }
            put(i, row, score);
        } else if (score < scores[0]) {
            int i = 0;
            while (2 * i + 1 < size) {
                int child = 2 * i + 1;
                child += child + 1 < size && scores[child + 1] > scores[child] ? 1 : 0;
                if (scores[child] <= score) {
                    break;
                }
                put(i, rows[child], scores[child]);
                i = child;
            }
            put(i, row, score);
        }
    }

    private void put(int place, int row, float score) {
        rows[place] = row;
        scores[place] = score;
    }
}
