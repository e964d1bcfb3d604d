package io.brume.learning.builtin;

import io.brume.algorithms.blazingtext.BlazingText;
import io.brume.algorithms.factorization.FactorizationMachines;
import io.brume.algorithms.forest.Forest;
import io.brume.algorithms.ipinsights.IpInsights;
import io.brume.algorithms.kmeans.KMeans;
import io.brume.algorithms.knn.Knn;
import io.brume.algorithms.lda.Lda;
import io.brume.algorithms.linear.LinearLearner;
import io.brume.algorithms.pca.Pca;
import io.brume.algorithms.randomcutforest.RandomCutForest;
import io.brume.algorithms.xgboost.Xgboost;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of built-in algorithms. Whatever registry and region an image names, its repository says which is meant. */
public final class BuiltIns {

    private static final Set<String> ROWS =
            Set.of(ContentTypes.RECORD_IO, ContentTypes.CSV, ContentTypes.JSON_LINES, ContentTypes.PARQUET);
    private static final Set<String> TREES = Set.of(
            ContentTypes.CSV,
            ContentTypes.LIBSVM,
            ContentTypes.X_LIBSVM,
            ContentTypes.PARQUET,
            ContentTypes.RECORD_IO,
            ContentTypes.JSON_LINES);
    private static final Set<String> SPARSE = Set.of(ContentTypes.RECORD_IO);
    private static final Set<String> WORDS = Set.of(ContentTypes.TEXT, ContentTypes.JSON_LINES, ContentTypes.JSON);

    private static final Map<String, BuiltIn> TABLE = table(
            new BuiltIn("blazingtext", new BlazingText(), ContentTypes.TEXT, WORDS),
            new BuiltIn("linear-learner", new LinearLearner(), ContentTypes.RECORD_IO, ROWS),
            new BuiltIn("factorization-machines", new FactorizationMachines(), ContentTypes.RECORD_IO, SPARSE),
            new BuiltIn("kmeans", new KMeans(), ContentTypes.RECORD_IO, ROWS),
            new BuiltIn("pca", new Pca(), ContentTypes.RECORD_IO, ROWS),
            new BuiltIn("knn", new Knn(), ContentTypes.RECORD_IO, ROWS),
            new BuiltIn("lda", new Lda(), ContentTypes.RECORD_IO, ROWS),
            new BuiltIn("randomcutforest", new RandomCutForest(), ContentTypes.RECORD_IO, ROWS),
            new BuiltIn("ipinsights", new IpInsights(), ContentTypes.CSV, Set.of(ContentTypes.CSV)),
            new BuiltIn("xgboost", new Xgboost(), ContentTypes.LIBSVM, TREES, true),
            new BuiltIn("sagemaker-xgboost", new Xgboost(), ContentTypes.LIBSVM, TREES, true),
            new BuiltIn("random-forest", new Forest(), ContentTypes.CSV, TREES, true),
            new BuiltIn("decision-tree", new Forest(), ContentTypes.CSV, TREES, true));

    /** {@code [REGISTRY/]REPOSITORY[:TAG][@DIGEST]}, where SageMaker's own registries are twelve digits and a region. */
    private static final Pattern IMAGE =
            Pattern.compile("(?:[^/]+/)?([a-z0-9][a-z0-9._-]*)(?::[^/@]+)?(?:@sha256:[0-9a-f]+)?");

    private BuiltIns() {}

    private static Map<String, BuiltIn> table(BuiltIn... all) {
        Map<String, BuiltIn> table = new LinkedHashMap<>();
        Stream.of(all).forEach(one -> table.put(one.repository(), one));
        return table;
    }

    /** The algorithm that an image means; empty for one's own images. */
    public static Optional<BuiltIn> of(String image) {
        Matcher parts = IMAGE.matcher(image);
        return parts.matches() ? Optional.ofNullable(TABLE.get(parts.group(1))) : Optional.empty();
    }

    public static Collection<BuiltIn> all() {
        return TABLE.values();
    }
}
