package io.brume.engines.nlp4j.tagger;

import edu.emory.mathcs.nlp.common.util.StringUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tags entities with BILOU labels (begin, inside, last, outside, unit): a beam search over the sequences that the scheme allows, where
 * NLP4J itself goes greedily and repairs afterwards.
 */
final class EntityTagger {

    private static final int BEAM = 4;
    /** A label whose log-probability is this far below the best one's is not followed. */
    private static final double HOPELESS = -8;

    private static final Comparator<Path> BEST_FIRST = (a, b) -> Double.compare(b.logProbability, a.logProbability);
    /** Turns the model's margins, which training pushed towards 1, into log-probabilities that a beam can add up. */
    private static final double SHARPNESS = 4;

    private final List<String> labels;
    private final Extractor extractor;
    private final Lexica.Embeddings embeddings;
    private final int outside;
    /** By label, the labels that may follow; by {@link #labels}{@code .size()}, those that may begin. */
    private final int[][] following;

    EntityTagger(LinearModel model, Lexica.Embeddings embeddings) {
        this.labels = model.labels();
        this.extractor = new Extractor(model, Field.ENTITY_TAG);
        this.embeddings = embeddings;
        this.outside = labels.indexOf("O");
        this.following = new int[labels.size() + 1][];
        for (int before = 0; before <= labels.size(); before++) {
            String last = before == labels.size() ? "O" : labels.get(before);
            following[before] = IntStream.range(0, labels.size())
                    .filter(l -> mayFollow(last, labels.get(l)))
                    .toArray();
        }
    }

    private static boolean mayFollow(String before, String after) {
        char b = before.charAt(0);
        char a = after.charAt(0);
        boolean open = b == 'B' || b == 'I';
        return open
                ? (a == 'I' || a == 'L') && before.substring(2).equals(after.substring(2))
                : a == 'O' || a == 'B' || a == 'U';
    }

    private record Path(@Nullable Path before, int label, double logProbability, float margin, int word) {}

    /** The mentions of a sentence whose parts of speech and lemmas are set. */
    List<TaggedMention> tag(Sentence sentence) {
        List<Path> beam = List.of();
        for (int i = 0; i < sentence.size(); i++) {
            float[] fixed = extractor.fixedScores(sentence, i);
            embeddings.addScores(StringUtils.toUndigitalizedForm(sentence.forms.get(i)), fixed);
            beam = i == 0 ? extend(sentence, i, fixed, List.of()) : extend(sentence, i, fixed, beam);
        }
        Path best =
                beam.stream().filter(p -> closed(p.label)).findFirst().orElse(beam.isEmpty() ? null : beam.getFirst());
        return mentions(best, sentence.size());
    }

    private boolean closed(int label) {
        char place = labels.get(label).charAt(0);
        return place == 'O' || place == 'L' || place == 'U';
    }

    private List<Path> extend(Sentence sentence, int word, float[] fixed, List<Path> beam) {
        List<Path> extended = new ArrayList<>();
        int[] tags = new int[3];
        boolean last = word == sentence.size() - 1;
        for (int b = 0; b < Math.max(1, beam.size()); b++) {
            Path path = beam.isEmpty() ? null : beam.get(b);
            float[] scores = fixed.clone();
            tags[0] = path == null ? outside : path.label;
            tags[1] = path == null || path.before == null ? outside : path.before.label;
            extractor.addTagScores(sentence, word, tags, scores);
            int top = 0;
            for (int l = 1; l < scores.length; l++) {
                top = scores[l] > scores[top] ? l : top;
            }
            float second = Float.NEGATIVE_INFINITY;
            double sum = 0;
            for (int l = 0; l < scores.length; l++) {
                sum += Math.exp(SHARPNESS * (scores[l] - scores[top]));
                second = l != top && scores[l] > second ? scores[l] : second;
            }
            double before = (path == null ? 0 : path.logProbability) - Math.log(sum);
            int[] allowed = following[path == null ? labels.size() : path.label];
            for (int label : allowed) {
                double log = SHARPNESS * (scores[label] - scores[top]);
                boolean hopeless = log < HOPELESS && allowed.length > 2 && label != outside;
                if (!hopeless && !(last && !closed(label))) {
                    keep(
                            extended,
                            new Path(
                                    path,
                                    label,
                                    before + log,
                                    scores[label] - (label == top ? second : scores[top]),
                                    word));
                }
            }
        }
        extended.sort(BEST_FIRST);
        return extended.size() > BEAM ? new ArrayList<>(extended.subList(0, BEAM)) : extended;
    }

    /** Adds a path, or puts it in the place of a worse one that all later features see alike. */
    private void keep(List<Path> paths, Path path) {
        for (int i = 0; i < paths.size(); i++) {
            Path other = paths.get(i);
            if (other.label == path.label && labelBefore(other) == labelBefore(path)) {
                if (other.logProbability < path.logProbability) {
                    paths.set(i, path);
                }
                return;
            }
        }
        paths.add(path);
    }

    private int labelBefore(Path path) {
        return path.before == null ? outside : path.before.label;
    }

    private List<TaggedMention> mentions(@Nullable Path last, int size) {
        int[] tags = new int[size];
        float[] margins = new float[size];
        Arrays.fill(tags, outside);
        for (Path path = last; path != null; path = path.before) {
            tags[path.word] = path.label;
            margins[path.word] = path.margin;
        }
        List<TaggedMention> mentions = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < size; i++) {
            String label = labels.get(tags[i]);
            switch (label.charAt(0)) {
                case 'B' -> begin = i;
                case 'U', 'L' -> {
                    int from = label.charAt(0) == 'U' ? i : begin;
                    float least = Float.MAX_VALUE;
                    for (int w = from; w <= i; w++) {
                        least = Math.min(least, margins[w]);
                    }
                    mentions.add(new TaggedMention(from, i + 1, label.substring(2), least));
                }
                default -> {}
            }
        }
        return Collections.unmodifiableList(mentions);
    }
}
