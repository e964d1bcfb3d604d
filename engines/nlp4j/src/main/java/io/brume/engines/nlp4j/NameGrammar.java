package io.brume.engines.nlp4j;

import io.brume.engines.text.EntityRecognizer.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names by their form and by the words around them: head words, street addresses, greetings, quoted and read or watched works. */
final class NameGrammar {

    private static final Set<String> INSIDE = Set.of(
            "of", "the", "&", "and", "de", "la", "le", "du", "des", "del", "della", "di", "da", "von", "van", "der",
            "den", "a", "d'", "y", "'s", "'", "-");
    private static final Set<String> INSIDE_NAME = Set.of(
            "of", "the", "&", "de", "la", "le", "du", "des", "del", "della", "di", "da", "for", "von", "van", "der",
            "'s", "'");

    private static final String CAP = "(?:\\p{Lu}[\\p{L}\\p{M}'’-]{0,24})";
    private static final String STREET =
            "(?:Street|St\\.?|Road|Rd\\.?|Avenue|Ave\\.?|Lane|Ln\\.?|Drive|Dr\\.?|Court|Ct\\.?|Place|Pl\\.?|Square|Crescent|Terrace|Boulevard|Blvd\\.?|Way|Close|Row|Mews|Parade|Highway|Hwy\\.?|Walk|Hill|Gardens|Grove|Quay|Wharf|Parkway|Pkwy\\.?|Alley|Broadway|Steps)";
    private static final String PLACE = "(?:, (?:" + CAP + " ){0,2}" + CAP
            + "(?: \\d{4,6}(?:-\\d{4})?| [A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2})?(?! (?:said|says|and|is|was|has|will)\\b))";
    private static final List<Pattern> ADDRESSES = List.of(
            Pattern.compile(
                    "(?<![\\p{Alnum}.,$€£#-])((?:(?:Flat|Unit|Apartment|Apt\\.?|Suite) \\p{Alnum}{1,4}, )?\\d{1,5}[A-Za-z]? (?:"
                            + CAP + " ){1,4}" + STREET
                            + "(?![\\p{L}\\p{M}]| \\p{Ll})(?:,? (?:Flat|Unit|Apartment|Apt\\.?|Suite|Floor|#) ?\\p{Alnum}{1,4})?"
                            + PLACE + "{0,3}+)(?!\\p{Alnum})",
                    Pattern.UNICODE_CHARACTER_CLASS),
            Pattern.compile(
                    "(?<!\\p{Alnum})((?:\\p{Lu}[\\p{L}-]{2,24}(?:straße|strasse|gasse|platz|allee|weg|damm|ufer|laan|straat|plein|gatan|gata|vägen|veien)|(?:Rue|Via|Viale|Piazza|Calle|Avenida|Plaza|Paseo|Bulevar|Ulica|ul\\.|Avenue|Rua|Praça) (?:(?:de la|de|du|des|del|della|di|da|dos) )?(?:"
                            + CAP + " ){0,2}" + CAP + "),? \\d{1,4}[A-Za-z]?" + PLACE + "{0,3}+)(?!\\p{Alnum})",
                    Pattern.UNICODE_CHARACTER_CLASS));

    private static final Pattern GREETED = Pattern.compile(
            "(?:^|[\\n.!?] ?|[\"“] ?)(?:Hi|Hello|Hey|Dear|Hiya|Howdy|Thanks|Thank you|Cheers|Sorry|Welcome|Yours|Regards|Best|Love),? (?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam)\\.? )?("
                    + CAP + "(?: " + CAP + "){0,2})(?=[,.!;:\\n]|$| and | &)",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SHIP = Pattern.compile(
            "(?:[Vv]essel|[Ss]hip|[Yy]acht|[Tt]rawler|[Ff]erry|[Ss]chooner|[Tt]anker) [\"“](" + CAP + "(?: " + CAP
                    + "){0,3})[\"”]|\\b((?:MV|HMS|USS|RMS|SS) " + CAP + "(?: " + CAP + "){0,2})",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern POLL = Pattern.compile(
            "\\b((?:(?:1[89]|20)\\d\\d )?(?:" + CAP
                    + " ){1,2}(?:general |presidential |parliamentary |local )?(?:elections?|referendum|civil war|[Rr]evolution|primaries))\\b",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern JOURNAL = Pattern.compile(
            "\\b(?:published|appeared|appears|printed|paper|article|study|letter|reported|journal) (?:last \\p{L}{4,9} |today |yesterday )?in (Nature(?: \\p{Lu}\\p{L}+)?|Science|Cell|Brain|[Tt]he (?:Lancet|BMJ)|Physical Review(?: Letters)?|Proceedings of the [\\p{L} ]{3,40})",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Set<String> NOT_GREETED = Set.of(
            "All",
            "Team",
            "Everyone",
            "Folks",
            "Sir",
            "Madam",
            "Customer",
            "There",
            "Support",
            "Sirs",
            "Both",
            "I",
            "We",
            "The",
            "Regards",
            "You",
            "Mr",
            "Mrs",
            "Ms",
            "Dr",
            "Colleagues",
            "Friends",
            "Hiring",
            "Editor",
            "Valued",
            "Guys");

    /** What one does with a work. */
    private static final Set<String> WORK_VERBS = Set.of(
            "watch",
            "watched",
            "watching",
            "rewatch",
            "rewatched",
            "rewatching",
            "read",
            "reread",
            "rereading",
            "reading",
            "wrote",
            "written",
            "sang",
            "sing",
            "singing",
            "sung",
            "recommend",
            "playing",
            "finished",
            "finish",
            "directed",
            "starred",
            "binged",
            "bingeing",
            "streamed",
            "streaming",
            "translated",
            "reviewed",
            "performed",
            "covered",
            "published",
            "loved",
            "print",
            "album",
            "song",
            "film",
            "movie",
            "novel",
            "book",
            "called",
            "titled",
            "entitled",
            "novels",
            "hit",
            "single",
            "bestseller",
            "memoir",
            "play",
            "opera",
            "musical",
            "sequel",
            "trilogy",
            "poem",
            "podcast",
            "series",
            "documentary",
            "track",
            "painting",
            "starring",
            "as",
            "like",
            "with",
            "journal",
            "magazine");

    private static final Set<String> STRONG_WORK_WORDS = Set.of(
            "watch",
            "watched",
            "watching",
            "rewatch",
            "rewatched",
            "rewatching",
            "read",
            "reread",
            "rereading",
            "reading",
            "sang",
            "sing",
            "singing",
            "sung",
            "wrote",
            "album",
            "song",
            "film",
            "movie",
            "novel",
            "titled",
            "entitled",
            "binged",
            "bingeing",
            "memoir",
            "opera",
            "musical",
            "sequel",
            "trilogy",
            "poem",
            "podcast",
            "documentary",
            "bestseller");

    private NameGrammar() {}

    /** Addresses and greetings, found in the text itself. */
    static List<Candidate> inText(String text) {
        List<Candidate> found = new ArrayList<>();
        for (Pattern pattern : ADDRESSES) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                int end = matcher.end(1);
                while (text.charAt(end - 1) == '.') {
                    end--;
                }
                found.add(new Candidate(matcher.start(1), end, EntityType.LOCATION, "address"));
            }
        }
        Matcher ship = SHIP.matcher(text);
        while (ship.find()) {
            int group = ship.start(1) >= 0 ? 1 : 2;
            found.add(new Candidate(ship.start(group), ship.end(group), EntityType.OTHER, "ship"));
        }
        Matcher poll = POLL.matcher(text);
        while (poll.find()) {
            found.add(new Candidate(poll.start(1), poll.end(1), EntityType.EVENT, "head-event"));
        }
        Matcher journal = JOURNAL.matcher(text);
        while (journal.find()) {
            found.add(new Candidate(journal.start(1), journal.end(1), EntityType.TITLE, "work-after-verb"));
        }
        Matcher greeted = GREETED.matcher(text);
        while (greeted.find()) {
            String name = greeted.group(1);
            String first = name.split(" ", 2)[0];
            if (!NOT_GREETED.contains(first) && HeadWords.last(name.substring(name.lastIndexOf(' ') + 1)) == null) {
                int end = greeted.end(1);
                while (text.charAt(end - 1) == '.') {
                    end--;
                }
                found.add(new Candidate(greeted.start(1), end, EntityType.PERSON, "greeted"));
            }
        }
        return found;
    }

    /** Names with a telling head word. */
    static List<Candidate> withHeads(List<Word> words, List<String> tags) {
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < words.size(); ) {
            if (!isNamePart(words, i) || i == 0 && isFunctionWord(tags.get(i))) {
                i++;
                continue;
            }
            int end = endOfName(words, i);
            int begin = isArticle(words.get(i).form()) ? i + 1 : i;
            if (i + 2 < end
                    && tags.get(i).equals("NNS")
                    && words.get(i + 1).form().equals("of")) {
                begin = isNamePart(words, i + 2) ? i + 2 : i + 3;
            }
            Candidate candidate = end - begin >= 2 ? headed(words, begin, end) : single(words, begin, end);
            if (candidate != null) {
                found.add(candidate);
            }
            i = Math.max(end, i + 1);
        }
        return found;
    }

    private static @Nullable Candidate single(List<Word> words, int begin, int end) {
        if (end - begin == 1) {
            String form = words.get(begin).form();
            if (form.length() > 5 && (form.endsWith("Conf") || form.endsWith("Fest"))) {
                return new Candidate(words.get(begin).begin(), words.get(begin).end(), EntityType.EVENT, "head-event");
            }
        }
        return null;
    }

    private static @Nullable Candidate headed(List<Word> words, int begin, int end) {
        int last = end - 1;
        boolean year = last > begin + 1 && words.get(last).form().matches("(?:1[5-9]|20)\\d\\d");
        EntityType type = HeadWords.last(words.get(year ? last - 1 : last).form());
        if (type == EntityType.OTHER || type == EntityType.EVENT || !year) {
            last = year && type == null ? last - 1 : last;
        } else {
            last--;
        }
        if (type == null) {
            type = HeadWords.first(words.get(begin).form(), words.get(begin + 1).form());
        }
        if (type == null || last <= begin) {
            return null;
        }
        return new Candidate(
                words.get(begin).begin(),
                words.get(last).end(),
                type,
                "head-" + type.name().toLowerCase(Locale.ROOT));
    }

    private static int endOfName(List<Word> words, int begin) {
        int end = begin + 1;
        for (int i = begin + 1; i < words.size(); i++) {
            Word word = words.get(i);
            if (isNamePart(words, i) || word.form().matches("(?:1[5-9]|20)\\d\\d") && i == end) {
                end = i + 1;
            } else if (!INSIDE_NAME.contains(word.form()) || i > end + 1) {
                break;
            }
        }
        return end;
    }

    private static boolean isNamePart(List<Word> words, int i) {
        Word word = words.get(i);
        return word.isCapitalized()
                && !word.form().equals("I")
                && !word.form().startsWith("I'")
                && !CALENDAR.matcher(word.form()).matches();
    }

    private static final Pattern CALENDAR = Pattern.compile(
            "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|April|June|July|August|September|October|November|December");

    private static boolean isArticle(String form) {
        return form.equals("The") || form.equals("A") || form.equals("An");
    }

    private static boolean isFunctionWord(String tag) {
        return !tag.startsWith("NN") && !tag.startsWith("JJ");
    }

    private static final Set<String> ORDINARY_GIVEN_NAMES = Set.of(
            "Will",
            "May",
            "Mark",
            "Bill",
            "Rose",
            "Grace",
            "Joy",
            "Hope",
            "Faith",
            "Summer",
            "April",
            "June",
            "Jack",
            "Art",
            "Drew",
            "Pat",
            "Sue",
            "Rob",
            "Grant",
            "Frank",
            "Dawn",
            "Eve",
            "Ivy",
            "Lily",
            "Daisy",
            "Violet",
            "Olive",
            "Ray",
            "Gene",
            "Miles",
            "Bob",
            "Nick",
            "Josh",
            "Rich",
            "Sandy",
            "Robin",
            "Christian",
            "Amber",
            "Ruby",
            "Pearl",
            "Autumn",
            "Chase",
            "Heath",
            "Melody",
            "Penny",
            "Holly",
            "Iris",
            "Jasmine");
    private static final Set<String> AFTER_SUBJECT = Set.of(
            "from", "may", "will", "can", "could", "would", "should", "might", "must", "has", "had", "is", "was",
            "says", "said", "and", "also", "already", "just", "still", "never");

    /** A sentence that begins with a given name that is also a word: "Will from billing". */
    static List<Candidate> atStart(List<Word> words, List<String> tags) {
        if (words.size() > 2 && ORDINARY_GIVEN_NAMES.contains(words.getFirst().form())) {
            String next = words.get(1).form();
            boolean predicate = AFTER_SUBJECT.contains(next)
                            && !(next.equals("and") && !words.get(2).isCapitalized())
                    || tags.get(1).equals("VBZ");
            boolean question = words.getLast().form().equals("?")
                    && words.getFirst().form().matches("Will|May");
            if (predicate && !question) {
                return List.of(new Candidate(
                        words.getFirst().begin(), words.getFirst().end(), EntityType.PERSON, "name-first"));
            }
        }
        return List.of();
    }

    /** Works: in quotation marks after a telling word, or capitalized throughout after one, or with a capital "The" inside a sentence. */
    static List<Candidate> works(String text, List<Word> words, List<String> tags) {
        List<Candidate> found = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            String before = words.get(i - 1).form().toLowerCase(Locale.ROOT);
            Word word = words.get(i);
            if (!word.isCapitalized() || word.form().equals("I") || !word.hasLetter()) {
                continue;
            }
            boolean quoted = before.matches("[\"“``'‘]+") && i > 1;
            String telling = quoted ? words.get(i - 2).form().toLowerCase(Locale.ROOT) : before;
            int end = endOfWork(words, i);
            if (quoted) {
                int close = i;
                while (close < words.size() && !words.get(close).form().matches("[\"”'’]+")) {
                    close++;
                }
                if (close < words.size() && close - i <= 8 && (WORK_VERBS.contains(telling))) {
                    found.add(new Candidate(word.begin(), words.get(close - 1).end(), EntityType.TITLE, "work-quoted"));
                }
            } else if (STRONG_WORK_WORDS.contains(telling)) {
                found.add(new Candidate(
                        word.begin(),
                        words.get(end - 1).end(),
                        EntityType.TITLE,
                        end - i > 1 ? "work-after-verb" : "work-after-verb-single"));
            } else if (word.form().equals("The")
                    && end - i >= 2
                    && !before.matches("[.:\"“(-]+")
                    && !tags.get(i - 1).equals("''")) {
                found.add(new Candidate(
                        word.begin(),
                        words.get(end - 1).end(),
                        EntityType.TITLE,
                        WORK_VERBS.contains(telling) ? "work-after-verb" : "work-the"));
            } else if (WORK_VERBS.contains(telling) && end - i >= 2) {
                found.add(new Candidate(word.begin(), words.get(end - 1).end(), EntityType.TITLE, "work-maybe"));
            } else {
                continue;
            }
            i = end - 1;
        }
        return found;
    }

    private static int endOfWork(List<Word> words, int begin) {
        int end = begin + 1;
        for (int i = begin + 1; i < words.size() && i < begin + 9; i++) {
            if (words.get(i).isCapitalized()) {
                end = i + 1;
            } else if (!INSIDE.contains(words.get(i).form()) || i > end + 1) {
                break;
            }
        }
        return end;
    }
}
