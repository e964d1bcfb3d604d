package io.brume.algorithms.knn;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.knn.KnnHyperparameters.Metric;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;

/**
 * A graph of near rows that a search walks through: Malkov and Yashunin, "Efficient and Robust Approximate Nearest Neighbor Search Using
 * Hierarchical Navigable Small World Graphs", 2018, https://arxiv.org/abs/1603.09320, as Apache Lucene has it.
 */
final class HnswIndex implements Index {
    private static final String FOLDER = "lucene";
    private static final String FIELD = "vector";
    /** Neighbours of a row, and candidates while they are looked for. */
    private static final int LINKS = 16;

    private static final int CANDIDATES_TO_LINK = 100;
    /** Candidates while a query walks, at least. */
    private static final int CANDIDATES = 100;

    private final Vectors vectors;
    private final Directory directory;
    private final DirectoryReader reader;
    private final LeafReader leaf;

    private HnswIndex(Vectors vectors, Directory directory) throws IOException {
        this.vectors = vectors;
        this.directory = directory;
        reader = DirectoryReader.open(directory);
        if (reader.leaves().size() != 1 || reader.maxDoc() != vectors.rows()) {
            throw new BadModelException("the Lucene index does not belong to the model");
        }
        leaf = reader.leaves().getFirst().reader();
    }

    /** @throws UnsupportedOperationException where Lucene is not there */
    static void checkLibrary() {
        try {
            Class.forName("org.apache.lucene.index.IndexWriter", false, HnswIndex.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException(
                    "index_type lucene.HNSW needs org.apache.lucene:lucene-core 10.4 beside this library", e);
        }
    }

    static HnswIndex build(Vectors vectors, TrainingContext context) throws IOException {
        if (vectors.columns() > KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS) {
            throw new BadDataException("lucene.HNSW takes at most " + KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS
                    + " features, and there are " + vectors.columns() + ": reduce them, or take another index_type");
        }
        var directory = new ByteBuffersDirectory();
        var format = new Lucene99HnswVectorsFormat(LINKS, CANDIDATES_TO_LINK);
        var config = new IndexWriterConfig()
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return format;
                    }
                })
                // Rows keep their order as documents, whose numbers are the rows'.
                .setMergePolicy(new LogDocMergePolicy())
                .setRAMBufferSizeMB(1024);
        try (var writer = new IndexWriter(directory, config)) {
            var similarity = vectors.metric() == Metric.INNER_PRODUCT
                    ? VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT
                    : VectorSimilarityFunction.EUCLIDEAN;
            for (int r = 0; r < vectors.rows(); r++) {
                int at = r * vectors.stride();
                var document = new Document();
                float[] vector = Arrays.copyOfRange(vectors.values(), at, at + vectors.columns());
                document.add(new KnnFloatVectorField(FIELD, vector, similarity));
                writer.addDocument(document);
                if (r % 1024 == 0) {
                    context.progress(0.5 + 0.4 * r / vectors.rows());
                }
            }
            writer.forceMerge(1);
        }
        return new HnswIndex(vectors, directory);
    }

    static HnswIndex load(Path model, Vectors vectors) throws IOException {
        Path folder = model.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            throw new BadModelException(model + " lacks the folder " + FOLDER);
        }
        try {
            return new HnswIndex(vectors, FSDirectory.open(folder));
        } catch (IOException e) {
            throw new BadModelException(folder + " is no index that Lucene can read: " + e.getMessage(), e);
        }
    }

    @Override
    public Vectors vectors() {
        return vectors;
    }

    @Override
    public void search(float[] queries, int from, int stride, int count, Candidates[] found) {
        var all = AcceptDocs.fromLiveDocs(null, vectors.rows());
        for (int q = 0; q < count; q++) {
            int at = from + q * stride;
            int wanted = Math.min(vectors.rows(), Math.max(CANDIDATES, 2 * found[q].rows.length));
            float[] query = Arrays.copyOfRange(queries, at, at + vectors.columns());
            try {
                for (ScoreDoc near :
                        leaf.searchNearestVectors(FIELD, query, wanted, all, Integer.MAX_VALUE).scoreDocs) {
                    found[q].offer(near.doc, vectors.score(queries, at, near.doc));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public void save(ModelFolder.Writer model) {}

    @Override
    public void saveFiles(Path model) throws IOException {
        Path folder = Files.createDirectories(model.resolve(FOLDER));
        try (var to = FSDirectory.open(folder)) {
            for (String old : to.listAll()) {
                to.deleteFile(old);
            }
            for (String file : directory.listAll()) {
                to.copyFrom(directory, file, file, IOContext.DEFAULT);
            }
        }
    }

    @Override
    public void close() {
        try (directory;
                reader) {
            // Both are closed here.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
