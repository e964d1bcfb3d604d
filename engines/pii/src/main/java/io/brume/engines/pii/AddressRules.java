package io.brume.engines.pii;

import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Span;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Postal addresses by the grammar of American, British, Canadian, Indian and Spanish ones, and towns behind words that people live in. */
final class AddressRules {

    private record Rule(String name, Pattern pattern) {}

    private static final String CAP =
            "(?:\\p{Lu}(?:[\'’]\\p{Lu}|\\p{L}{0,2}\\p{Lu})?[\\p{Ll}\\p{M}][\\p{L}\\p{M}\'’-]{0,24})";
    private static final String CAPS = "(?:" + CAP + " ){0,3}" + CAP;
    private static final String STREET =
            "(?:Street|St\\.?|Road|Rd\\.?|Avenue|Ave\\.?|Lane|Ln\\.?|Drive|Dr\\.?|Court|Ct\\.?|Place|Pl\\.?|Square|Sq\\.?|Crescent|Cres\\.?|Terrace|Boulevard|Blvd\\.?|Way|Close|Row|Mews|Parade|Highway|Hwy\\.?|Walk|Hill|Gardens|Grove|Quay|Wharf|Parkway|Pkwy\\.?|Alley|Broadway|Steps|Circle|Cir\\.?|Trail|Loop|Pike|Rise|View|Green|Park|Ridge|Marg|Nagar|Cross|Main|Path|Yard|Embankment|Turnpike|Plaza|Vale|Bend|Point|Landing|Esplanade|Croft|Fold|Wynd|Gate)";
    private static final String UNIT =
            "(?:(?:Flat|Unit|Apartment|Apt\\.?|Suite|Ste\\.?|Floor|Room|Rm\\.?|Plot|Block|House No\\.?|Door No\\.?|Level|No\\.?|#) ?#?\\p{Alnum}{1,5}|\\d{1,2}(?:st|nd|rd|th) Floor|(?:First|Second|Third|Fourth|Fifth|Ground|Top) Floor)";
    private static final String ZIP =
            "(?:[A-Z]{2} \\d{5}(?:-\\d{4})?|\\d{6}|\\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|[A-Z]{2} [A-Z]\\d[A-Z] ?\\d[A-Z]\\d|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d|[A-Z]{2}\\b)";
    private static final String NUMBER = "\\d{1,5}[A-Za-z]?(?:[-/]\\d{1,4})?";

    private static final List<Rule> ENGLISH = List.of(
            new Rule(
                    "street",
                    Pattern.compile(
                            "(?<![\\p{Alnum}.,$€£#/-])((?:" + UNIT + ", )?(?:" + CAP
                                    + " (?:House|Lodge|Cottage|Hall|Court|Building|Tower|Mansions|Villa), (?:" + UNIT
                                    + ", )?|Villa " + CAP + ", )?" + NUMBER
                                    + ",? (?:(?:North|South|East|West|N\\.?|S\\.?|E\\.?|W\\.?) )?(?:" + CAP + " ){1,4}"
                                    + STREET + "(?![\\p{L}\\p{M}])(?:(?:,|\\n| (?=[A-Z]{1,2}\\d)) ?(?:" + UNIT + "|"
                                    + CAPS + "(?:,? " + ZIP + ")?|" + ZIP + ")){0,4}+)",
                            Pattern.UNICODE_CHARACTER_CLASS)),
            new Rule(
                    "street",
                    Pattern.compile(
                            "(?<![\\p{Alnum}.,$€£#/-])((?:" + CAP
                                    + " (?:House|Lodge|Cottage|Hall|Court|Building|Tower|Mansions|Villa), (?:" + UNIT
                                    + ", )?|Villa " + CAP + ", )" + NUMBER + ",? " + CAPS + "(?:, (?:" + CAPS + "(?:,? "
                                    + ZIP + ")?|" + ZIP + ")){0,3}+)(?![\\p{L}\\p{M}\\p{N}])",
                            Pattern.UNICODE_CHARACTER_CLASS)),
            new Rule(
                    "house",
                    Pattern.compile(
                            "(?<!\\p{Alnum})((?:" + UNIT + "), " + CAPS + "(?:, (?:" + CAPS + "(?:,? " + ZIP + ")?|"
                                    + ZIP + ")){1,3}+)(?![\\p{L}\\p{M}\\p{N}])",
                            Pattern.UNICODE_CHARACTER_CLASS)),
            new Rule(
                    "village",
                    Pattern.compile(
                            "(?<!\\p{Alnum})((?:Village|Vill\\.?|Taluk|Tehsil|Post Office|House No\\.?) " + CAPS
                                    + "(?:, (?:" + CAPS + "(?:,? " + ZIP + ")?|" + ZIP
                                    + ")){1,4}+)(?![\\p{L}\\p{M}\\p{N}])",
                            Pattern.UNICODE_CHARACTER_CLASS)),
            new Rule(
                    "po-box",
                    Pattern.compile(
                            "(?<!\\p{Alnum})((?:P\\.? ?O\\.? Box|PO Box|Post Office Box) \\d{1,6}(?:, " + CAPS
                                    + "(?:,? " + ZIP + ")?){0,3}+)(?![\\p{L}\\p{M}\\p{N}])",
                            Pattern.UNICODE_CHARACTER_CLASS)),
            new Rule(
                    "town-state",
                    Pattern.compile(
                            "(?<!\\p{Alnum})(" + CAPS + ", [A-Z]{2} \\d{5}(?:-\\d{4})?)(?![\\p{L}\\p{M}\\p{N}])",
                            Pattern.UNICODE_CHARACTER_CLASS)),
            new Rule(
                    "town",
                    Pattern.compile(
                            "(?:\\b(?:[Bb]orn in|[Ll]ives? in|[Ll]iving in|[Mm]oved to|[Rr]aised in|[Ff]rom our branch in|branch in|[Rr]esiding in|[Rr]esident of|[Bb]ased in|over in|place(?:\\?)? ?(?:its|it's|is)? ?in|see u in|see you in|pulled over in|office in|house in|flat in|apartment in|back in|up in|down in|stuck in|staying in|[Gg]rew up in|home in|here in|stays in|mum in|parents in|hometown of|(?:City|Town|Town of birth|Place of birth|Birthplace|Hometown|Residence):) )((?:"
                                    + CAP + "(?: |-))?" + CAP + "(?:-(?:on|upon|by|under|in|le)-(?:the-)?" + CAP
                                    + ")?)(?![\\p{L}])",
                            Pattern.UNICODE_CHARACTER_CLASS)));

    private static final String VIA =
            "(?:[Cc]alle|C/|C\\.|Avenida|avenida|Avda\\.?|Av\\.|Paseo|paseo|Pº|P\\.º|Plaza|plaza|Pza\\.?|Camino|Carretera|Ctra\\.?|Ronda|Travesía|Glorieta|Rambla|Urbanización|Urb\\.|Callejón|Cuesta|Vía|Bulevar|Pasaje|Alameda|Colonia|Calzada|Prolongación|Carrera|Cra\\.?|Jirón|Polígono)";
    private static final String NOMBRE = "(?:(?:de la |de los |de las |del |de |la |las |los |el )?(?:" + CAP
            + "|\\d{1,2} de \\p{Ll}{4,10})(?: (?:(?:y |de la |de los |de las |del |de )?" + CAP + ")){0,4})";
    private static final String SPANISH_PIECE =
            "(?:(?:n\\.?º|núm\\.?|número|No\\.?|#) ?\\d{1,4}|\\d{1,2}\\.?[ºª°](?: ?(?:[A-Z]|izq(?:da|uierda)?\\.?|dcha\\.?|derecha|ext\\.?|int\\.?))?|bajo(?: [A-Z])?|ático|entresuelo|principal|(?:piso|puerta|portal|escalera|bloque|local|nave|interior|int\\.|depto\\.?|apto\\.?|planta|esc\\.) ?\\p{Alnum}{1,3}|(?:primer|segundo|tercer|cuarto|quinto|sexto|primero|tercero) ?(?:piso|izquierda|derecha|[A-Z])?|[A-Z]\\b|(?:C\\.?P\\.? ?)?\\d{5}(?: "
                    + CAP + "(?: (?:de |la |del |de la )?" + CAP + "){0,3})?|" + CAP + "(?: (?:de |la |del |de la )?"
                    + CAP + "){0,3})";

    private static final List<Rule> SPANISH = List.of(
            new Rule(
                    "street",
                    Pattern.compile(
                            "(?<!\\p{L})(" + VIA + " ?" + NOMBRE
                                    + ",? (?:n\\.?º ?|núm\\.? ?|número |# ?)?\\d{1,4}(?: ?(?:bis|[A-Z]\\b))?(?:,? "
                                    + SPANISH_PIECE + "(?: \\(" + CAP + "\\))?){0,5}+)(?![\\p{L}\\p{M}\\p{N}])",
                            Pattern.UNICODE_CHARACTER_CLASS)),
            new Rule(
                    "street",
                    Pattern.compile(
                            "(?<!\\p{L})(" + VIA + " ?" + NOMBRE + "(?:, s/n)(?:, " + SPANISH_PIECE
                                    + "){0,4}+)(?![\\p{L}\\p{M}\\p{N}])",
                            Pattern.UNICODE_CHARACTER_CLASS)),
            new Rule(
                    "postcode",
                    Pattern.compile(
                            "(?<![\\p{Alnum}.,-])(\\d{5} " + CAP + "(?: (?:de |la |del |de la )?" + CAP
                                    + "){0,3}+)(?![\\p{L}\\p{M}\\p{N}])",
                            Pattern.UNICODE_CHARACTER_CLASS)),
            new Rule(
                    "town",
                    Pattern.compile(
                            "(?:\\b(?:[Vv]ecin[oa] de|[Vv]iv(?:e|o|en|imos|ía|iendo)(?: ahora| ya| todavía)? en|[Nn]acid[oa] en|[Nn]ací en|[Nn]ació en|[Mm]ud(?:ó|é|amos|ado) a|[Rr]eside(?:nte)? en|oficina de|sucursal de|[Nn]atural de|domicilio en|[Dd]omiciliad[oa] en|residencia:|(?:Ciudad|Localidad|Población|Municipio|Provincia|Lugar de nacimiento|Ciudad de residencia):|piso en|casa en|desde|estoy en|estamos en|quedamos en|procedente de|me voy a|vamos a|nos vemos en|trabajo en) )("
                                    + CAP + "(?: (?:de la |de los |del |de |la )?" + CAP + "){0,3})(?!\\p{L})",
                            Pattern.UNICODE_CHARACTER_CLASS)));

    private AddressRules() {}

    static void find(String text, String language, List<Finding> into) {
        for (Rule rule : language.equals("es") ? SPANISH : ENGLISH) {
            Matcher matcher = rule.pattern.matcher(text);
            while (matcher.find()) {
                int end = matcher.end(1);
                while (end > matcher.start(1) && ".,".indexOf(text.charAt(end - 1)) >= 0) {
                    end--;
                }
                String found = text.substring(matcher.start(1), end);
                if (rule.name.equals("town") && NOT_TOWNS.matcher(found).matches()) {
                    continue;
                }
                into.add(new Finding(
                        new Span(matcher.start(1), end),
                        PiiType.ADDRESS,
                        "ADDRESS/" + rule.name,
                        rule.name.equals("town") ? 1 : 2));
            }
        }
    }

    private static final Pattern NOT_TOWNS = Pattern.compile(
            "(?:January|February|March|April|May|June|July|August|September|October|November|December|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?.*|I|Room.*|Ward.*|Bed.*|HR|IT|Full|English|Spanish|French|[A-Z]{2,4}",
            Pattern.CASE_INSENSITIVE);
}
