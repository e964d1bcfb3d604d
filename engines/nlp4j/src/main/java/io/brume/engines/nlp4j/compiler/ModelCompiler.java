package io.brume.engines.nlp4j.compiler;

import edu.emory.mathcs.nlp.common.collection.tree.PrefixNode;
import edu.emory.mathcs.nlp.common.collection.tree.PrefixTree;
import edu.emory.mathcs.nlp.component.template.OnlineComponent;
import edu.emory.mathcs.nlp.component.template.feature.FeatureItem;
import io.brume.engines.nlp4j.tagger.Field;
import io.brume.engines.nlp4j.tagger.KeyTable;
import io.brume.engines.nlp4j.tagger.Lexica;
import io.brume.engines.nlp4j.tagger.LinearModel;
import io.brume.engines.nlp4j.tagger.StringHash;
import it.unimi.dsi.fastutil.objects.Object2IntMap;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.tukaani.xz.XZInputStream;

/**
 * Reads the models and lexica of {@code nlp4j-english}, Java object graphs of 261 MB packed and more than a gigabyte unpacked, and
 * writes what tagging needs of them as flat tables. Runs once, in the build.
 */
public final class ModelCompiler {

    private static final String ROOT = "/edu/emory/mathcs/nlp/";

    /** Directions of the embeddings that are kept; chosen where the entity labels no longer change. */
    private static final int EMBEDDING_DIMENSIONS = 24;

    private ModelCompiler() {}

    /** @param args the file to write; an existing one stays as it is */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16))) {
            model((OnlineComponent<?, ?>) read("models/en-pos.xz")).write(out);
            OnlineComponent<?, ?> entities = (OnlineComponent<?, ?>) read("models/en-ner.xz");
            model(entities).write(out);
            lexica(entities).write(out);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Object read(String name) throws IOException, ClassNotFoundException {
        InputStream packed = ModelCompiler.class.getResourceAsStream(ROOT + name);
        if (packed == null) {
            throw new FileNotFoundException("nlp4j-english lacks " + name);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new BufferedInputStream(new XZInputStream(packed), 1 << 16))) {
            return in.readObject();
        }
    }

    private static LinearModel model(OnlineComponent<?, ?> component) {
        var extractor = component.getFeatureTemplate();
        List<LinearModel.Template> templates = new ArrayList<>();
        for (FeatureItem item : extractor.getSetFeatureList()) {
            templates.add(new LinearModel.Template(templates.size(), List.of(part(item, true))));
        }
        for (FeatureItem[] items : extractor.getFeatureList()) {
            templates.add(new LinearModel.Template(
                    templates.size(),
                    Arrays.stream(items).map(i -> part(i, false)).toList()));
        }

        List<Object2IntMap<String>> index = FeatureMaps.of(extractor);
        int count = index.stream().mapToInt(Map::size).sum();
        long[] keys = new long[count];
        int[] columns = new int[count];
        int n = 0;
        for (int template = 0; template < index.size(); template++) {
            for (Object2IntMap.Entry<String> entry : index.get(template).object2IntEntrySet()) {
                if (entry.getIntValue() > 0) {
                    keys[n] = StringHash.feature(template, StringHash.of(entry.getKey()));
                    columns[n++] = entry.getIntValue();
                }
            }
        }
        KeyTable.Built features = KeyTable.of(Arrays.copyOf(keys, n));

        var weights = component.getOptimizer().getWeightVector().getSparseWeightVector();
        int labels = weights.getLabelSize();
        int[] start = new int[features.table().size() + 1];
        byte[] label = new byte[weights.size()];
        float[] weight = new float[weights.size()];
        int w = 0;
        for (int i = 0; i < features.table().size(); i++) {
            int column = columns[features.source()[i]];
            for (int l = 0; l < labels && column < weights.getFeatureSize(); l++) {
                float value = weights.get(column * labels + l);
                if (value != 0) {
                    label[w] = (byte) l;
                    weight[w++] = value;
                }
            }
            start[i + 1] = w;
        }
        return new LinearModel(
                component.getOptimizer().getLabelMap().getLabelList(),
                templates,
                features.table(),
                start,
                Arrays.copyOf(label, w),
                Arrays.copyOf(weight, w));
    }

    private static LinearModel.Part part(FeatureItem item, boolean set) {
        Field field = switch (item.getField()) {
            case word_form_simplified -> Field.SIMPLIFIED;
            case word_form_simplified_lowercase -> Field.LOWERCASE;
            case word_shape -> Field.SHAPE;
            case part_of_speech_tag -> Field.PART_OF_SPEECH;
            case named_entity_tag -> Field.ENTITY_TAG;
            case lemma -> Field.LEMMA;
            case prefix -> Field.valueOf("PREFIX_" + item.getAttribute());
            case suffix -> Field.valueOf("SUFFIX_" + item.getAttribute());
            case ambiguity_classes -> set ? Field.AMBIGUITY_SET : Field.AMBIGUITY;
            case orthographic -> Field.ORTHOGRAPHIC_SET;
            case positional -> Field.POSITION_SET;
            case word_clusters -> Field.CLUSTER_SET;
            case named_entity_gazetteers -> Field.GAZETTEER_SET;
            default -> throw new IllegalStateException("a feature that the tagger does not know: " + item);
        };
        return new LinearModel.Part(field, item.getWindow());
    }

    @SuppressWarnings("unchecked")
    private static Lexica lexica(OnlineComponent<?, ?> entities) throws IOException, ClassNotFoundException {
        var ambiguity = (Map<String, List<String>>) read("lexica/en-ambiguity-classes-simplified-lowercase.xz");
        var clusters = (Map<String, Set<String>>) read("lexica/en-brown-clusters-simplified-lowercase.xz");
        Set<String> known = new HashSet<>(clusters.keySet());
        Lexica.WordLists ambiguityLists = lists(ambiguity);
        Lexica.WordLists clusterLists = lists(clusters);
        ambiguity.clear();
        clusters.clear();

        var gazetteers = (PrefixTree<String, Set<String>>) read("lexica/en-named-entity-gazetteers-simplified.xz");
        Phrases phrases = new Phrases();
        phrases.add(gazetteers.getRoot(), 0);
        gazetteers.getRoot().clear();
        KeyTable.Built phraseTable = KeyTable.of(Arrays.copyOf(phrases.keys, phrases.size));
        short[] phraseLists = new short[phraseTable.table().size()];
        for (int i = 0; i < phraseLists.length; i++) {
            phraseLists[i] = phrases.lists[phraseTable.source()[i]];
        }

        var embeddings = (Map<String, float[]>) read("lexica/en-word-embeddings-undigitalized.xz");
        embeddings.keySet().removeIf(word -> !known.contains(word.toLowerCase(Locale.ROOT)));
        return new Lexica(
                ambiguityLists, clusterLists, phraseTable.table(), phraseLists, project(embeddings, entities));
    }

    private static <C extends Collection<String>> Lexica.WordLists lists(Map<String, C> words) {
        List<String> keys = List.copyOf(words.keySet());
        KeyTable.Built table = KeyTable.of(
                keys.stream().mapToLong(k -> StringHash.mix(StringHash.of(k))).toArray());
        Map<List<String>, Integer> numbers = new HashMap<>();
        List<List<String>> lists = new ArrayList<>();
        short[] list = new short[table.table().size()];
        for (int i = 0; i < list.length; i++) {
            List<String> values = List.copyOf(Objects.requireNonNull(words.get(keys.get(table.source()[i]))));
            list[i] = numbers.computeIfAbsent(values, v -> {
                        lists.add(v);
                        return lists.size() - 1;
                    })
                    .shortValue();
        }
        if (lists.size() > 0xFFFF) {
            throw new IllegalStateException("too many distinct lists: " + lists.size());
        }
        return new Lexica.WordLists(table.table(), list, lists);
    }

    /** A trie of phrases, flattened to one key for each node. */
    private static final class Phrases {
        private long[] keys = new long[1 << 20];
        private short[] lists = new short[1 << 20];
        private int size;

        void add(PrefixNode<String, Set<String>> node, long prefix) {
            node.forEach((word, next) -> {
                long key = StringHash.phrase(prefix, StringHash.of(word));
                if (size == keys.length) {
                    keys = Arrays.copyOf(keys, 2 * size);
                    lists = Arrays.copyOf(lists, 2 * size);
                }
                keys[size] = StringHash.mix(key);
                lists[size++] = next.hasValue() ? bits(next.getValue()) : 0;
                add(next, key);
            });
        }

        private static short bits(Set<String> numbers) {
            ToIntFunction<String> bit = number -> 1 << Integer.parseInt(number);
            return (short) numbers.stream().mapToInt(bit).sum();
        }
    }

    /** Multiplies the embeddings into the directions along which the model's weights vary most, and rounds them to bytes. */
    private static Lexica.Embeddings project(Map<String, float[]> embeddings, OnlineComponent<?, ?> entities) {
        var dense = entities.getOptimizer().getWeightVector().getDenseWeightVector();
        int labels = dense.getLabelSize();
        int inputs = dense.getFeatureSize();
        RealMatrix weights = new Array2DRowRealMatrix(labels, inputs);
        for (int l = 0; l < labels; l++) {
            for (int i = 0; i < inputs; i++) {
                weights.setEntry(l, i, dense.get(l, i));
            }
        }
        SingularValueDecomposition svd = new SingularValueDecomposition(weights);
        int dimensions = EMBEDDING_DIMENSIONS;
        RealMatrix directions =
                svd.getV().getSubMatrix(0, inputs - 1, 0, dimensions - 1).transpose();
        RealMatrix toScores = weights.multiply(directions.transpose());

        List<String> keys = List.copyOf(embeddings.keySet());
        KeyTable.Built table = KeyTable.of(
                keys.stream().mapToLong(k -> StringHash.mix(StringHash.of(k))).toArray());
        int count = table.table().size();
        float[][] projected = new float[count][dimensions];
        float[] largest = new float[dimensions];
        for (int i = 0; i < count; i++) {
            float[] vector = Objects.requireNonNull(embeddings.get(keys.get(table.source()[i])));
            for (int d = 0; d < dimensions; d++) {
                double sum = 0;
                for (int k = 0; k < inputs; k++) {
                    sum += directions.getEntry(d, k) * vector[k];
                }
                projected[i][d] = (float) sum;
                largest[d] = Math.max(largest[d], Math.abs((float) sum));
            }
        }
        byte[] vectors = new byte[count * dimensions];
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < dimensions; d++) {
                vectors[i * dimensions + d] = (byte) Math.round(projected[i][d] / largest[d] * 127);
            }
        }
        float[] scaled = new float[labels * dimensions];
        for (int l = 0; l < labels; l++) {
            for (int d = 0; d < dimensions; d++) {
                scaled[l * dimensions + d] = (float) (toScores.getEntry(l, d) * largest[d] / 127);
            }
        }
        return new Lexica.Embeddings(table.table(), dimensions, vectors, scaled);
    }
}
