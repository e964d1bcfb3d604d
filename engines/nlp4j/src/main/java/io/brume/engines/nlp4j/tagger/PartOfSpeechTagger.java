package io.brume.engines.nlp4j.tagger;

import java.util.ArrayList;
import java.util.List;

/** Tags words from left to right, each time with the best tag. */
final class PartOfSpeechTagger {

    private final List<String> labels;
    private final Extractor extractor;

    PartOfSpeechTagger(LinearModel model) {
        this.labels = model.labels();
        this.extractor = new Extractor(model, Field.PART_OF_SPEECH);
    }

    /** The Penn Treebank tags; also set in the sentence. */
    List<String> tag(Sentence sentence) {
        List<String> tags = new ArrayList<>(sentence.size());
        int[] last = new int[3];
        for (int i = 0; i < sentence.size(); i++) {
            float[] scores = extractor.fixedScores(sentence, i);
            extractor.addTagScores(sentence, i, last, scores);
            int best = 0;
            for (int l = 1; l < scores.length; l++) {
                if (scores[l] > scores[best]) {
                    best = l;
                }
            }
            last[2] = last[1];
            last[1] = last[0];
            last[0] = best;
            tags.add(labels.get(best));
            sentence.set(Field.PART_OF_SPEECH, i, labels.get(best));
        }
        return tags;
    }
}
