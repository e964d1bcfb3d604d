package io.brume.engines.pii;

import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Span;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What only the words around it tell: a PIN, a password, a user name. The first group that matched is the finding.
 *
 * @param name told apart in the calibration
 */
record LabelledRule(PiiType type, String name, Pattern pattern) {

    private static LabelledRule rule(PiiType type, String name, String pattern) {
        return new LabelledRule(
                type,
                type + "/" + name,
                Pattern.compile(
                        pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
    }

    private static final String USER = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}._-]{0,38}[\\p{L}\\p{N}_])?";
    private static final String SECRET = "[^\\s\"'“”,;()<>]{4,64}";
    private static final String IDENTIFIER =
            "(?-i:(?=[A-Z0-9 -]{0,14}\\d)[A-Z0-9]{1,16}(?:[ -](?:(?=[A-Z0-9]{0,7}\\d)[A-Z0-9]{1,8}|[A-Z](?![A-Za-z]))){0,4})";

    static final List<LabelledRule> ALL = List.of(
            rule(
                    PiiType.CREDIT_DEBIT_CVV,
                    "words",
                    "\\b(?:cvv2?|cvc2?|cid|csc|security code|card verification(?: code| value)?|código de seguridad|four-digit code on the front|three-digit code on the back|3-digit code(?: on the back)?)(?: (?:is|was|es|era|code|number|de))?[ :=#(.-]{0,3}(\\d{3,4})(?!\\d|[-/.]\\d)"),
            rule(
                    PiiType.CREDIT_DEBIT_EXPIRY,
                    "words",
                    "\\b(?:exp|expires|expire|expiry|expiration|expiry date|expiration date|valid thru|valid through|valid until|good thru|caduca|caducidad|vence|vencimiento|válida hasta|fecha de caducidad)(?: (?:date|is|on|in|en|el|fecha|es|de))?[ .:=(-]{0,3}((?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[2-4]\\d|(?:0[1-9]|1[0-2])[2-4]\\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December)\\.? 20[2-4]\\d)(?![\\d/-])"),
            rule(
                    PiiType.PIN,
                    "words",
                    "(?-i:\\b(?:PIN|Pin|pin|NIP|PINs))\\b[^\\d\\n;]{0,36}?[ :=#(\"'-](\\d{4,6})(?![\\d]|[-/.:]\\d| \\d{4}|%| (?:times|attempts|veces))"),
            rule(
                    PiiType.PIN,
                    "words",
                    "\\b(?:clave(?: (?:de firma|secreta|numérica|personal|de cajero))?|código PIN)(?: (?:es|era))?[ :=]{1,3}(\\d{4,6})(?![\\d]|[-/.]\\d)"),
            rule(
                    PiiType.PASSWORD,
                    "words",
                    "\\b(?:password|passwd|pwd|passcode|passphrase|pass|pw|contraseña|clave|wifi key|wi-fi key)(?: (?:is|was|to|as|set|now|still|for|it|reset|changed|es|era|que|puse|nueva|temporal|de|del|la|wifi|acceso|a)){0,5}[ :=\"'“]{1,4}((?=\\S{0,63}[\\d\\p{Lu}\\p{Punct}])"
                            + SECRET + ")"),
            rule(
                    PiiType.PASSWORD,
                    "wifi",
                    "\\b(?:wifi|wi-fi)(?: (?:de casa|del piso|de la oficina|password|here|de aquí))? (?:is|es)[ :\"'“]{1,3}((?=\\S{0,63}\\d)"
                            + SECRET + ")"),
            rule(
                    PiiType.USERNAME,
                    "key=value",
                    "\\b(?:user|username|uid|login|usuario|userid|user_id|account_user|usr)=[\"']?(" + USER + ")"),
            rule(
                    PiiType.USERNAME,
                    "words",
                    "\\b(?:user ?name|user id|userid|screen name|gamer ?tag|nickname|nick|login(?: name| id)?|twitter|instagram|insta|handle|account name|profile name|gamertag|discord|steam|github|telegram|snapchat|tiktok|reddit|skype|nombre de usuario|apodo|perfil)(?: (?:on the forum|is|was|es|era|in game|there|now|for|del juego|de|en))*(?:[ :=\"'“]{1,4}(?=@?[\\p{L}\\p{N}.]{0,38}[\\d_@-]|@?[\\p{L}\\p{N}]{1,20}\\.[\\p{L}\\p{N}])|[:=] ?[\"'“]?|(?<=\\b(?:is|es|era)) )(@?"
                            + USER + ")(?![\\p{L}@])"),
            rule(
                    PiiType.USERNAME,
                    "words-with-mark",
                    "\\b(?:user|usuario|account|cuenta|publickey for|password for|session for|logged in as|signed in as|sesión iniciada por|iniciada por|intentos fallidos de|acceso de|conectado como|mi usuario(?: del juego)?(?: es)?|add me(?: on \\w{3,12})?:?|follow me|sígueme en|user is|as user)(?: es| is)?[ :\"'“]{1,3}(@?(?=[\\p{L}\\p{N}._-]{0,38}[\\d_-]|[\\p{L}\\p{N}]{1,20}\\.[\\p{L}\\p{N}])(?=[\\d._-]{0,38}\\p{L})[\\p{L}\\p{N}](?:[\\p{L}\\p{N}._-]{0,38}[\\p{L}\\p{N}_]))(?![\\p{L}@])"),
            rule(
                    PiiType.USERNAME,
                    "handle",
                    "(?<![\\p{L}\\p{N}@/.])(@[A-Za-z0-9_]{3,30})(?![\\p{L}\\p{N}@]|\\.\\p{L})"),
            rule(
                    PiiType.PASSPORT_NUMBER,
                    "words",
                    "\\b(?:passport|pasaporte)(?: (?:number|no|no\\.|num|id|is|nº|n\\.º|número|es|holder|card|book))*[ .:#º=-]{1,4}"
                            + "((?-i:(?=[A-Z0-9]{0,8}\\d)[A-Z0-9]{6,9}))(?![\\p{Alnum}]|-\\p{Alnum})"),
            rule(
                    PiiType.DRIVER_ID,
                    "words",
                    "\\b(?:driver['’]?s?['’]? licen[sc]e|driving licen[sc]e|drivers licen[sc]e|licen[sc]e (?:number|no\\.?) of (?:the )?(?:main |named )?driver|DL|driver id|permiso de conducir|licencia de conducir|licencia de manejo|driving permit|driver number|driver lic|licen[sc]e (?:number|no\\.?|num)|carné de conducir|carnet de conducir)(?: (?:number|no|no\\.|num|id|is|n\\.º|nº|número|es|on file))*[ .:#º=]{1,4}("
                            + IDENTIFIER + ")(?![\\p{Alnum}]|-\\p{Alnum})"),
            rule(
                    PiiType.LICENSE_PLATE,
                    "words",
                    "\\b(?:licen[sc]e plate|number plate|plates?|registration(?: mark| number| plate)?|reg(?:istration)?(?: no\\.?| number| mark| plate)?|tag(?: number| no\\.?)?|matrícula|placa|placas|patente)(?: (?:number|no|no\\.|is|was|n\\.º|nº|número|es|del coche))*[ .:#º=]{1,3}"
                            + "((?-i:(?=[A-Z0-9 -]{0,8}\\d)(?=[A-Z0-9 -]{0,8}[A-Z])[A-Z0-9]{1,7}(?:[ -][A-Z0-9]{1,5}){0,2}))(?![\\p{Alnum}]|-\\p{Alnum})"),
            rule(
                    PiiType.BANK_ACCOUNT_NUMBER,
                    "words",
                    "\\b(?:account|acct|a/c|checking|savings|cuenta|cuenta corriente|bank account|ccc)(?: (?:number|num|no|no\\.|#|acct|account|is|nº|n\\.º|número|ending|ending in|corriente|es|de ahorro|with|to))*[ .:#º=(]{1,3}((?:[X*•]{2,12}[- ]?\\d{2,6}|\\d{6,17}|\\d{4}[ -]\\d{4}[ -]\\d{2}[ -]\\d{10}|\\d{3,5}[ -]\\d{3,5}[ -]\\d{2,6}))(?![\\p{Alnum}]|[-/.]\\p{Alnum})"),
            rule(
                    PiiType.CREDIT_DEBIT_NUMBER,
                    "last-four",
                    "\\b(?:card|visa|mastercard|amex|tarjeta)(?: (?:number|card|débito|crédito|de débito|de crédito|on file|that))*,?(?: (?:ends|ending|ended|terminada|acabada|que termina|que acaba|terminado)(?: (?:in|with|en|by))?)[ :*x•]{1,6}(\\d{4})(?!\\d)"),
            rule(PiiType.CREDIT_DEBIT_NUMBER, "masked", "(?<![\\p{Alnum}])((?:[X*•]{4}[ -]?){3}\\d{4})(?!\\d)"),
            rule(PiiType.SSN, "masked", "(?<![\\p{Alnum}-])((?:[X*#]{3}-[X*#]{2}-|[X*#]{5})\\d{4})(?![\\d-])"),
            rule(
                    PiiType.SSN,
                    "last-four",
                    "\\b(?:last four|last 4|final four|last-four)(?: digits)?(?: of)?(?: (?:the|your|my|her|his|their|a))?(?: \\p{L}+['’]s)? (?:social(?: security(?: number)?)?|ssn)(?: (?:is|are|was))?[ :=]{1,3}(\\d{4})(?!\\d)"),
            rule(
                    PiiType.SSN,
                    "last-four",
                    "\\b(?:ssn|social security number|social)(?:,)? (?:ending in|ends in|ending with)[ :]{1,2}(\\d{4})(?!\\d)"),
            rule(
                    PiiType.IP_ADDRESS,
                    "form",
                    "(?<![\\p{Alnum}._-])((?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d))(?![\\p{Alnum}_]|[.-]\\p{Alnum})"),
            rule(
                    PiiType.IP_ADDRESS,
                    "form6",
                    "(?<![\\p{Alnum}:.])((?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){1,6}:|::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})(?![\\p{Alnum}:])"),
            rule(
                    PiiType.MAC_ADDRESS,
                    "form",
                    "(?<![\\p{Alnum}:-])([0-9a-f]{2}([:-])(?:[0-9a-f]{2}\\2){4}[0-9a-f]{2})(?![\\p{Alnum}]|[:-][0-9a-f])"),
            rule(
                    PiiType.MAC_ADDRESS,
                    "form",
                    "(?<![\\p{Alnum}.])([0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4})(?![\\p{Alnum}]|\\.\\p{Alnum})"),
            rule(
                    PiiType.EMAIL,
                    "form",
                    "(?<![\\p{Alnum}._%+-])([\\p{Alnum}][\\p{Alnum}._%+-]{0,63}@(?:[\\p{Alnum}-]{1,63}\\.){1,8}\\p{Alpha}{2,24})(?![\\p{Alnum}-])"),
            rule(
                    PiiType.URL,
                    "form",
                    "(?<![\\p{Alnum}@.-])((?:https?://|ftp://|www\\.)[^\\s<>\"“”\\[\\]{}|\\\\^`]{1,2000}[^\\s<>\"“”\\[\\]{}|\\\\^`.,;:!?)'’*])"),
            rule(
                    PiiType.URL,
                    "bare",
                    "(?<![\\p{Alnum}@./-])((?:[a-z0-9-]{2,63}\\.){1,4}(?:com|org|net|io|edu|gov|example|co\\.uk|dev|app|info|es|mx|ly|me|de|fr|eu|tv)(?:/[^\\s<>\"“”]{0,500}[^\\s<>\"“”.,;:!?)'’*])?)(?![\\p{Alnum}@-]|\\.\\p{Alnum})"));

    private static final Pattern VERSIONISH = Pattern.compile(
            "\\b(?:version|versión|release|releases|builds?|firmware|driver|clause|rev|rev\\.|section|cláusula|lote|agent|fw|is version|update|patch|software)\\b[^\\n]{0,14}$|\\bv$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    void find(String text, List<Finding> into) {
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (from < text.length() && matcher.find(from)) {
            int begin = matcher.start(1);
            int end = matcher.end(1);
            from = Math.max(end, from + 1);
            if (type == PiiType.IP_ADDRESS && isVersion(text, begin)) {
                continue;
            }
            if (type == PiiType.PASSWORD) {
                while (end > begin + 4
                        && ".!?:".indexOf(text.charAt(end - 1)) >= 0
                        && (end == text.length() || Character.isWhitespace(text.charAt(end)))) {
                    end--;
                }
                if (isPlainWord(text.substring(begin, end))) {
                    continue;
                }
            }
            into.add(new Finding(new Span(begin, end), type, name, 2));
        }
    }

    private static boolean isPlainWord(String value) {
        return value.matches("\\p{L}\\p{Ll}{0,20}|\\d{1,2}|.*[(=:]$");
    }

    private static boolean isVersion(String text, int begin) {
        return VERSIONISH
                .matcher(text.substring(Math.max(0, begin - 30), begin))
                .find();
    }
}
