package io.brume.engines.lexicon;

import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import io.brume.engines.text.SyntaxAnalyzer.Sentence;
import io.brume.engines.text.SyntaxAnalyzer.Word;
import java.util.Arrays;
import java.util.List;

/**
 * A reading with its tokens' parts of speech.
 *
 * @param tags by token; {@code X} where the tagger's words do not cover one
 * @param opinionOf the index of the opinion that each token belongs to, -1 for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TaggedReading(Reading reading, PartOfSpeech[] tags, int[] opinionOf) {

    static TaggedReading of(Reading reading, List<Sentence> sentences) {
        List<Token> tokens = reading.tokens();
        PartOfSpeech[] tags = new PartOfSpeech[tokens.size()];
        Arrays.fill(tags, PartOfSpeech.X);
        int at = 0;
        for (Sentence sentence : sentences) {
            for (Word word : sentence.words()) {
                while (at < tokens.size()
                        && tokens.get(at).begin() < word.span().begin()) {
                    at++;
                }
                while (at < tokens.size()
                        && tokens.get(at).begin() < word.span().end()) {
                    tags[at++] = word.tag();
                }
            }
        }
        int[] opinionOf = new int[tokens.size()];
        Arrays.fill(opinionOf, -1);
        for (int o = 0; o < reading.opinions().size(); o++) {
            Opinion opinion = reading.opinions().get(o);
            Arrays.fill(opinionOf, opinion.first(), opinion.end(), o);
        }
        return new TaggedReading(reading, tags, opinionOf);
    }

    boolean is(int token, PartOfSpeech tag) {
        return token >= 0 && token < tags.length && tags[token] == tag;
    }

    String form(int token) {
        return token >= 0 && token < tags.length ? reading.tokens().get(token).form() : "";
    }

    int size() {
        return tags.length;
    }
}
