package io.brume.engines.nlp4j;

import io.brume.engines.text.EntityRecognizer.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts: money, percentages, measures, durations, ages, scores, and counted things: {@link EntityType#QUANTITY}. */
final class QuantityGrammar {

    private static final String UNDER_TWENTY =
            "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)";
    private static final String TENS = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)";
    private static final String SCALE = "(?:hundred|thousand|million|billion|trillion|dozen|mln|bn|mn|tn)";
    private static final String WORDS =
            "(?:(?:a|one|half a|a quarter of a) " + SCALE + "(?: and (?:" + TENS + "|" + UNDER_TWENTY + "))?|(?:" + TENS
                    + "(?:[- ](?:one|" + UNDER_TWENTY + "))?|" + UNDER_TWENTY + ")(?: " + SCALE + "){0,2})";
    private static final String DIGITS =
            "(?:\\d{1,3}(?:[,\\u00A0\\u202F]\\d{3}){1,5}(?:\\.\\d{1,4})?|\\d{1,15}(?:[.,]\\d{1,6})?)(?:(?:k|K|m|M|bn|mn)\\b|[ -]"
                    + SCALE + "\\b){0,2}";
    private static final String NUMBER = "(?:" + DIGITS + "|" + WORDS + ")";
    private static final String ABOUT =
            "(?:(?:about|around|roughly|approximately|almost|nearly|over|under|above|below|only|exactly|just|some|more than|less than|fewer than|no more than|no less than|at least|at most|up to|close to|as many as|as much as|as little as|well over|just over|just under) )";
    private static final String CURRENCY_SIGN = "(?:(?:US|AU|NZ|HK|CA|A|C|S|R)?[$€£¥₹₽₩₪฿]|Rs\\.? ?|R\\$)";
    private static final String CURRENCY_CODE =
            "(?:USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|INR|CNY|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|SGD|HKD|KRW|TRY|RUB|AED|ILS|THB|BTC)";
    private static final String CURRENCY_NAME =
            "(?:(?:US |Canadian |Australian |Hong Kong |New Zealand |Singapore )?dollars?|euros?|pounds?(?: sterling)?|pence|cents?|bucks?|quid|yen|yuan|rupees?|roubles?|rubles?|(?:Swiss )?francs?|(?:Danish |Swedish |Norwegian |Czech )?(?:kroner|kronor|krona|krone|koruna|crowns?)|pesos?|reais|lira|dirhams?|shekels?|zloty|zlotys|forints?|dinars?|shillings?|naira|won|baht|ringgit|rand|grand|bitcoins?)";
    private static final String UNIT =
            "(?:°\\s?[CF]\\b|°(?!\\p{Alnum})|degrees?(?: (?:Celsius|Fahrenheit|centigrade|Kelvin))?|kilomet(?:re|er)s?|millimet(?:re|er)s?|centimet(?:re|er)s?|met(?:re|er)s?|miles?|yards?|feet|foot|inch(?:es)?|kilograms?|kilogrammes?|kilos?|milligrams?|grams?|grammes?|tons?|tonnes?|ounces?|lbs?|stone|lit(?:re|er)s?|millilit(?:re|er)s?|gallons?|pints?|hectares?|acres?|(?:square|cubic) (?:kilomet(?:re|er)s?|met(?:re|er)s?|miles?|feet|inches)|(?:mega|giga|tera|kilo|milli)?(?:watts?|bytes?|bits?|hertz|volts?|amps?|joules?)|kilowatt[- ]hours?|megawatt[- ]hours?|light[- ]years?|knots|calories|percentage points?|basis points?|nautical miles?"
                    + "|milliseconds?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|weekends?|fortnights?|months?|quarters|seasons?|years?|yrs?|decades?|centuries|century|generations?"
                    + "|km/h|kph|mph|km|cm|mm|nm|kg|mg|μg|µg|kWh|MWh|GWh|kW|MW|GW|Hz|kHz|MHz|GHz|KB|MB|GB|TB|PB|kB|Mbps|Gbps|ml|mL|dB|hp|ha|sq ft|ft|oz|rpm|mAh|kcal|[mglWVs])";

    private record Rule(String origin, Pattern pattern) {
        Rule(String origin, String pattern) {
            this(
                    origin,
                    Pattern.compile(
                            "(?<![\\p{Alnum}.,/_-])(" + pattern + ")(?!\\p{Alnum})",
                            Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
        }
    }

    private static final String ANY_CASE = "(?i:";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "age", ANY_CASE + ABOUT + ")?+" + ANY_CASE + NUMBER + ")[- ](?:years?|months?|weeks?|days?)-olds?"),
            new Rule("age", ANY_CASE + NUMBER + ")-(?:year|month|week|day)-olds?"),
            new Rule(
                    "money",
                    ANY_CASE + ABOUT + ")?+" + CURRENCY_SIGN + " ?" + DIGITS + "(?: ?[–-] ?" + CURRENCY_SIGN + "?"
                            + DIGITS + ")?(?: " + CURRENCY_CODE + ")?"),
            new Rule("money", ANY_CASE + ABOUT + ")?+" + CURRENCY_CODE + " ?" + DIGITS),
            new Rule("money", ANY_CASE + ABOUT + ")?+" + DIGITS + " ?(?:" + CURRENCY_CODE + "|[€£¥₹₽])"),
            new Rule(
                    "money",
                    ANY_CASE + ABOUT + "?+" + NUMBER + "(?: (?:to|or) " + NUMBER + ")? " + CURRENCY_NAME + ")"),
            new Rule(
                    "money", ANY_CASE + "(?:hundreds|thousands|millions|billions|trillions) of " + CURRENCY_NAME + ")"),
            new Rule(
                    "percent",
                    ANY_CASE + ABOUT + "?+(?:minus |[+−-])?" + NUMBER + "(?: ?(?:to|or|–|-) ?" + NUMBER
                            + ")?(?: ?%| ?percent\\b| per cent\\b))"),
            new Rule(
                    "measure",
                    ANY_CASE + ABOUT + ")?+(?:minus |[+−-])?" + ANY_CASE + NUMBER
                            + ")(?:(?: ?[–-] ?| to | or | and a half | and )" + ANY_CASE + NUMBER
                            + "))?(?: and a half)? ?-?" + UNIT),
            new Rule(
                    "measure",
                    ANY_CASE
                            + "(?:half an|half a|an hour and a half|a year and a half|a couple of|a few|several) (?:hours?|days?|weeks?|months?|years?|minutes?|seconds?|miles?|met(?:re|er)s?|kilomet(?:re|er)s?|pounds?|dollars?|euros?))"),
            new Rule("score", "\\d{1,3}[–-]\\d{1,3}(?:, \\d{1,3}[–-]\\d{1,3}){0,4}(?![–-])"),
            new Rule(
                    "coin",
                    ANY_CASE + NUMBER
                            + ")-(?:krona|krone|dollar|euro|pound|cent|pence|penny|rupee|yen|peso|mile|metre|meter|hour|minute|day|week|month|year|foot|inch|ton|tonne|litre|liter|person|bedroom|storey|story|page|part|point|star|seat|man|megapixel)(?!-)"));

    private static final Pattern BARE = Pattern.compile(
            "(?<![\\p{Alnum}.,/_#:$€£¥+-])(" + ANY_CASE + ABOUT + ")?+" + ANY_CASE + NUMBER + "(?: (?:to|or|and) "
                    + NUMBER
                    + ")?|(?:hundreds|thousands|tens of thousands|hundreds of thousands|millions|billions|dozens|scores)(?: of (?:thousands|millions))?)(?: of)?+)(?![\\p{Alnum}%°€£/_]|[.:,]\\d|-\\p{Alnum}|['’]s)");

    private static final Pattern ONE = Pattern.compile(
            "(?<![\\p{Alnum}-])" + ANY_CASE
                    + "(?:exactly|only|just|at least|about|less than|more than|over|under|nearly|almost) (?:one|a single))(?!\\p{Alnum})");

    /** After these a number is a name, not an amount. */
    private static final Set<String> NAMING = Set.of(
            "number",
            "no",
            "no.",
            "room",
            "clause",
            "section",
            "article",
            "chapter",
            "page",
            "version",
            "step",
            "line",
            "platform",
            "flight",
            "unit",
            "appendix",
            "annex",
            "schedule",
            "item",
            "figure",
            "table",
            "model",
            "route",
            "highway",
            "gate",
            "floor",
            "level",
            "grade",
            "class",
            "phase",
            "type",
            "part",
            "volume",
            "order",
            "invoice",
            "ticket",
            "building",
            "apartment",
            "flat",
            "suite",
            "box",
            "channel",
            "day",
            "week",
            "act",
            "season",
            "episode",
            "case",
            "lot",
            "code",
            "form",
            "bus",
            "train",
            "road",
            "error",
            "pin",
            "extension",
            "ext",
            "group",
            "paragraph",
            "exhibit",
            "rule",
            "league",
            "formula",
            "ward",
            "district",
            "area",
            "interstate",
            "us",
            "build",
            "release",
            "nr",
            "size");

    private QuantityGrammar() {}

    static List<Candidate> find(String text) {
        List<Candidate> found = new ArrayList<>();
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern.matcher(text);
            while (matcher.find()) {
                if (rule.origin.equals("score") && !isScore(matcher.group(1))) {
                    continue;
                }
                found.add(new Candidate(matcher.start(1), matcher.end(1), EntityType.QUANTITY, rule.origin));
            }
        }
        return Candidates.withoutOverlaps(found);
    }

    private static boolean isScore(String text) {
        String[] sides = text.split("[–,-]", 3);
        return Integer.parseInt(sides[0]) < 200 && Integer.parseInt(sides[1].strip()) < 200;
    }

    /**
     * Numbers with what they count: "six new players", "about two".
     *
     * @param words a sentence's words with their parts of speech
     */
    static List<Candidate> counted(String text, List<Word> words, List<String> tags) {
        if (words.isEmpty()) {
            return List.of();
        }
        List<Candidate> found = new ArrayList<>();
        int from = words.getFirst().begin();
        int to = words.getLast().end();
        Matcher matcher =
                BARE.matcher(text).region(from, to).useTransparentBounds(true).useAnchoringBounds(false);
        while (matcher.find()) {
            int begin = matcher.start(1);
            int end = matcher.end(1);
            boolean of = text.substring(begin, end).endsWith(" of");
            int next = wordAt(words, end);
            int first = wordAt(words, begin);
            int thing = endOfThing(words, tags, next, false);
            if (of && thing == next) {
                end -= 3;
            }
            if (first > 0 && NAMING.contains(words.get(first - 1).form().toLowerCase(Locale.ROOT))) {
                continue;
            }
            if (first > 0
                    && Character.isDigit(text.charAt(begin))
                    && isName(words, tags, first - 1)
                    && begin - words.get(first - 1).end() <= 1) {
                continue;
            }
            if (thing > next) {
                found.add(new Candidate(begin, words.get(thing - 1).end(), EntityType.QUANTITY, "counted"));
            } else if (!looksLikeYear(text, begin, end)) {
                found.add(new Candidate(
                        begin,
                        end,
                        EntityType.QUANTITY,
                        next < words.size() && tags.get(next).startsWith("NNP") ? "bare-before-name" : "bare"));
            }
        }
        Matcher one = ONE.matcher(text).region(from, to).useTransparentBounds(true);
        while (one.find()) {
            int next = wordAt(words, one.end());
            int thing = endOfThing(words, tags, next, true);
            if (thing > next) {
                found.add(new Candidate(one.start(), words.get(thing - 1).end(), EntityType.QUANTITY, "counted"));
            }
        }
        return found;
    }

    private static boolean isName(List<Word> words, List<String> tags, int i) {
        return tags.get(i).startsWith("NNP") && words.get(i).hasLetter();
    }

    /** The first word that begins at or after an offset. */
    private static int wordAt(List<Word> words, int offset) {
        int i = 0;
        while (i < words.size() && words.get(i).begin() < offset) {
            i++;
        }
        return i;
    }

    /** One past the noun phrase without a determiner that begins here; the same place when there is none. */
    private static int endOfThing(List<Word> words, List<String> tags, int begin, boolean singular) {
        int end = begin;
        for (int i = begin; i < words.size() && i < begin + 5; i++) {
            String tag = tags.get(i);
            String form = words.get(i).form();
            boolean plural = tag.equals("NNS");
            if (words.get(i).isCapitalized() && !words.get(i).isCapitals()
                    || !words.get(i).hasLetter() && !form.equals("-")) {
                break;
            }
            if (plural) {
                return NOT_COUNTED.contains(form) ? begin : i + 1;
            }
            if (tag.equals("NN")) {
                end = i + 1;
            } else if (!tag.startsWith("JJ")
                    && !tag.equals("VBN")
                    && !tag.equals("HYPH")
                    && !(tag.equals("VBG")
                            && i + 1 < words.size()
                            && tags.get(i + 1).startsWith("NN"))) {
                break;
            }
        }
        // A singular noun counts nothing but a share or a heap: "two million people" is plural, "five percent" was
        // found before.
        return end > begin
                        && (singular
                                || PLURALS_WITHOUT_S.contains(words.get(end - 1).form()))
                ? end
                : begin;
    }

    private static final Set<String> PLURALS_WITHOUT_S = Set.of(
            "people",
            "men",
            "women",
            "children",
            "feet",
            "teeth",
            "mice",
            "geese",
            "sheep",
            "fish",
            "deer",
            "staff",
            "aircraft",
            "series",
            "species",
            "police",
            "cattle",
            "crew",
            "spacecraft",
            "salmon",
            "trout",
            "folk");

    private static final Set<String> NOT_COUNTED = Set.of("others", "times’");

    private static boolean looksLikeYear(String text, int begin, int end) {
        return text.substring(begin, end).matches("(?:1[5-9]|20)\\d\\d");
    }
}
