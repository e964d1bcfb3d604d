package io.brume.algorithms.ipinsights;

import io.brume.algorithms.kernel.Kernels;
import java.util.List;

/**
 * Vectors of entities and addresses. An entity has a vector of its own. An address has the sum of the vectors of its prefixes of
 * 8, 16, 24 and 32 bits, so that what is learnt of a network holds for its unseen addresses; then, in each layer, {@code x +
 * tanh(W x + b)}.
 *
 * @param entities rows of entity buckets
 * @param prefixes rows of prefixes, the shortest first
 * @param entityVectors of the buckets, row 0 that of unknown entities, all zeros
 * @param prefixVectors of each length of prefixes, row 0 that of prefixes that training has not seen
 * @param layers weights, row by row, then offsets
 */
record Encoder(
        int dimensions,
        Rows entities,
        List<Rows> prefixes,
        Adam entityVectors,
        List<Adam> prefixVectors,
        List<Adam> layers) {
    static final int LENGTHS = 4;

    /** How far to the right an address has to be shifted for its prefix. */
    static int shift(int length) {
        return 24 - 8 * length;
    }

    /** The row of an address's prefix. */
    int row(int length, int address) {
        return prefixes.get(length).of(address >>> shift(length));
    }

    /** The sum of an address's prefixes' vectors. */
    void sum(int address, float[] to, int from) {
        for (int length = 0; length < LENGTHS; length++) {
            float[] vectors = prefixVectors.get(length).values;
            Kernels.axpy(1, vectors, row(length, address) * dimensions, to, from, dimensions);
        }
    }

    /** A layer's answer to so many rows; {@code tanh} holds the hyperbolic tangents on return. */
    void layer(int index, float[] in, float[] tanh, float[] out, int fromRow, int toRow) {
        float[] weights = layers.get(index).values;
        int d = dimensions;
        int rows = toRow - fromRow;
        Kernels.products(in, fromRow * d, d, rows, weights, 0, d, d, d, tanh, fromRow * d, d);
        for (int row = fromRow; row < toRow; row++) {
            Kernels.axpy(1, weights, d * d, tanh, row * d, d);
            for (int i = row * d; i < (row + 1) * d; i++) {
                tanh[i] = (float) Math.tanh(tanh[i]);
                out[i] = in[i] + tanh[i];
            }
        }
    }

    /** The vector of an address. */
    float[] address(int address) {
        var vector = new float[dimensions];
        sum(address, vector, 0);
        for (int layer = 0; layer < layers.size(); layer++) {
            var next = new float[dimensions];
            layer(layer, vector, new float[dimensions], next, 0, 1);
            vector = next;
        }
        return vector;
    }

    /** The vector of an entity, zeros for one that training has not seen. */
    float[] entity(int bucket) {
        var vector = new float[dimensions];
        System.arraycopy(entityVectors.values, entities.of(bucket) * dimensions, vector, 0, dimensions);
        return vector;
    }
}
