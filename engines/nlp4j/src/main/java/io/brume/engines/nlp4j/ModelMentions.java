package io.brume.engines.nlp4j;

import io.brume.engines.nlp4j.tagger.TaggedMention;
import io.brume.engines.text.EntityRecognizer.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The model's mentions with Comprehend's types, without articles, possessives and titles of persons at their edges. */
final class ModelMentions {

    private static final Set<String> ARTICLES = Set.of("the", "a", "an");
    private static final Set<String> TRAILING =
            Set.of("'s", "'", "’s", "’", ".", ",", ";", ":", "!", "?", "\"", "-", "--", "–", "(", ")", "''", "``");
    private static final Set<String> PERSON_TITLES = Set.of(
            "mr",
            "mr.",
            "mrs",
            "mrs.",
            "ms",
            "ms.",
            "miss",
            "dr",
            "dr.",
            "prof",
            "prof.",
            "professor",
            "sir",
            "dame",
            "lord",
            "lady",
            "pope",
            "president",
            "king",
            "queen",
            "prince",
            "princess",
            "saint",
            "judge",
            "justice",
            "senator",
            "governor",
            "captain",
            "capt.",
            "colonel",
            "col.",
            "general",
            "gen.",
            "sergeant",
            "sgt.",
            "officer",
            "detective",
            "inspector",
            "mayor",
            "minister",
            "chancellor",
            "secretary",
            "rev.",
            "reverend",
            "father",
            "sister",
            "brother",
            "uncle",
            "aunt",
            "auntie",
            "grandma",
            "grandpa",
            "coach",
            "chef",
            "nurse",
            "doctor",
            "hi",
            "hello",
            "dear",
            "hey",
            "thanks");
    private static final Set<String> RELIGIONS = Set.of(
            "christian",
            "christians",
            "muslim",
            "muslims",
            "catholic",
            "catholics",
            "protestant",
            "protestants",
            "jewish",
            "jews",
            "jew",
            "hindu",
            "hindus",
            "buddhist",
            "buddhists",
            "islamic",
            "sikh",
            "sikhs",
            "orthodox",
            "anglican",
            "anglicans",
            "mormon",
            "mormons",
            "republican",
            "republicans",
            "democrat",
            "democrats",
            "democratic",
            "tory",
            "tories",
            "labour",
            "conservative",
            "conservatives",
            "communist",
            "communists",
            "socialist",
            "socialists",
            "nazi",
            "nazis",
            "taliban");

    private ModelMentions() {}

    static List<Candidate> of(List<TaggedMention> mentions, List<Word> words) {
        List<Candidate> found = new ArrayList<>();
        for (TaggedMention mention : mentions) {
            EntityType type = type(mention, words);
            int begin = mention.begin();
            int end = mention.end();
            while (begin < end && isLeading(words.get(begin).form(), type, end - begin)) {
                begin++;
            }
            while (begin < end && TRAILING.contains(words.get(end - 1).form())) {
                end--;
            }
            if (begin < end && type != null && hasSubstance(words, begin, end, type)) {
                found.add(new Candidate(
                        new io.brume.engines.text.Span(
                                words.get(begin).begin(), words.get(end - 1).end()),
                        type,
                        "model-" + mention.type().toLowerCase(Locale.ROOT),
                        mention.margin()));
            }
        }
        return found;
    }

    private static boolean hasSubstance(List<Word> words, int begin, int end, EntityType type) {
        boolean name = type != EntityType.DATE && type != EntityType.QUANTITY;
        for (int i = begin; i < end; i++) {
            String form = words.get(i).form();
            if (name ? words.get(i).hasLetter() : form.codePoints().anyMatch(Character::isLetterOrDigit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLeading(String form, @Nullable EntityType type, int length) {
        if (TRAILING.contains(form) && !form.equals("-")) {
            return true;
        }
        String lower = form.toLowerCase(Locale.ROOT);
        if (type == EntityType.PERSON) {
            return length > 1 && PERSON_TITLES.contains(lower);
        }
        if (type == EntityType.TITLE) {
            return form.equals("the") || form.equals("a") || form.equals("an");
        }
        return length > 1 && ARTICLES.contains(lower);
    }

    private static @Nullable EntityType type(TaggedMention mention, List<Word> words) {
        return switch (mention.type()) {
            case "PERSON" -> EntityType.PERSON;
            case "GPE", "LOC", "FAC" -> EntityType.LOCATION;
            case "ORG" -> EntityType.ORGANIZATION;
            case "PRODUCT" -> EntityType.COMMERCIAL_ITEM;
            case "EVENT" -> EntityType.EVENT;
            case "DATE", "TIME" -> EntityType.DATE;
            case "MONEY", "PERCENT", "QUANTITY", "CARDINAL" -> EntityType.QUANTITY;
            case "WORK_OF_ART" -> EntityType.TITLE;
            case "NORP" ->
                RELIGIONS.contains(words.get(mention.end() - 1).form().toLowerCase(Locale.ROOT))
                        ? EntityType.ORGANIZATION
                        : EntityType.OTHER;
            case "LAW", "LANGUAGE" -> EntityType.OTHER;
            default -> null; // ORDINAL: Comprehend does not mark "first"
        };
    }
}
