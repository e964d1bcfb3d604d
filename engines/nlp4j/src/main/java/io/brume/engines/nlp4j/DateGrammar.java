package io.brume.engines.nlp4j;

import io.brume.engines.text.EntityRecognizer.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates, times of day and what refers to them ("last night", "every winter"): {@link EntityType#DATE}. The first group is the mention. */
final class DateGrammar {

    private static final String MONTH =
            "(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b\\.?)";
    private static final String WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
    private static final String WEEKDAY_SHORT = "(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\\.?";
    private static final String DAY = "(?:3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?";
    private static final String YEAR = "(?:1[0-9]|20)\\d\\d";
    private static final String PART_OF_DAY = "(?:morning|afternoon|evening|night|lunchtime)";
    private static final String SEASON = "(?:spring|summer|autumn|winter)";
    private static final String UNIT =
            "(?:day|night|morning|afternoon|evening|week|weekend|fortnight|month|quarter|season|year|decade|century)";
    private static final String TIME =
            "(?:(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?(?: ?(?:[ap]\\.m\\.|[ap]m\\b))?|(?:1[0-2]|0?[1-9])(?:\\.[0-5]\\d)? ?(?:[ap]\\.m\\.|[ap]m\\b))";
    private static final String ZONE = "(?: ?(?:GMT|UTC|CET|CEST|BST|EST|EDT|CST|PST|PDT|ET|PT)\\b)?";
    private static final String NUMBER_WORD =
            "(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|\\d{1,4})";

    private record Rule(String origin, Pattern pattern) {
        Rule(String origin, String pattern) {
            this(
                    origin,
                    Pattern.compile(
                            pattern,
                            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
        }
    }

    /** In order of preference: of two that overlap the earlier rule wins. */
    private static final List<Rule> RULES = List.of(
            new Rule(
                    "date-iso",
                    "(?<![\\p{Alnum}.-])(\\d{4}-[01]\\d-[0-3]\\d(?:[T ][0-2]\\d:[0-5]\\d(?::[0-5]\\d)?(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?)?)(?![\\p{Alnum}-])"),
            new Rule(
                    "date-numeric",
                    "(?<![\\p{Alnum}./-])([0-3]?\\d([/.-])[0-3]?\\d\\2(?:" + YEAR
                            + "|\\d\\d))(?![\\p{Alnum}/-]|\\.\\d)"),
            new Rule(
                    "date-day-month",
                    "\\b((?:" + WEEKDAY + ",? (?:the )?)?" + DAY + "(?: day)?(?: of)? " + MONTH + "(?:,? " + YEAR
                            + ")?)(?!\\p{Alnum})"),
            new Rule(
                    "date-day-month",
                    "\\b((?:(?:" + WEEKDAY + "|" + WEEKDAY_SHORT + "),? )?" + MONTH + " " + DAY + "(?:,? " + YEAR
                            + ")?)(?![\\p{Alnum}%]|[.,]\\d)"),
            new Rule(
                    "date-month-year",
                    "\\b((?:(?:early|late|mid)[ -])?" + MONTH + ",? (?:of )?" + YEAR + ")(?!\\p{Alnum})"),
            new Rule(
                    "date-season-year",
                    "\\b((?:(?:early|late|mid)[ -])?(?:" + SEASON + "|fall) (?:of )?" + YEAR + ")(?!\\p{Alnum})"),
            new Rule(
                    "date-period",
                    "\\b((?:(?:first|second|third|fourth|last|opening|final) (?:half|quarter|week|weeks|month|months|days?)|end|beginning|start|middle) of (?:(?:the |each |every |this |next |last )?(?:"
                            + YEAR + "|" + MONTH + "|month|year|week)(?: " + YEAR + ")?))(?!\\p{Alnum})"),
            new Rule(
                    "date-period",
                    "\\b((?:Q[1-4]|H[12])(?: (?:of )?" + YEAR + ")?|(?:fiscal|financial)(?: year)? " + YEAR
                            + "|(?:first|second|third|fourth)[ -]quarter(?: of " + YEAR + ")?)(?!\\p{Alnum})"),
            new Rule("date-decade", "\\b((?:(?:early|late|mid)[ -])?(?:1[0-9]|20)\\d0s)(?!\\p{Alnum})"),
            new Rule("date-decade", "((?:(?<=\\b(?:early|late|mid) the )|(?<=\\bthe ))['’]?[1-9]0s)(?!\\p{Alnum})"),
            new Rule(
                    "date-decade",
                    "\\b((?:(?:early|late|mid)[ -])?(?:\\d{1,2}(?:st|nd|rd|th)|(?:nine|eigh|seven|six|fif|four|thir)teenth|twentieth|twenty-first)[ -]century)(?!\\p{Alnum})"),
            new Rule("time", "(?<![\\p{Alnum}.:,/-])(" + TIME + ZONE + ")(?![\\p{Alnum}%:]|[.]\\d)"),
            new Rule(
                    "time",
                    "\\b((?:half past|quarter past|quarter to|ten to|ten past|five to|five past|twenty to|twenty past) \\p{Alpha}{3,6}|(?:\\d{1,2}|\\p{Alpha}{3,6}) o['’]clock)(?!\\p{Alnum})"),
            new Rule("time-word", "\\b(midnight|noon|midday|lunchtime|dawn|dusk|sunrise|sunset)(?!\\p{Alnum}|-)"),
            new Rule(
                    "time-hour",
                    "(?<=\\b(?:at|before|after|until|till|by) )(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?=[.,;?!]|$| (?:today|tonight|tomorrow|on|sharp))"),
            new Rule(
                    "relative-ago",
                    "\\b((?:about |around |nearly |almost |over |more than )?" + NUMBER_WORD + " (?:minute|hour|" + UNIT
                            + ")s? (?:ago|earlier|later|from now))(?!\\p{Alnum})"),
            new Rule(
                    "relative-ago",
                    "\\b((?:a few|a couple of|several|many) (?:minute|hour|" + UNIT
                            + ")s? (?:ago|earlier|later|from now))(?!\\p{Alnum})"),
            new Rule("relative", "\\b((?:the )?day (?:after tomorrow|before yesterday))(?!\\p{Alnum})"),
            new Rule(
                    "relative",
                    "\\b((?:today|tomorrow|yesterday)(?: " + PART_OF_DAY
                            + ")?|tonight|overnight|nowadays)(?!\\p{Alnum})(?!['’]s (?!" + PART_OF_DAY + "))"),
            new Rule(
                    "relative",
                    "\\b((?:(?:early|earlier|late|later) )?(?:last|next|this|that|every|each|every other)(?: (?:coming|past))? (?:"
                            + WEEKDAY + "s?(?: " + PART_OF_DAY + ")?|" + MONTH + "|" + SEASON + "|fall|" + UNIT
                            + "|Christmas|Easter))(?!\\p{Alnum}|-)"),
            new Rule(
                    "relative",
                    "\\b((?:the )?(?:past|previous|last|next|coming|following) (?:few |couple of |several |"
                            + NUMBER_WORD + " )(?:minute|hour|" + UNIT + ")s?)(?!\\p{Alnum})"),
            new Rule(
                    "relative",
                    "(?<=\\bthe )((?:next|following|previous|same) (?:day|morning|evening|night|afternoon|week|weekend|month|year))(?!\\p{Alnum})"),
            new Rule(
                    "holiday",
                    "\\b(Christmas(?: Eve| Day)?|Xmas|New Year['’]s (?:Eve|Day)|New Year|Boxing Day|Good Friday|Easter(?: Sunday| Monday)?|Palm Sunday|Whit Monday|Pentecost|Halloween|Thanksgiving(?: Day)?|Black Friday|Cyber Monday|(?:Saint|St\\.?) (?:Patrick|Valentine|George|Andrew|David)['’]s Day|Valentine['’]s(?: Day)?|Mother['’]s Day|Father['’]s Day|Labou?r Day|Memorial Day|Independence Day|Veterans Day|Presidents['’]? Day|Columbus Day|Bastille Day|Remembrance (?:Day|Sunday)|Bonfire Night|Guy Fawkes Night|May Day|Midsummer(?: Eve| Day)?|Pancake Day|Shrove Tuesday|Ash Wednesday|Mardi Gras|Groundhog Day|Ramadan|Eid(?: al-Fitr| al-Adha)?|Diwali|Holi|Hanukkah|Chanukah|Passover|Yom Kippur|Rosh Hashanah|Lunar New Year|Chinese New Year|Juneteenth|Canada Day|Anzac Day|Australia Day|All Saints['’] Day)(?!\\p{Alnum})"),
            new Rule("weekday", "\\b(" + WEEKDAY + "s?(?: " + PART_OF_DAY + "s?)?)(?!\\p{Alnum})"),
            new Rule(
                    "weekday",
                    "(?<=\\b(?:on|by|until|till|from|since|next|last|this|every|each) )((?:Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun)(?: "
                            + PART_OF_DAY + ")?)(?!\\p{Alnum})"),
            new Rule(
                    "month",
                    "\\b((?:(?:early|late|mid)[ -])?(?:January|February|April|June|July|August|September|October|November|December))(?!\\p{Alnum})"),
            new Rule(
                    "month",
                    "(?<=\\b(?:in|since|until|till|by|from|through|to|of|for|last|next|this|and|during|early|late|mid) )((?:March|May|Jan|Feb|Apr|Aug|Sept|Oct|Nov|Dec))(?!\\p{Alnum})"),
            new Rule(
                    "day-of-month",
                    "(?<=\\b(?:on|by|until|from|before|after|to|since|of) the )((?:3[01]|[12]\\d|[1-9])(?:st|nd|rd|th))(?! (?!of |at |and |to |or |in |for |as )\\p{Alpha})(?!\\p{Alnum}|-)"),
            new Rule(
                    "season",
                    "(?<=\\b(?:in|the|since|until|till|by|during|for|of|through|over|said|early|late|mid) )(spring|summer|autumn|winter)(?! (?:sale|collection|school|camp|coat|holiday|break|dress|tyres|tires|menu|term|olympics|games|wheat|house))(?!\\p{Alnum}|-)"),
            new Rule(
                    "year",
                    "(?<=\\b(?:in|since|by|until|till|from|of|before|after|during|for|around|circa|to|and|between|than|late|early|mid|back in|year|through) )((?:(?:early|late|mid)[ -])?(?:1[0-9]|20)\\d\\d)(?![\\p{Alnum}%$€£]|[,.]\\d|-\\p{Alpha}| (?:people|metres|meters|miles|km|years|pounds|dollars|euros|jobs|workers|employees|copies))"),
            new Rule(
                    "year",
                    "((?<=[ (,–-])(?:1[89]|20)\\d\\d(?=[–-](?:(?:1[89]|20)\\d\\d)(?!\\d))|(?<=(?:1[89]|20)\\d\\d[–-])(?:1[89]|20)\\d\\d(?!\\d))"),
            new Rule(
                    "year",
                    "(?<=[ (])((?:1[89]|20)\\d\\d)(?= (?:and|or|to) (?:1[89]|20)\\d\\d(?![\\p{Alnum}%]|[.,]\\d))"),
            new Rule("year", "\\b((?:early|late|mid)[ -](?:1[0-9]|20)\\d\\d)(?![\\p{Alnum}%])"));

    /** Rules that only ever match where there is a digit. */
    private static final Set<String> OF_DIGITS = Set.of(
            "date-iso",
            "date-numeric",
            "date-day-month",
            "date-month-year",
            "date-season-year",
            "day-of-month",
            "year");

    private DateGrammar() {}

    static List<Candidate> find(String text) {
        List<Candidate> found = new ArrayList<>();
        boolean digits = text.chars().anyMatch(Character::isDigit);
        for (Rule rule : RULES) {
            if (!digits && OF_DIGITS.contains(rule.origin)) {
                continue;
            }
            Matcher matcher = rule.pattern.matcher(text);
            while (matcher.find()) {
                int begin = matcher.start(1);
                int end = matcher.end(1);
                if (rule.origin.equals("month") && isOrdinaryWord(text, begin, end)) {
                    continue;
                }
                found.add(new Candidate(begin, end, EntityType.DATE, rule.origin));
            }
        }
        return Candidates.withoutOverlaps(found);
    }

    /** "march" and "may" in small letters are mostly verbs. */
    private static boolean isOrdinaryWord(String text, int begin, int end) {
        String word = text.substring(begin, end);
        return word.equals("march") || word.equals("may");
    }
}
