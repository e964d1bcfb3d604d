package io.brume.algorithms.factorization;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.factorization.FactorizationMachinesHyperparameters.Init;
import io.brume.algorithms.kernel.Kernels;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The weights of a factorization machine. A feature's lie together: its factors, and then its linear weight, at a stride that
 * suits vectors.
 */
final class Parameters {
    final int features;
    final int factors;
    final int stride;
    final float[] w;
    /** The bias, alone in an array so that it is treated as the others are. */
    final float[] bias = new float[1];

    Parameters(int features, int factors) {
        this.features = features;
        this.factors = factors;
        stride = DenseBatch.stride(factors + 1);
        try {
            w = new float[Math.multiplyExact(features, stride)];
        } catch (ArithmeticException e) {
            throw new BadDataException(
                    "%d features of %d factors are more than can be held in memory".formatted(features, factors));
        }
    }

    void init(FactorizationMachinesHyperparameters settings, long seed) {
        var random = new SplittableRandom(seed ^ 0x666d73L);
        bias[0] = draw(settings.biasInit(), random);
        for (int feature = 0; feature < features; feature++) {
            int at = feature * stride;
            for (int f = 0; f < factors; f++) {
                w[at + f] = draw(settings.factorsInit(), random);
            }
            w[at + factors] = draw(settings.linearInit(), random);
        }
    }

    private static float draw(Init init, SplittableRandom random) {
        return (float)
                switch (init.method()) {
                    case NORMAL -> init.sigma() * random.nextGaussian();
                    case UNIFORM -> init.scale().orElse(0) * (2 * random.nextDouble() - 1);
                    case CONSTANT -> init.value().orElse(0);
                };
    }

    /**
     * What the machine says of a row: {@code w0 + Σ w_i x_i + ½ Σ_f ((Σ v_if x_i)² - Σ v_if² x_i²)}, Rendle's form that takes time
     * linear in the row.
     *
     * @param sums room for a stride; then {@code Σ v_if x_i} for each factor and {@code Σ w_i x_i} after them
     */
    float score(Row row, float[] sums) {
        Arrays.fill(sums, 0);
        float squares = 0;
        for (int i = row.from; i < row.to; i++) {
            float x = row.values[i];
            int at = row.features[i] * stride;
            Kernels.axpy(x, w, at, sums, 0, stride);
            squares += x * x * Kernels.dot(w, at, w, at, factors);
        }
        return bias[0] + sums[factors] + 0.5f * (Kernels.dot(sums, 0, sums, 0, factors) - squares);
    }
}
