package io.brume.engines.lexicon;

import io.brume.engines.Calibration;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.Sentiment;
import io.brume.engines.text.SyntaxAnalyzer;
import io.brume.engines.text.TargetedSentimentAnalyzer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what an English text speaks of and the opinion about each: named entities, nouns and pronouns of other engines, opinions
 * of {@link OpinionReader}, attached by clause and part of speech and weighed by a logistic regression.
 */
final class LexiconTargetedSentimentAnalyzer implements TargetedSentimentAnalyzer {

    static final String PARAMETERS = "targeted-sentiment.txt";
    static final String CALIBRATION = "targeted-mention.calibration";

    private final OpinionReader reader;
    private final EntityRecognizer entities;
    private final SyntaxAnalyzer syntax;
    private final MentionFinder finder;
    private final SentimentModel model;
    private final Calibration calibration;

    private LexiconTargetedSentimentAnalyzer(
            OpinionReader reader,
            EntityRecognizer entities,
            SyntaxAnalyzer syntax,
            MentionFinder finder,
            SentimentModel model,
            Calibration calibration) {
        this.reader = reader;
        this.entities = entities;
        this.syntax = syntax;
        this.finder = finder;
        this.model = model;
        this.calibration = calibration;
    }

    static LexiconTargetedSentimentAnalyzer load(EntityRecognizer entities, SyntaxAnalyzer syntax) throws IOException {
        return new LexiconTargetedSentimentAnalyzer(
                new OpinionReader(Lexicon.load()),
                entities,
                syntax,
                new MentionFinder(NounTypes.load()),
                SentimentModel.read(PARAMETERS, TargetedFeatures.NAMES),
                Calibration.read(LexiconTargetedSentimentAnalyzer.class, CALIBRATION));
    }

    /** A mention, its group's number and its features. */
    record Judged(Mention mention, double share, double[] features) {}

    /** The mentions by group, with what the model judges them by. */
    List<List<Judged>> judged(String text, String language) {
        TaggedReading tagged = TaggedReading.of(reader.read(text), syntax.analyze(text, language));
        List<Mention> mentions = finder.find(tagged, entities.recognize(text, language));
        List<Coreference.Group> groups = Coreference.group(tagged, mentions);
        List<Mention> kept = groups.stream()
                .flatMap(group -> group.mentions().stream())
                .sorted((a, b) -> Integer.compare(a.span().begin(), b.span().begin()))
                .toList();
        double[][] evidence = Attachment.of(tagged, kept);
        Map<Mention, double[]> byMention = new IdentityHashMap<>();
        for (int m = 0; m < kept.size(); m++) {
            byMention.put(kept.get(m), evidence[m]);
        }
        List<List<Judged>> all = new ArrayList<>();
        for (Coreference.Group group : groups) {
            double[] total = new double[2];
            for (Mention mention : group.mentions()) {
                double[] own = byMention.getOrDefault(mention, new double[2]);
                total[0] += own[0];
                total[1] += own[1];
            }
            List<Judged> judged = new ArrayList<>();
            for (int i = 0; i < group.mentions().size(); i++) {
                Mention mention = group.mentions().get(i);
                double[] own = byMention.getOrDefault(mention, new double[2]);
                judged.add(new Judged(mention, group.share().get(i), TargetedFeatures.of(mention, own, total)));
            }
            all.add(judged);
        }
        return all;
    }

    @Override
    public List<TargetedEntity> analyze(String text, String language) {
        List<TargetedEntity> found = new ArrayList<>();
        for (List<Judged> group : judged(text, language)) {
            List<TargetedMention> mentions = new ArrayList<>();
            int descriptive = 0;
            for (int i = 0; i < group.size(); i++) {
                Mention mention = group.get(i).mention();
                Sentiment sentiment = model.judge(group.get(i).features());
                double raw = mention.raw() + (group.get(i).features()[3] == 0 ? 0.1 : 0);
                mentions.add(new TargetedMention(
                        mention.span(),
                        mention.type(),
                        calibration.of(raw),
                        group.get(i).share(),
                        sentiment));
                if (rank(mention) > rank(group.get(descriptive).mention())) {
                    descriptive = i;
                }
            }
            found.add(new TargetedEntity(List.copyOf(mentions), descriptive));
        }
        return found;
    }

    /** How well a mention names its thing: a name before a noun before a pronoun, a longer one before a shorter. */
    private static int rank(Mention mention) {
        int kind = switch (mention.source()) {
            case ENTITY -> 2;
            case NOUN -> 1;
            case PRONOUN, SPEAKER -> 0;
        };
        return kind * 1_000_000 + Math.min(mention.span().length(), 999_999);
    }
}
