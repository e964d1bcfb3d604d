package io.brume.algorithms.kernel;

/** Plain loops: what the vector ones are compared with. */
final class ScalarMixtureLoops implements MixtureLoops {
    @Override
    public float shares(
            float[] document,
            float left,
            float[] own,
            int ownFrom,
            float[] topics,
            int topicsFrom,
            float[] out,
            int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            float share = Math.max(0, document[i] - left * own[ownFrom + i]) * topics[topicsFrom + i];
            out[i] = share;
            sum += share;
        }
        return sum;
    }

    @Override
    public void replace(float[] fresh, float scale, float count, float[] own, int ownFrom, float[] document, int n) {
        for (int i = 0; i < n; i++) {
            float share = scale * fresh[i];
            document[i] += count * (share - own[ownFrom + i]);
            own[ownFrom + i] = share;
        }
    }
}
