package io.brume.engines.opennlp;

import io.brume.engines.opennlp.Token.Kind;
import io.brume.engines.text.Span;
import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.util.Sequence;

/** Tags the tokens of a sentence by OpenNLP's model and cuts contractions into words. */
final class Tagger {

    /** How sure a tag is that follows from a token's form. */
    private static final double BY_FORM = 1.0;

    private static final Map<Kind, PartOfSpeech> FORMS = Map.of(
            Kind.PUNCTUATION, PartOfSpeech.PUNCT,
            Kind.SYMBOL, PartOfSpeech.SYM,
            Kind.ADDRESS, PartOfSpeech.X,
            Kind.HANDLE, PartOfSpeech.PROPN,
            Kind.NUMBER, PartOfSpeech.NUM);

    private final Pool<POSTaggerME> taggers;

    Tagger(POSModel model) {
        this.taggers = new Pool<>(() -> new POSTaggerME(model));
    }

    List<TaggedWord> tag(String text, List<Token> tokens) {
        String[] forms = forms(text, tokens);
        Sequence answer = taggers.with(tagger -> tagger.topKSequences(forms)[0]);
        double[] scores = answer.getProbs();
        List<TaggedWord> words = new ArrayList<>(tokens.size() + 4);
        for (int i = 0; i < forms.length; i++) {
            add(text, tokens.get(i), answer.getOutcome(i), scores[i], words);
        }
        return words;
    }

    /** What the tagger sees: straight apostrophes, hashtags as words, and shouted sentences in lower case. */
    private static String[] forms(String text, List<Token> tokens) {
        boolean shouted = tokens.size() > 3
                && tokens.stream().noneMatch(t -> t.of(text).chars().anyMatch(Character::isLowerCase));
        return tokens.stream()
                .map(token -> {
                    String form = straight(token.of(text));
                    if (token.kind() == Kind.HASHTAG) {
                        form = form.substring(1);
                    }
                    return shouted ? form.toLowerCase(Locale.ROOT) : form;
                })
                .toArray(String[]::new);
    }

    private static String straight(String form) {
        return form.replace('’', '\'').replace('‘', '\'');
    }

    private static void add(String text, Token token, String tag, double score, List<TaggedWord> words) {
        PartOfSpeech byForm = FORMS.get(token.kind());
        if (byForm != null) {
            words.add(word(text, token.begin(), token.end(), byForm, BY_FORM));
            return;
        }
        int plus = tag.indexOf('+');
        PartOfSpeech first = PartOfSpeech.valueOf(plus < 0 ? tag : tag.substring(0, plus));
        if (token.cut() == Token.WHOLE) {
            words.add(word(text, token.begin(), token.end(), first, score));
            return;
        }
        TaggedWord base = word(text, token.begin(), token.cut(), first, score);
        String rest = plus < 0 ? "" : tag.substring(plus + 1);
        TaggedWord clitic = word(text, token.cut(), token.end(), PartOfSpeech.PART, score);
        words.add(base);
        words.add(clitic.as(EnglishClitic.tag(clitic.form(), base, rest), score));
    }

    private static TaggedWord word(String text, int begin, int end, PartOfSpeech tag, double score) {
        return new TaggedWord(new Span(begin, end), straight(text.substring(begin, end)), tag, score);
    }
}
