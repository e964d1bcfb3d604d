package io.brume.engines.nlp4j;

import io.brume.engines.nlp4j.tagger.TaggedSentence;
import io.brume.engines.nlp4j.tagger.Tagger;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds English named entities: NLP4J's model and, around it, grammars for what has a grammar. */
final class Nlp4jEntityRecognizer implements EntityRecognizer {

    private final Tagger tagger;
    private final CaseRestorer cases;
    private final KnownNames names;
    private final Resolver resolver;
    private final Confidence confidence;
    private final EnglishSentences sentences = new EnglishSentences();

    Nlp4jEntityRecognizer(Tagger tagger, Confidence confidence) throws IOException {
        this.tagger = tagger;
        this.cases = new CaseRestorer(tagger.vocabulary());
        this.names = KnownNames.load(tagger.vocabulary());
        this.resolver = new Resolver(tagger.vocabulary());
        this.confidence = confidence;
    }

    @Override
    public List<EntityMention> recognize(String text, String language) {
        return decide(text).stream()
                .map(d -> new EntityMention(d.candidate().span(), d.candidate().type(), confidence.of(d)))
                .toList();
    }

    /** A chosen candidate, with what else its confidence hangs on. */
    record Decision(Candidate candidate, String surface, CaseRestorer.Style style, boolean agreed) {}

    List<Decision> decide(String text) {
        List<Candidate> unbreakable = Identifiers.unbreakable(text);
        List<Candidate> anywhere = new ArrayList<>(unbreakable);
        anywhere.addAll(Identifiers.numbers(text));
        anywhere.addAll(NameGrammar.inText(text));
        anywhere.addAll(DateGrammar.find(text));
        anywhere.addAll(QuantityGrammar.find(text));
        anywhere.sort(java.util.Comparator.comparingInt(c -> c.span().begin()));

        List<Decision> decisions = new ArrayList<>();
        int next = 0;
        List<Span> whole = unbreakable.stream().map(Candidate::span).toList();
        for (List<Word> words : sentences.of(text, whole)) {
            List<Candidate> candidates = new ArrayList<>();
            int end = words.getLast().end();
            while (next < anywhere.size() && anywhere.get(next).span().begin() < end) {
                candidates.add(anywhere.get(next++));
            }
            CaseRestorer.Style style = CaseRestorer.style(words);
            TaggedSentence tagged = tagger.tag(cases.restore(words, style));
            List<Candidate> model = ModelMentions.of(tagged.mentions(), words);
            candidates.addAll(model);
            candidates.addAll(names.find(text, words, style));
            candidates.addAll(QuantityGrammar.counted(text, words, tagged.partsOfSpeech()));
            if (style == CaseRestorer.Style.MIXED) {
                candidates.addAll(NameGrammar.withHeads(words, tagged.partsOfSpeech()));
                candidates.addAll(NameGrammar.atStart(words, tagged.partsOfSpeech()));
                candidates.addAll(NameGrammar.works(text, words, tagged.partsOfSpeech()));
            }
            for (Candidate chosen : resolver.resolve(text, words, tagged.partsOfSpeech(), candidates)) {
                boolean agreed =
                        model.stream().anyMatch(m -> m.span().equals(chosen.span()) && m.type() == chosen.type());
                decisions.add(new Decision(chosen, chosen.span().of(text), style, agreed));
            }
        }
        return decisions;
    }
}
