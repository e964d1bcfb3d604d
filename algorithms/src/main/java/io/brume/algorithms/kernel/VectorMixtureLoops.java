package io.brume.algorithms.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Loops in vector instructions; see {@link VectorLoops}. */
final class VectorMixtureLoops implements MixtureLoops {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LANES = SPECIES.length();

    private static FloatVector load(float[] array, int from) {
        return FloatVector.fromArray(SPECIES, array, from);
    }

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
        int i = 0;
        float sum = 0;
        if (n >= LANES) {
            FloatVector zero = FloatVector.zero(SPECIES);
            FloatVector minusLeft = VectorLoops.all(-left);
            FloatVector sums = zero;
            for (; i <= n - LANES; i += LANES) {
                FloatVector share = load(own, ownFrom + i)
                        .fma(minusLeft, load(document, i))
                        .max(zero)
                        .mul(load(topics, topicsFrom + i));
                share.intoArray(out, i);
                sums = sums.add(share);
            }
            sum = VectorLoops.total(sums);
        }
        for (; i < n; i++) {
            float share = Math.max(0, document[i] - left * own[ownFrom + i]) * topics[topicsFrom + i];
            out[i] = share;
            sum += share;
        }
        return sum;
    }

    @Override
    public void replace(float[] fresh, float scale, float count, float[] own, int ownFrom, float[] document, int n) {
        int i = 0;
        if (n >= LANES) {
            FloatVector scales = VectorLoops.all(scale);
            FloatVector counts = VectorLoops.all(count);
            for (; i <= n - LANES; i += LANES) {
                FloatVector share = load(fresh, i).mul(scales);
                share.sub(load(own, ownFrom + i)).fma(counts, load(document, i)).intoArray(document, i);
                share.intoArray(own, ownFrom + i);
            }
        }
        for (; i < n; i++) {
            float share = scale * fresh[i];
            document[i] += count * (share - own[ownFrom + i]);
            own[ownFrom + i] = share;
        }
    }
}
