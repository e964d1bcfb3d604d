package io.brume.algorithms.knn;

import io.brume.algorithms.BadModelException;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.MatrixKernels;
import io.brume.algorithms.kernel.NearestRow;
import io.brume.algorithms.kernel.Panels;
import io.brume.algorithms.kmeans.Lloyd;
import io.brume.algorithms.kmeans.RowSample;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * {@link Lists} of rows of which only some bytes are kept: what is left of a row beside its list's centre is cut into parts, and a part is
 * the number of one of 256 learnt ones. Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbor Search", 2011
 * (IVFADC). Distances are those to what the bytes stand for.
 */
final class PqIndex implements Index {
    private static final int CODES = 256;
    /** Scores of all codes, up to whole panels. */
    private static final int TABLE = Math.ceilDiv(CODES, Panels.WIDTH) * Panels.WIDTH;

    private static final int LEARNT_FROM = 64 * CODES;
    private static final int STEPS = 10;
    private static final int TOGETHER = 16;

    private final Vectors vectors;
    private final Lists lists;
    private final int parts;
    /** Columns of a part; the last parts go on with zeros. */
    private final int width;

    private final int codes;
    /** Part by part, code by code. */
    private final float[] codebook;

    private final Panels[] panels;
    /** The bytes of the rows. */
    private final byte[] bytes;

    private PqIndex(Lists lists, int parts, int codes, float[] codebook, byte[] bytes) {
        vectors = lists.vectors;
        this.lists = lists;
        this.parts = parts;
        this.codes = codes;
        this.codebook = codebook;
        this.bytes = bytes;
        width = Math.ceilDiv(vectors.columns(), parts);
        panels = new Panels[parts];
        for (int p = 0; p < parts; p++) {
            panels[p] = Panels.ofRows(codebook, p * codes * width, width, codes, width)
                    .withHalfSquares();
        }
    }

    static PqIndex learn(Lists lists, int parts, SplittableRandom random, TrainingContext context) {
        Vectors vectors = lists.vectors;
        int width = Math.ceilDiv(vectors.columns(), parts);
        int codes = Math.min(CODES, vectors.rows());
        float[] left = left(lists, parts * width);
        var codebook = new float[parts * codes * width];
        var sample = new RowSample(Math.min(vectors.rows(), LEARNT_FROM), parts * width, random.split());
        sample.add(new DenseBatch(vectors.rows(), parts * width, parts * width, left, new float[0], 0));
        for (int p = 0; p < parts; p++) {
            var part = new float[sample.rows() * width];
            for (int r = 0; r < sample.rows(); r++) {
                System.arraycopy(sample.values(), (r * parts + p) * width, part, r * width, width);
            }
            var points = new Lloyd(part, sample.rows(), width, width, null);
            float[] found = points.search(points.drawn(codes, random), codes, STEPS, 0, context)
                    .values();
            System.arraycopy(found, 0, codebook, p * codes * width, codes * width);
        }
        var index = new PqIndex(lists.described(), parts, codes, codebook, new byte[vectors.rows() * parts]);
        context.parallel(vectors.rows(), (from, to) -> index.encode(left, from, to));
        return index;
    }

    /** Rows less their lists' centres. */
    private static float[] left(Lists lists, int stride) {
        Vectors vectors = lists.vectors;
        var left = new float[Math.multiplyExact(vectors.rows(), stride)];
        for (int l = 0; l < lists.count; l++) {
            for (int i = lists.starts[l]; i < lists.starts[l + 1]; i++) {
                System.arraycopy(vectors.values(), i * vectors.stride(), left, i * stride, vectors.columns());
                Kernels.axpy(-1, lists.centres, l * vectors.stride(), left, i * stride, vectors.columns());
            }
        }
        return left;
    }

    private void encode(float[] left, int from, int to) {
        var nearest = new int[to - from];
        var distances = new float[to - from];
        for (int p = 0; p < parts; p++) {
            new NearestRow(codebook, p * codes * width, width, codes, width)
                    .of(left, (from * parts + p) * width, parts * width, to - from, nearest, distances, 0);
            for (int i = 0; i < nearest.length; i++) {
                bytes[(from + i) * parts + p] = (byte) nearest[i];
            }
        }
    }

    @Override
    public void search(float[] queries, int from, int stride, int count, Candidates[] found) {
        var left = new float[TOGETHER * parts * width];
        var tables = new float[TOGETHER * parts * TABLE];
        lists.eachProbe(queries, from, stride, count, TOGETHER, (list, those) -> {
            for (int i = 0; i < those.length; i++) {
                int at = i * parts * width;
                System.arraycopy(queries, from + those[i] * stride, left, at, vectors.columns());
                Kernels.axpy(-1, lists.centres, list * vectors.stride(), left, at, vectors.columns());
            }
            for (int p = 0; p < parts; p++) {
                MatrixKernels.scores(
                        left, p * width, parts * width, those.length, panels[p], tables, p * TABLE, parts * TABLE);
            }
            for (int i = 0; i < those.length; i++) {
                int at = i * parts * width;
                float square = Kernels.dot(left, at, left, at, vectors.columns());
                look(list, tables, i * parts * TABLE, square, found[those[i]]);
            }
        });
    }

    private void look(int list, float[] tables, int table, float square, Candidates best) {
        for (int i = lists.starts[list]; i < lists.starts[list + 1]; i++) {
            float half = 0;
            for (int p = 0; p < parts; p++) {
                half += tables[table + p * TABLE + (bytes[i * parts + p] & 0xff)];
            }
            float score = Math.max(0, square + 2 * half);
            if (score < best.limit()) {
                best.offer(i, score);
            }
        }
    }

    /** Looks into every list, for one query. */
    void searchAll(float[] queries, int at, Candidates best) {
        var left = new float[parts * width];
        var tables = new float[parts * TABLE];
        for (int list = 0; list < lists.count; list++) {
            System.arraycopy(queries, at, left, 0, vectors.columns());
            Kernels.axpy(-1, lists.centres, list * vectors.stride(), left, 0, vectors.columns());
            for (int p = 0; p < parts; p++) {
                MatrixKernels.scores(left, p * width, width, 1, panels[p], tables, p * TABLE, TABLE);
            }
            look(list, tables, 0, Kernels.dot(left, left), best);
        }
    }

    @Override
    public Vectors vectors() {
        return vectors;
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public void save(ModelFolder.Writer model) {
        lists.save(model);
        var packed = new int[Math.ceilDiv(bytes.length, 4)];
        for (int i = 0; i < bytes.length; i++) {
            packed[i / 4] |= (bytes[i] & 0xff) << i % 4 * 8;
        }
        model.array("codebook", codebook, parts, codes, width).array("codes", Npy.Array.of(packed));
    }

    /** @param lists whose vectors have no values */
    static PqIndex load(ModelFolder model, Lists lists, int parts) throws IOException {
        Vectors vectors = lists.vectors;
        int width = Math.ceilDiv(vectors.columns(), parts);
        float[] codebook = model.floats("codebook", parts, -1, width);
        int codes = codebook.length / parts / width;
        var bytes = new byte[vectors.rows() * parts];
        if (!(model.array("codes").values() instanceof int[] packed)
                || packed.length != Math.ceilDiv(bytes.length, 4)
                || codes > CODES) {
            throw new BadModelException("the arrays codes and codebook do not belong to the model");
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (packed[i / 4] >>> i % 4 * 8);
            if ((bytes[i] & 0xff) >= codes) {
                throw new BadModelException("the array codes has a code that the codebook lacks");
            }
        }
        return new PqIndex(lists, parts, codes, codebook, bytes);
    }
}
