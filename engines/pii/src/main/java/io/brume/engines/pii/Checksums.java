package io.brume.engines.pii;

import java.math.BigInteger;
import java.util.Locale;

/** The check digits and reserved ranges by which identifiers tell themselves from other numbers. All take digits and letters without separators. */
final class Checksums {

    private Checksums() {}

    /** Digits and letters only, upper case. */
    static String compact(String s) {
        StringBuilder kept = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            if (Character.isLetterOrDigit(s.charAt(i))) {
                kept.append(Character.toUpperCase(s.charAt(i)));
            }
        }
        return kept.toString();
    }

    /** ISO/IEC 7812-1, annex B: payment cards, Canadian social insurance numbers. */
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0 && digits.chars().distinct().count() > 1;
    }

    /** Whether a network issues card numbers with these first digits and of this length. */
    static boolean isCardNumber(String digits) {
        int length = digits.length();
        if (length < 12 || length > 19) {
            return false;
        }
        int two = Integer.parseInt(digits.substring(0, 2));
        int three = Integer.parseInt(digits.substring(0, 3));
        int four = Integer.parseInt(digits.substring(0, 4));
        boolean visa = digits.charAt(0) == '4' && (length == 13 || length == 16 || length == 19);
        boolean mastercard = length == 16 && (two >= 51 && two <= 55 || four >= 2221 && four <= 2720);
        boolean amex = length == 15 && (two == 34 || two == 37);
        boolean diners = length >= 14 && (three >= 300 && three <= 305 || two == 36 || two == 38 || two == 39);
        boolean discover = length >= 16 && (four == 6011 || three >= 644 && three <= 649 || two == 65);
        boolean jcb = length >= 16 && four >= 3528 && four <= 3589;
        boolean maestro = two == 50 || two >= 56 && two <= 58 || four == 6304 || four == 6759 || two == 67;
        boolean unionPay = length >= 16 && two == 62;
        return (visa || mastercard || amex || diners || discover || jcb || maestro || unionPay) && luhn(digits);
    }

    /** ISO 13616: the rearranged number is 1 modulo 97. */
    static boolean iban(String compact) {
        if (compact.length() < 15 || compact.length() > 34) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        String rearranged = compact.substring(4) + compact.substring(0, 4);
        for (int i = 0; i < rearranged.length(); i++) {
            int value = Character.digit(rearranged.charAt(i), 36);
            if (value < 0) {
                return false;
            }
            digits.append(value);
        }
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    /** American routing numbers: weights 3, 7, 1, and a first pair that a Federal Reserve bank has. */
    static boolean routingNumber(String digits) {
        if (digits.length() != 9) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (digits.charAt(i) - '0') * new int[] {3, 7, 1}[i % 3];
        }
        int first = Integer.parseInt(digits.substring(0, 2));
        boolean reserved =
                first >= 1 && first <= 12 || first >= 21 && first <= 32 || first >= 61 && first <= 72 || first == 80;
        return sum % 10 == 0 && reserved;
    }

    /** American social security numbers: no area 000, 666 or 9xx, no group 00, no serial 0000. */
    static boolean socialSecurityNumber(String digits) {
        return digits.length() == 9
                && !digits.startsWith("000")
                && !digits.startsWith("666")
                && digits.charAt(0) != '9'
                && !digits.startsWith("00", 3)
                && !digits.endsWith("0000");
    }

    /** American individual tax numbers: area 9xx and the groups that the tax office hands out. */
    static boolean individualTaxNumber(String digits) {
        if (digits.length() != 9 || digits.charAt(0) != '9') {
            return false;
        }
        int group = Integer.parseInt(digits.substring(3, 5));
        return group >= 50 && group <= 65 || group >= 70 && group <= 88 || group >= 90 && group <= 92 || group >= 94;
    }

    /** ISO 3779 with the North American check digit in the ninth place. */
    static boolean vehicleIdentificationNumber(String vin) {
        if (vin.length() != 17) {
            return false;
        }
        int[] weights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
        String letters = "ABCDEFGHJKLMNPRSTUVWXYZ";
        String values = "12345678123457923456789";
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            char c = vin.charAt(i);
            int at = letters.indexOf(c);
            if (!Character.isDigit(c) && at < 0) {
                return false;
            }
            sum += weights[i] * (Character.isDigit(c) ? c - '0' : values.charAt(at) - '0');
        }
        char expected = sum % 11 == 10 ? 'X' : (char) ('0' + sum % 11);
        return vin.charAt(8) == expected;
    }

    /** British health service numbers: weights 10 to 2, modulo 11. */
    static boolean nationalHealthServiceNumber(String digits) {
        if (digits.length() != 10) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (10 - i) * (digits.charAt(i) - '0');
        }
        int check = (11 - sum % 11) % 11;
        return check == digits.charAt(9) - '0';
    }

    /** British taxpayer references: weights over the last nine digits, modulo 11, the check digit first. */
    static boolean uniqueTaxpayerReference(String digits) {
        if (digits.length() != 10) {
            return false;
        }
        int[] weights = {6, 7, 8, 9, 10, 5, 4, 3, 2};
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += weights[i] * (digits.charAt(i + 1) - '0');
        }
        return "21987654321".charAt(sum % 11) == digits.charAt(0);
    }

    /** British national insurance numbers: the prefixes that are never used. */
    static boolean nationalInsurancePrefix(String number) {
        String prefix = number.substring(0, 2).toUpperCase(Locale.ROOT);
        return "DFIQUV".indexOf(prefix.charAt(0)) < 0
                && "DFIQUVO".indexOf(prefix.charAt(1)) < 0
                && !prefix.matches("BG|GB|KN|NK|NT|TN|ZZ");
    }

    private static final String[] VERHOEFF_PRODUCT = {
        "0123456789",
        "1234067895",
        "2340178956",
        "3401289567",
        "4012395678",
        "5987604321",
        "6598710432",
        "7659821043",
        "8765932104",
        "9876543210"
    };
    private static final String[] VERHOEFF_PERMUTATION = {
        "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"
    };

    /** Verhoeff's scheme (1969): Aadhaar numbers. */
    static boolean verhoeff(String digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            check = VERHOEFF_PRODUCT[check].charAt(VERHOEFF_PERMUTATION[i % 8].charAt(digit) - '0') - '0';
        }
        return check == 0;
    }
}
