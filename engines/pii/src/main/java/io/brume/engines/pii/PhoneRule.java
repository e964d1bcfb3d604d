package io.brume.engines.pii;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Span;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Telephone numbers: found by their form, judged by libphonenumber for the countries that the language suggests. */
final class PhoneRule {

    private static final List<String> ENGLISH = List.of("US", "GB", "IN", "AU", "IE");
    private static final List<String> SPANISH = List.of("ES", "MX", "AR", "CO", "US");

    private static final Pattern FORM = Pattern.compile(
            "(?<![\\p{Alnum}+.=/#-])(\\+?\\(?\\d{1,5}\\)?(?:[ .-]{1,2}\\(?\\d{1,8}\\)?){0,6}(?:,? ?(?:ext|x|extension|extensión)\\.? ?\\d{1,5})?)(?![\\p{Alnum}]|[-/.]\\p{Alnum}|%)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern ANNOUNCING = Pattern.compile(
            "(?<!\\p{L})(?:phone|telephone|tel|tel\\.|call|calls|ring|dial|fax|mobile|cell|cellphone|pager|text|whatsapp|line|hotline|contact|number is|reach me|reach us|landline|me (?:at|on)|us (?:at|on)|teléfono|telefono|tlf|tfno|móvil|movil|celular|llama|llame|llamar|llámame|fijo|fax|número nuevo|en el)(?!\\p{L})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    void find(String text, String language, List<Finding> into) {
        Matcher matcher = FORM.matcher(text);
        while (matcher.find()) {
            String written = matcher.group(1);
            long digits = written.chars().filter(Character::isDigit).count();
            if (digits < 7 || digits > 20) {
                continue;
            }
            int begin = matcher.start(1);
            boolean announced = ContextWords.announced(text, begin, ANNOUNCING, false);
            boolean local = written.matches("\\d{3}[ .-]\\d{4}") && announced;
            String how = how(written, language, announced, local);
            if (!how.isEmpty() && !(ContextWords.isSomethingElse(text, begin) && !announced)) {
                into.add(new Finding(
                        new Span(begin, matcher.end(1)), PiiType.PHONE, "PHONE/" + how, how.equals("form") ? 1 : 2));
            }
        }
    }

    private String how(String written, String language, boolean announced, boolean local) {
        if (local) {
            return "local+words";
        }
        boolean international = written.startsWith("+");
        boolean separated = written.chars().anyMatch(c -> " .-()".indexOf(c) >= 0);
        for (String region : language.equals("es") ? SPANISH : ENGLISH) {
            for (PhoneNumberMatch match : numbers.findNumbers(written, region, Leniency.POSSIBLE, 4)) {
                boolean whole = match.start() <= 1 && match.end() >= written.length() - 1;
                boolean valid = numbers.isValidNumber(match.number());
                if (!whole) {
                    continue;
                }
                if (international) {
                    return announced ? "international+words" : "international";
                }
                if (announced
                        && (valid
                                || separated && (region.equals("US") || region.equals("GB") || region.equals("ES")))) {
                    return "national+words";
                }
                if (separated && isGrouped(written, region) && (valid || isReservedForFiction(written))) {
                    return "form";
                }
            }
        }
        return "";
    }

    /** Numbers that regulators keep for films and documentation: formed like the others, never assigned. */
    private static boolean isReservedForFiction(String written) {
        return written.matches("07700 900\\d{3}|0\\d{3} 496 0\\d{3}|020 7946 0\\d{3}");
    }

    /** Whether digits are grouped as people group telephone numbers there. */
    private static boolean isGrouped(String written, String region) {
        return switch (region) {
            case "US" -> written.matches("(?:1[ .-])?\\(?\\d{3}\\)?[ .-]\\d{3}[ .-]\\d{4}.*");
            case "GB" -> written.matches("\\(?0\\d{2,4}\\)?(?: \\d{3,4}){2}|0\\d{4} \\d{5,6}");
            case "ES" ->
                written.matches(
                        "[6789]\\d{2}(?: \\d{3}){2}|[6789]\\d{2}(?: \\d{2}){3}|[89]\\d(?: \\d{3} \\d{2} \\d{2})");
            case "IN" -> written.matches("0?\\d{5} \\d{5}");
            default -> false;
        };
    }
}
