package io.brume.engines.pii;

import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Span;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates, times of day and ages, in English and Spanish. The first group is the finding. */
final class TimeRules {

    private record Rule(PiiType type, String name, Pattern pattern) {}

    private static Rule date(String name, String pattern) {
        return new Rule(
                PiiType.DATE_TIME,
                "DATE_TIME/" + name,
                Pattern.compile(
                        pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
    }

    private static Rule age(String name, String pattern) {
        return new Rule(
                PiiType.AGE,
                "AGE/" + name,
                Pattern.compile(
                        pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
    }

    private static final String YEAR = "(?:1[89]|20)\\d\\d";
    private static final String CLOCK = "(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?";

    private static final List<Rule> NUMERIC = List.of(
            date(
                    "iso",
                    "(?<![\\p{Alnum}.-])(\\d{4}-[01]\\d-[0-3]\\d(?:[T ]" + CLOCK
                            + "(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?)?)(?![\\p{Alnum}-])"),
            date(
                    "numeric",
                    "(?<![\\p{Alnum}./:-])([0-3]?\\d([/.-])[01]?\\d\\2(?:" + YEAR + "|\\d\\d)(?:,? " + CLOCK
                            + ")?)(?![\\p{Alnum}/-]|\\.\\d)"),
            date(
                    "numeric",
                    "(?<![\\p{Alnum}./:-])([01]?\\d([/.-])[0-3]?\\d\\2" + YEAR + "(?:,? " + CLOCK
                            + ")?)(?![\\p{Alnum}/-]|\\.\\d)"));

    private static final String MONTH =
            "(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b\\.?)";
    private static final String WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
    private static final String WEEKDAY_SHORT = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
    private static final String DAY = "(?:3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?";

    private static final List<Rule> ENGLISH = List.of(
            date(
                    "full",
                    "\\b((?:(?:" + WEEKDAY + "|" + WEEKDAY_SHORT + "),? )?" + DAY + "(?: day)?(?: of)?[ -]" + MONTH
                            + "(?:,?[ -]" + YEAR + ")?(?:,? (?:at )?" + CLOCK
                            + "(?: ?[ap]\\.?m\\b\\.?)?)?)(?![\\p{Alnum}-])"),
            date(
                    "full",
                    "\\b((?:(?:" + WEEKDAY + "|" + WEEKDAY_SHORT + "),? )?" + MONTH + " " + DAY + "(?:,? " + YEAR
                            + ")?(?:,? " + CLOCK + ")?)(?![\\p{Alnum}%-]|[.,]\\d)"),
            date("month-year", "\\b(" + MONTH + ",? " + YEAR + ")(?!\\p{Alnum})"),
            date(
                    "time",
                    "(?<![\\p{Alnum}.:,/-])(" + CLOCK
                            + "(?: ?[ap]\\.m\\.| ?[ap]m\\b)?|(?:1[0-2]|0?[1-9])(?:\\.[0-5]\\d)? ?(?:[ap]\\.m\\.|[ap]m\\b))(?![\\p{Alnum}%:]|\\.\\d)"),
            date(
                    "time-word",
                    "\\b(midnight|noon|midday|(?:half past|quarter past|quarter to) \\p{Alpha}{3,6}|(?:\\d{1,2}|\\p{Alpha}{3,6}) o['’]clock)(?!\\p{Alnum})"),
            date("weekday", "\\b(" + WEEKDAY + "s?)(?!\\p{Alnum})"),
            date(
                    "month",
                    "\\b(January|February|April|June|July|August|September|October|November|December)(?!\\p{Alnum})"),
            date(
                    "month",
                    "(?<=\\b(?:in|since|until|till|by|from|through|to|of|for|last|next|this) )(March|May)(?!\\p{Alnum}|-)"),
            date("decade", "\\b(the (?:early |late |mid-)?(?:1[89]|20)\\d0s)(?!\\p{Alnum})"),
            date(
                    "day-of-month",
                    "(?<=\\bthe )((?:3[01]|[12]\\d|[1-9])(?:st|nd|rd|th))(?! (?!of (?:each|every|the|this|next)\\b|and |at |to |or |in |so )\\p{Alpha})(?!\\p{Alnum}|-)"),
            date(
                    "year",
                    "(?<=\\b(?:in|since|until|till|by|from|of|before|after|during|early|late|year|around|summer|winter|spring|autumn|for) )("
                            + YEAR
                            + ")(?![\\p{Alnum}%$€£/-]|[,.]\\d| (?:copies|pieces|units|people|metres|meters|items|pages|words|pounds|dollars|euros|points))"),
            date(
                    "range",
                    "((?<=[ (])(?:1[89]|20)\\d\\d(?=[–-](?:1[89]|20)\\d\\d(?!\\d)(?!-))|(?<=[ (](?:1[89]|20)\\d\\d[–-])(?:1[89]|20)\\d\\d(?![\\d-]))"),
            date(
                    "relative",
                    "\\b((?:last|next|this) (?:" + WEEKDAY + "|" + MONTH
                            + ")|tomorrow|yesterday|tonight|today)(?!\\p{Alnum})"),
            date(
                    "relative",
                    "\\b((?:last|next|this) (?:night|week|weekend|month|year|morning|afternoon|evening|spring|summer|autumn|winter))(?!\\p{Alnum})"),
            date(
                    "holiday",
                    "\\b(Christmas(?: Eve| Day)?|New Year['’]s (?:Eve|Day)|Easter(?: Sunday| Monday)?|Thanksgiving|Halloween|Boxing Day|Good Friday)(?!\\p{Alnum})"),
            age(
                    "years-old",
                    "\\b((?:\\d{1,3}|\\p{L}{3,12}(?:-\\p{L}{3,5})?)[ -](?:years?|yrs?|months?|weeks?|days?))(?=[ -]old\\b)"),
            age("of-age", "\\b(\\d{1,3} (?:years?|yrs?|months?|weeks?))(?= of age\\b)"),
            age("yo", "\\b(\\d{1,3} ?(?:y/o|yo|y\\.o\\.))(?!\\p{Alnum})"),
            age(
                    "aged",
                    "\\b(?:age|aged|ages)(?: (?:is|of|was|as on [\\p{Alnum} ]{4,20}))?[ :=]{1,3}((?:1[01]\\d|[1-9]?\\d)(?: (?:years|months|weeks|days))?)(?![\\p{Alnum}%/]|[.,:-]\\d)"),
            age(
                    "turns",
                    "\\b(?:turns|turned|turning|he['’]s|she['’]s|who is|who['’]s|is only|is now|I['’]m|I am|i['’]m|i am|he is|she is|was only)(?: (?:just|already|only|almost|now|about to be))? ((?:1[01]\\d|[1-9]?\\d)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?=[.,;!?)]|$| (?:on|today|tomorrow|and|now|next|this|in|so|but|or|years|with)\\b)(?! (?:minutes|hours|days|weeks|miles|km|percent))"),
            age("apposition-years", "(?<=[;,] )(\\d{1,3} (?:years|yrs))(?=[,;.)])"),
            age(
                    "apposition",
                    "(?<=\\p{Ll}, |\\p{Ll} \\(|grandpa, |grandma, |\\p{L}{2} \\()((?:1[01]\\d|[1-9]\\d))(?=[,)]| and still)"));

    private static final String MES =
            "(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)";
    private static final String DIA = "(?:lunes|martes|miércoles|jueves|viernes|sábados?|domingos?)";
    private static final String HORA = "(?:una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|\\d{1,2})";

    private static final List<Rule> SPANISH = List.of(
            date(
                    "full",
                    "\\b((?:" + DIA + ",? )?(?:3[01]|[12]\\d|0?[1-9]|primero) de " + MES + "(?:(?: del?|,)? " + YEAR
                            + ")?)(?!\\p{Alnum})"),
            date("month-year", "\\b(" + MES + "(?: del?)? " + YEAR + ")(?!\\p{Alnum})"),
            date("time", "(?<![\\p{Alnum}.:,/-])(" + CLOCK + "(?: ?(?:h|horas))?)(?![\\p{Alnum}%:]|\\.\\d)"),
            date(
                    "time-word",
                    "(?<=\\blas? )(" + HORA
                            + "(?: y (?:media|cuarto|diez|veinte|cinco)| menos (?:cuarto|diez|veinte|cinco|veinticinco))?(?: en punto)?(?: de la (?:mañana|tarde|noche|madrugada)))(?!\\p{Alnum})"),
            date(
                    "time-word",
                    "(?<=\\blas? )(" + HORA
                            + " (?:y (?:media|cuarto|diez|veinte|cinco)|menos (?:cuarto|diez|veinte|cinco)|en punto))(?!\\p{Alnum})"),
            date("time-word", "\\b(medianoche|mediodía)(?!\\p{Alnum})"),
            date("weekday", "\\b(" + DIA + ")(?!\\p{Alnum})"),
            date(
                    "month",
                    "(?<=\\b(?:en|desde|hasta|de|a|para|finales de|principios de|mediados de|este|próximo|pasado) )("
                            + MES + ")(?!\\p{Alnum})"),
            date(
                    "year",
                    "(?<=\\b(?:en|desde|hasta|de|del|año|el|a) )(" + YEAR
                            + ")(?![\\p{Alnum}%$€£/-]|[,.]\\d| (?:euros|pesos|metros|unidades|personas))"),
            date(
                    "decade",
                    "\\b(los años (?:\\d0|" + YEAR
                            + "|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa))(?!\\p{Alnum})"),
            date(
                    "relative",
                    "\\b(anteayer|ayer|pasado mañana|anoche|hoy|la semana (?:pasada|que viene)|el (?:mes|año) (?:pasado|que viene)|esta (?:mañana|tarde|noche|semana))(?!\\p{Alnum})"),
            date(
                    "relative",
                    "(?<![\\p{L}] la |por la |de la |la )\\b(mañana)(?! siguiente)(?=[.,;!?]| (?:a las|por la|mismo|tengo|voy|te|nos|es|no)\\b|$)"),
            date(
                    "holiday",
                    "\\b(Navidad|Nochebuena|Nochevieja|Año Nuevo|Semana Santa|Viernes Santo|Reyes)(?!\\p{Alnum})"),
            age(
                    "years",
                    "(?<=\\b(?:de|tiene|tengo|con|cumple|cumplió|cumplía|cumplo|edad:|tenía|cumplir|,|y) )((?:1[01]\\d|[1-9]?\\d|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|dieciocho|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa) (?:años|meses))(?! (?:de (?:antigüedad|garantía|experiencia|contrato|plazo|permanencia|servicio)|después|atrás|más tarde))(?!\\p{Alnum})"),
            age(
                    "edad",
                    "\\b(?:edad)(?: (?:es|de))?[ :=]{1,3}((?:1[01]\\d|[1-9]?\\d)(?: (?:años|meses))?)(?![\\p{Alnum}%/]|[.,:-]\\d)"));

    private static final Map<String, List<Rule>> BY_LANGUAGE = Map.of("en", ENGLISH, "es", SPANISH);

    private TimeRules() {}

    static void find(String text, String language, List<Finding> into) {
        for (List<Rule> rules : List.of(NUMERIC, BY_LANGUAGE.getOrDefault(language, ENGLISH))) {
            for (Rule rule : rules) {
                Matcher matcher = rule.pattern.matcher(text);
                while (matcher.find()) {
                    if (rule.name.equals("DATE_TIME/numeric") && ContextWords.isSomethingElse(text, matcher.start(1))) {
                        continue;
                    }
                    into.add(new Finding(new Span(matcher.start(1), matcher.end(1)), rule.type, rule.name, 1));
                }
            }
        }
    }
}
