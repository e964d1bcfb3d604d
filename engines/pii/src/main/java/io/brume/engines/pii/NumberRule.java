package io.brume.engines.pii;

import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Span;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers that have a form: found by it, believed for a checksum, for the words before them, or for the form alone.
 *
 * @param form the whole match, or its first group when it has one
 * @param checksum over the compact form; null when there is none
 * @param announcing words that announce it; null when none do
 * @param least the strength below which a finding is dropped: 3 needs checksum and words, 2 either, 1 neither
 */
record NumberRule(
        PiiType type,
        Pattern form,
        @Nullable Predicate<String> checksum,
        @Nullable Pattern announcing,
        int least) {

    private static final String NOT_INSIDE = "(?<![\\p{Alnum}@#/.-])";
    private static final String NOT_GOING_ON = "(?![\\p{Alnum}@]|[-/.]\\p{Alnum})";

    private static NumberRule rule(
            PiiType type, String form, @Nullable Predicate<String> checksum, @Nullable String words, int least) {
        return new NumberRule(
                type,
                Pattern.compile(NOT_INSIDE + form + NOT_GOING_ON),
                checksum,
                words == null
                        ? null
                        : Pattern.compile(
                                "(?<!\\p{L})(?:" + words + ")(?!\\p{L})",
                                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS),
                least);
    }

    static final List<NumberRule> ALL = List.of(
            rule(
                    PiiType.CREDIT_DEBIT_NUMBER,
                    "\\d{4}[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}(?:[ -]?\\d{3})?",
                    Checksums::isCardNumber,
                    "card|visa|mastercard|pan|maestro|tarjeta",
                    2),
            rule(
                    PiiType.CREDIT_DEBIT_NUMBER,
                    "3\\d{3}[ -]?\\d{6}[ -]?\\d{4,5}",
                    Checksums::isCardNumber,
                    "card|amex|american express|diners|tarjeta",
                    2),
            rule(
                    PiiType.CREDIT_DEBIT_NUMBER,
                    "\\d{13,19}",
                    Checksums::isCardNumber,
                    "card|visa|mastercard|pan|tarjeta",
                    2),
            rule(
                    PiiType.INTERNATIONAL_BANK_ACCOUNT_NUMBER,
                    "[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?",
                    Checksums::iban,
                    "iban",
                    2),
            rule(
                    PiiType.SSN,
                    "\\d{3}-\\d{2}-\\d{4}",
                    Checksums::socialSecurityNumber,
                    "ssn|social|social security|seguridad social|seguro social|ss#|ss no",
                    2),
            rule(
                    PiiType.SSN,
                    "\\d{3} ?\\d{2} ?\\d{4}",
                    Checksums::socialSecurityNumber,
                    "ssn|ssns|social|social security|seguro social|ss#|ss no",
                    3),
            rule(
                    PiiType.US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER,
                    "9\\d{2}-\\d{2}-\\d{4}",
                    Checksums::individualTaxNumber,
                    "itin|taxpayer",
                    2),
            rule(
                    PiiType.US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER,
                    "9\\d{2} ?\\d{2} ?\\d{4}",
                    Checksums::individualTaxNumber,
                    "itin|itins|taxpayer|spouse",
                    3),
            rule(PiiType.BANK_ROUTING, "\\d{9}", Checksums::routingNumber, "routing|aba|rtn|transit|routing number", 3),
            rule(
                    PiiType.CA_SOCIAL_INSURANCE_NUMBER,
                    "\\d{3}[ -]?\\d{3}[ -]?\\d{3}",
                    Checksums::luhn,
                    "sin|social insurance|nas",
                    3),
            rule(
                    PiiType.CA_HEALTH_NUMBER,
                    "\\d{4}[ -]?\\d{3}[ -]?\\d{3}(?:[ -]?[A-Z]{2})?",
                    null,
                    "ohip|health card|health number|health insurance number|phn|medicare card|health no",
                    2),
            rule(
                    PiiType.UK_NATIONAL_HEALTH_SERVICE_NUMBER,
                    "\\d{3}[ -]?\\d{3}[ -]?\\d{4}",
                    Checksums::nationalHealthServiceNumber,
                    "nhs",
                    3),
            rule(
                    PiiType.UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER,
                    "\\d{5}[ -]?\\d{5}(?:K|k)?",
                    null,
                    "utr|unique taxpayer|taxpayer reference|self assessment|self-assessment|tax reference",
                    2),
            rule(
                    PiiType.UK_NATIONAL_INSURANCE_NUMBER,
                    "[A-Z]{2}[ -]?\\d{2}[ -]?\\d{2}[ -]?\\d{2}[ -]?[A-D]",
                    Checksums::nationalInsurancePrefix,
                    "nino|ni|ni no|ni number|national insurance",
                    2),
            rule(
                    PiiType.IN_AADHAAR,
                    "[2-9]\\d{3}[ -]\\d{4}[ -]\\d{4}",
                    Checksums::verhoeff,
                    "aadhaar|aadhar|uidai|uid",
                    2),
            rule(PiiType.IN_AADHAAR, "[2-9]\\d{11}", Checksums::verhoeff, "aadhaar|aadhar|uidai|uid", 3),
            rule(
                    PiiType.IN_PERMANENT_ACCOUNT_NUMBER,
                    "[A-Z]{3}[ABCFGHJLPT][A-Z]\\d{4}[A-Z]",
                    null,
                    "pan|permanent account",
                    1),
            rule(PiiType.IN_NREGA, "[A-Z]{2}-\\d{2}-\\d{3}-\\d{3}-\\d{3}/\\d{1,6}", null, "nrega|mgnrega|job card", 1),
            rule(
                    PiiType.IN_VOTER_NUMBER,
                    "[A-Z]{3}/?\\d{7}",
                    null,
                    "voter|voters|epic|epic no|elector|electors|electoral|elector photo id|voter id",
                    2),
            rule(
                    PiiType.VEHICLE_IDENTIFICATION_NUMBER,
                    "(?=[A-Z0-9]{0,16}\\d)(?=[A-Z0-9]{0,16}[A-Z])[A-HJ-NPR-Z0-9]{17}",
                    Checksums::vehicleIdentificationNumber,
                    "vin|vehicle identification|identification number|chassis|bastidor|frame number",
                    2),
            rule(PiiType.AWS_ACCESS_KEY, "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}", null, "aws|access|key|credentials", 1),
            rule(
                    PiiType.AWS_SECRET_KEY,
                    "(?=[A-Za-z0-9/+]{0,39}[a-z])(?=[A-Za-z0-9/+]{0,39}[A-Z])(?=[A-Za-z0-9/+]{0,39}\\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])",
                    null,
                    "secret|aws_secret_access_key|secret key|secret access key|(?:AKIA|ASIA)[A-Z0-9]{16}|aws",
                    1),
            rule(PiiType.SWIFT_CODE, "[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", null, "swift|bic|swift/bic|swift code", 2));

    void find(String text, List<Finding> into) {
        Matcher matcher = form.matcher(text);
        int from = 0;
        while (from < text.length() && matcher.find(from)) {
            from = matcher.end();
            int begin = matcher.start();
            String compact = Checksums.compact(matcher.group());
            boolean checked = checksum != null && checksum.test(compact);
            boolean announced = announcing != null && ContextWords.announced(text, begin, announcing, checked);
            if (type == PiiType.UK_NATIONAL_INSURANCE_NUMBER && announced) {
                checked = true; // documents show numbers from the unused prefixes on purpose
            }
            boolean mandatory = checksum != null && !checked && !type.equals(PiiType.VEHICLE_IDENTIFICATION_NUMBER);
            int strength = mandatory ? 0 : 1 + (checked ? 1 : 0) + (announced ? 1 : 0);
            if (strength >= least && !(!announced && ContextWords.isSomethingElse(text, begin))) {
                String how = checked ? announced ? "checksum+words" : "checksum" : announced ? "words" : "form";
                into.add(new Finding(new Span(begin, matcher.end()), type, type + "/" + how, strength));
            }
        }
    }
}
