package io.brume.algorithms.knn;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameter;
import io.brume.algorithms.Written;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What SageMaker documents for k-nearest neighbours, and one index type more. */
public record KnnHyperparameters(
        @Hyperparameter(range = "[1, )", about = "Features of a row.")
        int featureDim,

        @Hyperparameter(range = "[1, )", about = "Neighbours that are asked.")
        int k,

        @Hyperparameter(about = "classifier for the label that most neighbours have, regressor for their mean.")
        PredictorType predictorType,

        @Hyperparameter(range = "[1, )", about = "Rows that are kept, a random sample.")
        int sampleSize,

        @Hyperparameter(range = "[1, )", about = "Features after the reduction, fewer than feature_dim.")
        OptionalInt dimensionReductionTarget,

        @Hyperparameter(
                about =
                        "How features are made fewer: sign for random signs, fjlt for a fast transform. Not at all by default.")
        Optional<Reduction> dimensionReductionType,

        @Hyperparameter(range = "[1, )", about = "Lists of the IVF indices; auto is the root of sample_size.")
        OptionalInt faissIndexIvfNlists,

        @Hyperparameter(
                range = "[1, 96]",
                about =
                        "Parts of a vector in faiss.IVFPQ, each one byte: 1, 2, 3, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64 or 96.")
        OptionalInt faissIndexPqM,

        @Hyperparameter(byDefault = "L2", about = "What near means; IVFPQ takes only L2.")
        Metric indexMetric,

        @Hyperparameter(
                byDefault = "faiss.Flat",
                about = "How neighbours are found; lucene.HNSW is ours and not SageMaker's.")
        IndexType indexType,

        @Hyperparameter(byDefault = "5000", range = "[1, )", about = "Rows that are looked at together.")
        int miniBatchSize) {

    /** What neighbours say together. */
    public enum PredictorType {
        CLASSIFIER,
        REGRESSOR
    }

    /** How features are made fewer. */
    public enum Reduction {
        SIGN,
        FJLT
    }

    /** What near means. */
    public enum Metric {
        @Written("L2")
        L2,
        @Written("INNER_PRODUCT")
        INNER_PRODUCT,
        @Written("COSINE")
        COSINE
    }

    /** How neighbours are found. */
    public enum IndexType {
        @Written("faiss.Flat")
        FLAT,
        @Written("faiss.IVFFlat")
        IVF_FLAT,
        @Written("faiss.IVFPQ")
        IVF_PQ,
        @Written("lucene.HNSW")
        HNSW
    }

    private static final Set<Integer> PARTS = Set.of(1, 2, 3, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 96);
    private static final int USUAL_PARTS = 8;

    /** @throws BadHyperparameterException where values contradict one another */
    void consistent() {
        if (k > sampleSize) {
            throw new BadHyperparameterException("k", "k must be at most sample_size, " + sampleSize + ", not " + k);
        } else if (dimensionReductionType.isPresent() != dimensionReductionTarget.isPresent()) {
            throw new BadHyperparameterException(
                    "dimension_reduction_target",
                    "dimension_reduction_target and dimension_reduction_type are given together or not at all");
        } else if (dimensionReductionTarget.orElse(0) >= featureDim) {
            throw new BadHyperparameterException(
                    "dimension_reduction_target",
                    "dimension_reduction_target must be less than feature_dim, " + featureDim + ", not "
                            + dimensionReductionTarget.orElse(0));
        } else if (indexType == IndexType.IVF_PQ && indexMetric != Metric.L2) {
            throw new BadHyperparameterException(
                    "index_metric", "index_metric must be L2 with index_type faiss.IVFPQ, not " + indexMetric);
        } else if (faissIndexPqM.isPresent() && indexType != IndexType.IVF_PQ) {
            throw new BadHyperparameterException(
                    "faiss_index_pq_m", "faiss_index_pq_m belongs to index_type faiss.IVFPQ only");
        } else if (faissIndexPqM.isPresent() && !PARTS.contains(faissIndexPqM.getAsInt())) {
            throw new BadHyperparameterException(
                    "faiss_index_pq_m",
                    "faiss_index_pq_m must be one of 1, 2, 3, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 96, not "
                            + faissIndexPqM.getAsInt());
        }
    }

    /** Bytes of a vector in the IVFPQ index. */
    int parts() {
        return faissIndexPqM.orElse(USUAL_PARTS);
    }

    /** Features that the index sees. */
    int indexed() {
        if (dimensionReductionTarget.isEmpty()) {
            return featureDim;
        }
        int target = dimensionReductionTarget.getAsInt();
        if (indexType != IndexType.IVF_PQ) {
            return target;
        }
        int whole = Math.ceilDiv(target, parts()) * parts();
        return whole < featureDim ? whole : target;
    }

    int lists(int rows) {
        return Math.min(rows, faissIndexIvfNlists.orElse(Math.max(1, (int) Math.sqrt(rows))));
    }
}
