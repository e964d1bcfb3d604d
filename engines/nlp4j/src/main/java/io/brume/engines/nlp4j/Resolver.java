package io.brume.engines.nlp4j;

import io.brume.engines.nlp4j.tagger.Vocabulary;
import io.brume.engines.nlp4j.tagger.Vocabulary.Gazetteer;
import io.brume.engines.text.EntityRecognizer.EntityType;
import io.brume.engines.text.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Chooses among the candidates of a sentence and mends what is left. */
final class Resolver {

    private static final Pattern CLUB_WORDS = Pattern.compile(
            "(?i)\\b(?:beat|beats|beaten|defeat|defeated|thrash(?:ed)?|draw|drew|striker|midfielder|goalkeeper|defender|winger|coach|manager|match|kick-off|penalty|goals?|league|playoffs?|quarterback|innings|relegated|relegation|fixture|transfer|squad|host|hosted|lost to|losing|loses?|scored|semi-?finals?|quarter-?finals?)\\b");
    private static final Set<String> US_STATES = Set.of(
            "Alabama",
            "Alaska",
            "Arizona",
            "Arkansas",
            "California",
            "Colorado",
            "Connecticut",
            "Delaware",
            "Florida",
            "Georgia",
            "Hawaii",
            "Idaho",
            "Illinois",
            "Indiana",
            "Iowa",
            "Kansas",
            "Kentucky",
            "Louisiana",
            "Maine",
            "Maryland",
            "Massachusetts",
            "Michigan",
            "Minnesota",
            "Mississippi",
            "Missouri",
            "Montana",
            "Nebraska",
            "Nevada",
            "New Hampshire",
            "New Jersey",
            "New Mexico",
            "New York",
            "North Carolina",
            "North Dakota",
            "Ohio",
            "Oklahoma",
            "Oregon",
            "Pennsylvania",
            "Rhode Island",
            "South Carolina",
            "South Dakota",
            "Tennessee",
            "Texas",
            "Utah",
            "Vermont",
            "Virginia",
            "Washington",
            "West Virginia",
            "Wisconsin",
            "Wyoming",
            "Ontario",
            "Quebec",
            "British Columbia",
            "Alberta",
            "Nova Scotia",
            "Manitoba",
            "Saskatchewan",
            "New South Wales",
            "Queensland",
            "Victoria",
            "Tasmania");

    private final Vocabulary vocabulary;

    Resolver(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    List<Candidate> resolve(String text, List<Word> words, List<String> tags, List<Candidate> candidates) {
        List<Candidate> ordered = new ArrayList<>(candidates);
        ordered.removeIf(c -> isNoise(c, text, words));
        ordered.sort(Comparator.comparingInt(Resolver::rank)
                .thenComparing(c -> -c.span().length())
                .thenComparing(c -> -c.margin()));
        List<Candidate> chosen = Candidates.withoutOverlaps(ordered);
        chosen = mergePlaces(text, chosen);
        chosen = Products.merge(text, words, chosen);
        return retype(text, words, tags, chosen);
    }

    /** The lower the more it is believed where candidates overlap. */
    private static int rank(Candidate c) {
        return switch (c.origin()) {
            case "email", "url", "handle" -> 0;
            case "numbered", "hash-number", "phone" -> 1;
            case "address", "date-iso" -> 2;
            case "money", "percent", "age", "coin" -> 3;
            case "date-day-month",
                    "date-month-year",
                    "date-period",
                    "date-decade",
                    "relative-ago",
                    "relative",
                    "holiday",
                    "date-season-year",
                    "time",
                    "date-numeric" -> 4;
            case "measure" -> 5;
            case "known-event", "known-commercial_item", "head-event" -> 6;
            case "work-quoted", "work-after-verb", "ship" -> 7;
            case "known-title", "known-other", "name-first" -> 10;
            case "head-organization", "head-location", "head-other" -> 8;
            case "work-the" -> 9;
            case "known-organization", "known-person", "known-location" -> 14;
            case "counted" -> 13;
            case "score" -> 13;
            case "month", "weekday", "season", "year", "day-of-month", "time-word", "time-hour" -> 11;
            case "greeted" -> 14;
            case "model-person" -> c.margin() > 0.35 ? 10 : 15;
            case "model-gpe", "model-org", "model-loc", "model-norp", "model-language", "model-law", "model-event" ->
                c.margin() > 0.3 ? 14 : 15;
            case "work-after-verb-single" -> 16;
            case "bare", "bare-before-name" -> 15;
            case "model-date", "model-time", "model-money", "model-percent", "model-quantity", "model-cardinal" -> 20;
            default -> 16;
        };
    }

    private boolean isNoise(Candidate c, String text, List<Word> words) {
        return switch (c.origin()) {
            // The grammars know numbers and dates better; the model adds the odd phrase.
            case "model-money", "model-percent", "model-quantity", "model-cardinal" -> true;
            case "model-date", "model-time" ->
                c.margin() < 0.8 || c.span().of(text).indexOf(' ') < 0;
            case "model-person" ->
                text.substring(c.span().begin(), c.span().end()).chars().anyMatch(Character::isDigit)
                        || c.margin() < 0.6 && isOrdinary(c, text, words);
            case "model-law" -> Character.isLowerCase(text.charAt(c.span().begin()));
            case "model-org",
                    "model-gpe",
                    "model-loc",
                    "model-fac",
                    "model-product",
                    "model-event",
                    "model-work_of_art" -> c.margin() < 0.6 && isOrdinary(c, text, words);
            default -> false;
        };
    }

    /** Whether a name is made of dictionary words without a capital, or with one that a contract or the start of a sentence gives them. */
    private boolean isOrdinary(Candidate c, String text, List<Word> words) {
        int at = indexOf(words, c.span().begin());
        boolean small = true;
        for (int i = at; i < words.size() && words.get(i).begin() < c.span().end(); i++) {
            if (!vocabulary.isCommonWord(words.get(i).form().toLowerCase(Locale.ROOT))) {
                return false;
            }
            small &= !words.get(i).isCapitalized();
        }
        boolean oneWord = c.span().of(text).indexOf(' ') < 0;
        boolean given = oneWord
                && c.type() == EntityType.PERSON
                && vocabulary.isListed(titled(c.span().of(text)), Set.of(Gazetteer.PERSON_NAME));
        if (small) {
            return oneWord && !(given && c.margin() > 0.3);
        }
        boolean definedTerm =
                at > 0 && DETERMINERS.contains(words.get(at - 1).form().toLowerCase(Locale.ROOT));
        boolean begins = at == 0 && oneWord && c.margin() < 0.3 && !given;
        return definedTerm && c.type() != EntityType.LOCATION && c.type() != EntityType.EVENT || begins;
    }

    private static final Set<String> DETERMINERS =
            Set.of("the", "this", "such", "each", "any", "either", "that", "no", "every", "our", "its", "their");

    /** "Portland" + "Oregon" is one place, and so is a street with its town. */
    private List<Candidate> mergePlaces(String text, List<Candidate> chosen) {
        List<Candidate> merged = new ArrayList<>();
        for (Candidate c : chosen) {
            Candidate before = merged.isEmpty() ? null : merged.getLast();
            if (before != null
                    && before.type() == EntityType.LOCATION
                    && c.type() == EntityType.LOCATION
                    && c.span().begin() - before.span().end() == 2
                    && text.startsWith(", ", before.span().end())
                    && (before.origin().equals("address")
                            || isStateOf(c.span().of(text), before.span().of(text)))) {
                merged.removeLast();
                merged.add(before.at(new Span(before.span().begin(), c.span().end())));
            } else {
                merged.add(c);
            }
        }
        return merged;
    }

    private boolean isStateOf(String state, String town) {
        boolean isState = US_STATES.contains(state)
                || state.matches("[A-Z]{2}|D\\.C\\.")
                || vocabulary.isListed(List.of(state.split(" ", -1)), Set.of(Gazetteer.COUNTRY));
        boolean isTown = !US_STATES.contains(town) || town.equals("New York") || town.equals("Washington");
        return isState && isTown && !vocabulary.isListed(List.of(town.split(" ", -1)), Set.of(Gazetteer.COUNTRY));
    }

    private List<Candidate> retype(String text, List<Word> words, List<String> tags, List<Candidate> chosen) {
        String sentence =
                text.substring(words.getFirst().begin(), words.getLast().end());
        boolean score = chosen.stream().anyMatch(c -> c.origin().equals("score"));
        boolean sport = score || CLUB_WORDS.matcher(sentence).results().limit(2).count() >= 1;
        List<Candidate> result = new ArrayList<>();
        for (Candidate c : chosen) {
            EntityType type = c.type();
            boolean place = type == EntityType.LOCATION && c.origin().equals("model-gpe");
            boolean doubtful =
                    type == EntityType.PERSON && c.margin() < 0.2 && c.origin().equals("model-person");
            int at = indexOf(words, c.span().begin());
            if (sport && (place || doubtful) && plays(c, words, tags)) {
                result.add(c.as(EntityType.ORGANIZATION, "club"));
            } else if (type == EntityType.ORGANIZATION
                    && c.origin().equals("model-org")
                    && c.margin() < 0.6
                    && isPlaceByPreposition(c, text, words, at)) {
                result.add(c.as(EntityType.LOCATION, "place-after-preposition"));
            } else if ((type == EntityType.ORGANIZATION || type == EntityType.LOCATION)
                    && c.origin().startsWith("model-")
                    && c.margin() < 0.8
                    && acts(c, text, words, at)) {
                result.add(c.as(EntityType.PERSON, "name-of-actor"));
            } else {
                result.add(c);
            }
        }
        return result;
    }

    private static final Set<String> BEFORE_PLACES = Set.of(
            "in", "at", "near", "outside", "from", "to", "around", "through", "towards", "across", "via", "between",
            "beyond");
    private static final Set<String> ACTING = Set.of(
            "said",
            "says",
            "told",
            "tells",
            "asked",
            "asks",
            "wants",
            "wanted",
            "thinks",
            "thought",
            "starts",
            "started",
            "joined",
            "joins",
            "wrote",
            "writes",
            "called",
            "calls",
            "knows",
            "knew",
            "loves",
            "loved",
            "hates",
            "hated",
            "replied",
            "smiled",
            "laughed",
            "cried",
            "brings",
            "brought",
            "promised",
            "agreed",
            "forgot",
            "remembers");

    private static int indexOf(List<Word> words, int begin) {
        int i = 0;
        while (i < words.size() && words.get(i).begin() < begin) {
            i++;
        }
        return i;
    }

    /** "outside Crewe": a listed place, not listed as an organization, behind a preposition of place. */
    private boolean isPlaceByPreposition(Candidate c, String text, List<Word> words, int at) {
        List<String> forms = titled(c.span().of(text));
        return at > 0
                && BEFORE_PLACES.contains(words.get(at - 1).form().toLowerCase(Locale.ROOT))
                && vocabulary.isListed(forms, Set.of(Gazetteer.PLACE, Gazetteer.TOWN))
                && !vocabulary.isListed(forms, Set.of(Gazetteer.ORGANIZATION, Gazetteer.COMPANY));
    }

    /** "Joy said": a given name that does what only people do. */
    private boolean acts(Candidate c, String text, List<Word> words, int at) {
        List<String> forms = titled(c.span().of(text));
        return forms.size() == 1
                && at + 1 < words.size()
                && ACTING.contains(words.get(at + 1).form())
                && vocabulary.isListed(forms, Set.of(Gazetteer.PERSON_NAME));
    }

    private static List<String> titled(String surface) {
        return Arrays.stream(surface.split("\\s+", -1))
                .map(w -> w.isEmpty() ? w : Character.toUpperCase(w.charAt(0)) + w.substring(1))
                .toList();
    }

    private static final Set<String> PLAYING = Set.of(
            "beat",
            "beats",
            "draw",
            "drew",
            "lost",
            "lose",
            "loses",
            "won",
            "win",
            "wins",
            "play",
            "plays",
            "played",
            "host",
            "hosted",
            "face",
            "faced",
            "sign",
            "signed",
            "sacked",
            "sack",
            "named",
            "want",
            "wants",
            "score",
            "scored",
            "defeated",
            "defeat",
            "are",
            "were",
            "have",
            "go",
            "holed",
            "need",
            "needed",
            "thrashed",
            "edged",
            "held",
            "routed",
            "stunned",
            "against",
            "vs",
            "v");

    /** Whether a place name stands where a team would: it beats, or is beaten. */
    private static boolean plays(Candidate c, List<Word> words, List<String> tags) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).end() == c.span().end()
                    && i + 1 < words.size()
                    && tags.get(i + 1).startsWith("VB")
                    && PLAYING.contains(words.get(i + 1).form())) {
                return true;
            }
            if (words.get(i).begin() == c.span().begin()
                    && i > 0
                    && PLAYING.contains(words.get(i - 1).form())) {
                return true;
            }
        }
        return false;
    }
}
