package io.brume.engines.nlp4j.tagger;

import io.brume.engines.nlp4j.tagger.LinearModel.Part;
import io.brume.engines.nlp4j.tagger.LinearModel.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores a word with a model: the features that hang on earlier tags apart from the others, which are scored once a word. */
final class Extractor {

    private final LinearModel model;
    private final List<Template> fixed;
    private final List<Template> tagged;
    private final Field tag;
    private final long[] labelHash;
    private final long[] labelPower;

    /** @param tag what the model predicts */
    Extractor(LinearModel model, Field tag) {
        this.model = model;
        this.tag = tag;
        this.fixed = model.templates().stream().filter(t -> !t.dependsOn(tag)).toList();
        this.tagged = model.templates().stream().filter(t -> t.dependsOn(tag)).toList();
        this.labelHash = model.labels().stream().mapToLong(StringHash::of).toArray();
        this.labelPower = model.labels().stream()
                .mapToLong(l -> StringHash.power(l.length()))
                .toArray();
    }

    /** The classes' scores by all that does not hang on tags. */
    float[] fixedScores(Sentence sentence, int word) {
        float[] scores = new float[model.labels().size()];
        for (Template template : fixed) {
            Part first = template.parts().getFirst();
            if (first.field().isSet()) {
                for (long value : sentence.hashes(first.field(), word + first.distance())) {
                    model.addScores(StringHash.feature(template.number(), value), scores);
                }
            } else {
                add(template, sentence, word, null, scores);
            }
        }
        return scores;
    }

    /** @param tags the labels' numbers of the words before this one; of at least the last three */
    void addTagScores(Sentence sentence, int word, int[] tags, float[] scores) {
        for (Template template : tagged) {
            add(template, sentence, word, tags, scores);
        }
    }

    private void add(Template template, Sentence sentence, int word, int @Nullable [] tags, float[] scores) {
        long joined = 0;
        boolean first = true;
        for (Part part : template.parts()) {
            int at = word + part.distance();
            long hash;
            long power;
            if (part.field() == tag && tags != null) {
                if (at < 0) {
                    return;
                }
                int label = tags[-part.distance() - 1];
                hash = labelHash[label];
                power = labelPower[label];
            } else {
                hash = sentence.hash(part.field(), at);
                if (hash == 0) {
                    return;
                }
                power = sentence.power(part.field(), at);
            }
            joined = first ? hash : StringHash.join(joined, hash, power);
            first = false;
        }
        model.addScores(StringHash.feature(template.number(), joined), scores);
    }
}
