package io.brume.engines.lexicon;

import io.brume.engines.text.EntityRecognizer.EntityMention;
import io.brume.engines.text.Span;
import io.brume.engines.text.SyntaxAnalyzer.PartOfSpeech;
import io.brume.engines.text.TargetedSentimentAnalyzer.TargetType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a text speaks of: named entities, noun heads with their compounds, pronouns. */
final class MentionFinder {

    private static final String VERSION = "version";
    private static final double LISTED = 0.8;
    private static final double UNLISTED = 0.35;
    private static final double PRONOUN = 0.75;
    private static final double SPEAKER = 0.95;

    private static final Set<String> SPEAKERS = Set.of(
            "i",
            "me",
            "my",
            "mine",
            "myself",
            "we",
            "us",
            "our",
            "ours",
            "ourselves",
            "you",
            "your",
            "yours",
            "yourself");
    private static final Set<String> PRONOUNS = Set.of(
            "he", "him", "his", "himself", "she", "her", "hers", "herself", "they", "them", "their", "theirs", "it",
            "its", "itself");
    private static final Set<String> RANKS = Set.of("first", "second", "third", "lead", "main", "last");
    private static final Set<String> ARTICLES = Set.of("a", "an");
    private static final Set<String> GAME_PARTS = Set.of(
            "graphics", "gameplay", "combat", "controls", "servers", "multiplayer", "quests", "matchmaking", "levels");
    private static final Set<String> DEFINITE =
            Set.of("the", "this", "these", "those", "that", "its", "their", "our", "my", "your");
    private static final Set<String> COPULAS = Set.of("is", "was", "are", "were", "'s", "be", "been");

    /** What a name's words tell of its bearer. */
    private static final Map<String, TargetType> NAME_WORDS = Map.ofEntries(
            Map.entry("hotel", TargetType.FACILITY),
            Map.entry("house", TargetType.FACILITY),
            Map.entry("bridge", TargetType.FACILITY),
            Map.entry("park", TargetType.FACILITY),
            Map.entry("airport", TargetType.FACILITY),
            Map.entry("station", TargetType.FACILITY),
            Map.entry("museum", TargetType.FACILITY),
            Map.entry("theatre", TargetType.FACILITY),
            Map.entry("stadium", TargetType.FACILITY),
            Map.entry("arena", TargetType.FACILITY),
            Map.entry("hall", TargetType.FACILITY),
            Map.entry("hospital", TargetType.FACILITY),
            Map.entry("library", TargetType.FACILITY),
            Map.entry("inn", TargetType.FACILITY),
            Map.entry("restaurant", TargetType.FACILITY),
            Map.entry("café", TargetType.FACILITY),
            Map.entry("cafe", TargetType.FACILITY),
            Map.entry("tower", TargetType.FACILITY),
            Map.entry("version", TargetType.SOFTWARE),
            Map.entry("app", TargetType.SOFTWARE),
            Map.entry("festival", TargetType.EVENT),
            Map.entry("air", TargetType.ORGANIZATION),
            Map.entry("airlines", TargetType.ORGANIZATION),
            Map.entry("bank", TargetType.ORGANIZATION),
            Map.entry("holdings", TargetType.ORGANIZATION),
            Map.entry("motors", TargetType.ORGANIZATION),
            Map.entry("ltd", TargetType.ORGANIZATION),
            Map.entry("inc", TargetType.ORGANIZATION));

    /** What a sentence with a title of a work speaks of. */
    private static final List<Map.Entry<TargetType, Set<String>>> WORK_WORDS = List.of(
            Map.entry(
                    TargetType.MUSIC,
                    Set.of("song", "album", "track", "band", "single", "sings", "listened", "chorus", "singer")),
            Map.entry(
                    TargetType.GAME,
                    Set.of(
                            "game",
                            "play",
                            "played",
                            "playing",
                            "gameplay",
                            "combat",
                            "graphics",
                            "level",
                            "levels",
                            "player",
                            "players")),
            Map.entry(
                    TargetType.BOOK,
                    Set.of(
                            "book",
                            "novel",
                            "read",
                            "reading",
                            "author",
                            "chapter",
                            "chapters",
                            "pages",
                            "wrote",
                            "poems",
                            "prose")),
            Map.entry(
                    TargetType.MOVIE,
                    Set.of(
                            "film",
                            "movie",
                            "cinema",
                            "watched",
                            "watching",
                            "director",
                            "actor",
                            "actors",
                            "scene",
                            "season",
                            "episode")));

    private final NounTypes nouns;

    MentionFinder(NounTypes nouns) {
        this.nouns = nouns;
    }

    /** The mentions in the order of the text; none overlaps another. */
    List<Mention> find(TaggedReading tagged, List<EntityMention> entities) {
        List<Mention> mentions = new ArrayList<>();
        boolean[] covered = new boolean[tagged.size()];
        int from = 0;
        for (EntityMention entity : entities) {
            from = entity(tagged, entity, from, covered, mentions);
        }
        for (int i = 0; i < tagged.size(); i++) {
            if (covered[i]) {
                continue;
            }
            Token token = tagged.reading().tokens().get(i);
            if (token.kind() == Token.Kind.WORD && SPEAKERS.contains(token.form())) {
                mentions.add(mention(tagged, i, i + 1, TargetType.PERSON, Mention.Source.SPEAKER, SPEAKER));
            } else if (token.kind() == Token.Kind.WORD && PRONOUNS.contains(token.form())) {
                boolean person = !token.form().startsWith("it");
                mentions.add(mention(
                        tagged,
                        i,
                        i + 1,
                        person ? TargetType.PERSON : TargetType.OTHER,
                        Mention.Source.PRONOUN,
                        PRONOUN));
            } else if (token.kind() == Token.Kind.ADDRESS
                    && token.end() - token.begin() > 2
                    && tagged.reading().text().charAt(token.begin()) == '@') {
                mentions.add(mention(tagged, i, i + 1, TargetType.ORGANIZATION, Mention.Source.ENTITY, UNLISTED));
            } else if (isNoun(tagged, i)) {
                i = noun(tagged, i, covered, mentions) - 1;
            }
        }
        mentions.sort(Comparator.comparingInt(m -> m.span().begin()));
        return mentions;
    }

    private static Mention mention(
            TaggedReading tagged, int first, int end, TargetType type, Mention.Source source, double raw) {
        List<Token> tokens = tagged.reading().tokens();
        Span span = new Span(tokens.get(first).begin(), tokens.get(end - 1).end());
        String name = span.of(tagged.reading().text()).toLowerCase(Locale.ROOT);
        return new Mention(span, first, end, type, source, name, raw);
    }

    /** Adds an entity; returns the token to look for the next one from. */
    private int entity(
            TaggedReading tagged, EntityMention entity, int from, boolean[] covered, List<Mention> mentions) {
        List<Token> tokens = tagged.reading().tokens();
        int first = from;
        while (first < tokens.size()
                && tokens.get(first).begin() < entity.span().begin()) {
            first++;
        }
        int end = first;
        while (end < tokens.size() && tokens.get(end).begin() < entity.span().end()) {
            covered[end++] = true;
        }
        if (end == first) {
            return first;
        }
        String name = entity.span().of(tagged.reading().text()).toLowerCase(Locale.ROOT);
        TargetType type = type(tagged, entity, name, first);
        mentions.add(
                new Mention(entity.span(), first, end, type, Mention.Source.ENTITY, name, 0.4 + 0.6 * entity.score()));
        boolean titled = first > 0 && !covered[first - 1]
                || first > 1 && tagged.form(first - 1).equals(".");
        if (type == TargetType.PERSON && titled) {
            int title = tagged.form(first - 1).equals(".") ? first - 2 : first - 1;
            if (!covered[title]
                    && nouns.of(tagged.form(title)) != null
                    && tokens.get(title).letters() == Token.Letters.TITLE
                    && (nouns.of(tagged.form(title)) == TargetType.PERSONAL_TITLE
                            || nouns.of(tagged.form(title)) == TargetType.PERSON)
                    && !tagged.form(title).equals("i")) {
                covered[title] = true;
                mentions.add(mention(tagged, title, title + 1, TargetType.PERSONAL_TITLE, Mention.Source.NOUN, LISTED));
            }
        }
        return end;
    }

    private TargetType type(TaggedReading tagged, EntityMention entity, String name, int first) {
        if (name.startsWith("@")) {
            return TargetType.ORGANIZATION;
        }
        TargetType hint = predicate(tagged, first, name);
        for (String word : name.split("[^\\p{L}]+")) {
            TargetType of = NAME_WORDS.get(word);
            hint = of == null ? hint : of;
        }
        return switch (entity.type()) {
            case PERSON -> hint == null ? TargetType.PERSON : hint;
            case LOCATION -> hint == null ? TargetType.LOCATION : hint;
            case ORGANIZATION -> hint == null ? TargetType.ORGANIZATION : hint;
            case COMMERCIAL_ITEM -> hint == null ? work(tagged, first, TargetType.COMMERCIAL_ITEM) : hint;
            case EVENT -> TargetType.EVENT;
            case DATE -> TargetType.DATE;
            case QUANTITY -> TargetType.QUANTITY;
            case TITLE -> work(tagged, first, TargetType.BOOK);
            case OTHER -> TargetType.OTHER;
        };
    }

    /** The type that a sentence gives a name: "X is a charming novel", "the graphics of X". */
    private @Nullable TargetType predicate(TaggedReading tagged, int first, String name) {
        int end = first + name.split("\\s+").length;
        if (tagged.form(first - 1).equals("of") && GAME_PARTS.contains(tagged.form(first - 2))
                || tagged.form(end).equals("has")
                        && (GAME_PARTS.contains(tagged.form(end + 1)) || GAME_PARTS.contains(tagged.form(end + 2)))) {
            return TargetType.GAME;
        }
        if (!COPULAS.contains(tagged.form(end)) || !ARTICLES.contains(tagged.form(end + 1))) {
            return null;
        }
        for (int i = end + 2; i < end + 6; i++) {
            if (tagged.is(i, PartOfSpeech.NOUN) && !tagged.is(i + 1, PartOfSpeech.NOUN)) {
                TargetType type = nouns.of(tagged.form(i));
                return type == TargetType.ATTRIBUTE || type == TargetType.PERSONAL_TITLE ? null : type;
            }
        }
        return null;
    }

    private static TargetType work(TaggedReading tagged, int at, TargetType otherwise) {
        for (var kind : WORK_WORDS) {
            for (int i = Math.max(0, at - 30); i < Math.min(tagged.size(), at + 30); i++) {
                if (kind.getValue().contains(tagged.form(i))) {
                    return kind.getKey();
                }
            }
        }
        return otherwise;
    }

    private boolean isNoun(TaggedReading tagged, int i) {
        Token token = tagged.reading().tokens().get(i);
        return token.kind() == Token.Kind.WORD
                && Character.isLetter(token.form().charAt(0))
                && (tagged.is(i, PartOfSpeech.NOUN) || tagged.is(i, PartOfSpeech.PROPN));
    }

    /** Adds the compound that begins at a noun; returns the token after it. */
    private int noun(TaggedReading tagged, int first, boolean[] covered, List<Mention> mentions) {
        int end = first + 1;
        while (end < tagged.size()
                && !covered[end]
                && isNoun(tagged, end)
                && tagged.reading().tokens().get(end).begin()
                                - tagged.reading().tokens().get(end - 1).end()
                        <= 1) {
            end++;
        }
        int stop = end;
        end = withoutVerb(tagged, first, end);
        int begin = first;
        if (first > 0 && !covered[first - 1] && RANKS.contains(tagged.form(first - 1))) {
            begin--;
        }
        TargetType type = listed(tagged, begin, end);
        if (type == null && begin < first) {
            begin = first;
            type = listed(tagged, begin, end);
        }
        String head = tagged.form(end - 1);
        if (isNumber(tagged, end) && !covered[end] && (type != null || head.equals(VERSION))) {
            end++;
            type = type == null ? TargetType.SOFTWARE : type;
            mentions.add(mention(tagged, begin, end, type, Mention.Source.NOUN, LISTED));
            return end;
        }
        boolean isProper = tagged.is(end - 1, PartOfSpeech.PROPN)
                && tagged.reading().tokens().get(end - 1).letters() != Token.Letters.LOWER;
        boolean bareOpinion = tagged.opinionOf()[end - 1] >= 0 && !DEFINITE.contains(tagged.form(first - 1));
        if (type == null && (nouns.isNone(head) || bareOpinion || isPredicate(tagged, first))) {
            return stop;
        }
        boolean calledSo = type == TargetType.PERSON || tagged.opinionOf()[end - 1] >= 0;
        if (type != null && calledSo && isPredicate(tagged, first)) {
            return stop;
        }
        if (type == null && isProper) {
            mentions.add(mention(tagged, begin, end, named(tagged, begin), Mention.Source.NOUN, 0.45));
        } else {
            mentions.add(mention(
                    tagged,
                    begin,
                    end,
                    type == null ? TargetType.OTHER : type,
                    Mention.Source.NOUN,
                    type == null ? UNLISTED : LISTED));
        }
        return stop;
    }

    /** Taggers take a verb after a noun for a noun: "the narrator mumbles". */
    private int withoutVerb(TaggedReading tagged, int first, int end) {
        if (end - first < 2) {
            return end;
        }
        String last = tagged.form(end - 1);
        boolean known = nouns.of(last) != null || nouns.isNone(last);
        boolean verbal = last.endsWith("s")
                || tagged.opinionOf()[end - 1] >= 0
                || tagged.form(end - 2).endsWith("s");
        return !known && verbal && listed(tagged, first, end - 1) != null && listed(tagged, first, end) == null
                ? end - 1
                : end;
    }

    private static boolean isNumber(TaggedReading tagged, int token) {
        return token < tagged.size() && tagged.reading().tokens().get(token).kind() == Token.Kind.NUMBER;
    }

    private static TargetType named(TaggedReading tagged, int at) {
        return work(tagged, at, tagged.form(at - 1).equals("in") ? TargetType.LOCATION : TargetType.OTHER);
    }

    private @Nullable TargetType listed(TaggedReading tagged, int begin, int end) {
        for (int from = begin; from < end; from++) {
            StringBuilder name = new StringBuilder();
            for (int i = from; i < end; i++) {
                name.append(i == from ? "" : " ").append(tagged.form(i));
            }
            TargetType type = nouns.of(name.toString());
            if (type != null) {
                return type;
            }
        }
        return null;
    }

    /** Whether it says what something is, as in "is a delightful hotel", and so names nothing new. */
    private static boolean isPredicate(TaggedReading tagged, int noun) {
        int at = noun - 1;
        while (at >= 0
                && (tagged.is(at, PartOfSpeech.ADJ)
                        || tagged.is(at, PartOfSpeech.ADV)
                        || tagged.is(at, PartOfSpeech.NOUN))) {
            at--;
        }
        return at > 1 && ARTICLES.contains(tagged.form(at)) && COPULAS.contains(tagged.form(at - 1));
    }
}
