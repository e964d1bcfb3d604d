package io.brume.serverless.dynamodb.item;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * DynamoDB's numbers: up to 38 significant digits, magnitudes from 1E-130 to 9.99…E+125. They are kept and told in one form,
 * without an exponent and without zeros that say nothing, so that equal numbers are equal texts.
 */
public final class Numbers {

    private static final int DIGITS = 38;
    private static final int LARGEST_EXPONENT = 125;
    private static final int SMALLEST_EXPONENT = -130;
    private static final int LONGEST_TEXT = 1000;
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?");

    private static final byte NEGATIVE = 0;
    private static final byte ZERO = 1;
    private static final byte POSITIVE = 2;

    private Numbers() {}

    /**
     * A number's one form.
     *
     * @throws RuntimeException a validation error when it is none, too long, too large or too small
     */
    public static String canonical(String text) {
        return isPlain(text) ? text : form(checked(parsed(text)));
    }

    /** Whether a text is certainly in its form: a short whole number, as most are. */
    private static boolean isPlain(String text) {
        int length = text.length();
        if (length == 0 || length > 18 || text.charAt(0) == '0' && length > 1) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static BigDecimal parsed(String text) {
        if (text.isEmpty()) {
            throw Refusal.invalid("The parameter cannot be converted to a numeric value");
        }
        if (text.length() > LONGEST_TEXT || !NUMBER.matcher(text).matches()) {
            String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
            throw Refusal.invalid("The parameter cannot be converted to a numeric value: " + shown);
        }
        return new BigDecimal(text).stripTrailingZeros();
    }

    private static BigDecimal checked(BigDecimal number) {
        int exponent = exponent(number);
        if (exponent > LARGEST_EXPONENT) {
            throw Refusal.invalid(
                    "Number overflow. Attempting to store a number with magnitude larger than supported range");
        }
        if (exponent < SMALLEST_EXPONENT) {
            throw Refusal.invalid(
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }
        if (number.precision() > DIGITS) {
            throw Refusal.invalid("Attempting to store more than 38 significant digits in a Number");
        }
        return number;
    }

    /** The power of ten of a number's first digit. */
    private static int exponent(BigDecimal number) {
        return number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
    }

    private static String form(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.toPlainString();
    }

    /** Compares two numbers in their form. */
    public static int compare(String one, String other) {
        return one.equals(other) ? 0 : new BigDecimal(one).compareTo(new BigDecimal(other));
    }

    /** The sum of two numbers in their form, rounded to 38 digits. */
    public static String sum(String one, String other) {
        return rounded(new BigDecimal(one).add(new BigDecimal(other)));
    }

    /** The first without the second, rounded to 38 digits. */
    public static String difference(String one, String other) {
        return rounded(new BigDecimal(one).subtract(new BigDecimal(other)));
    }

    private static String rounded(BigDecimal number) {
        return form(checked(
                number.round(new MathContext(DIGITS, RoundingMode.HALF_UP)).stripTrailingZeros()));
    }

    /** How many bytes DynamoDB counts for a number: one for two digits and one more, and one for a sign. */
    public static int size(String form) {
        BigDecimal number = new BigDecimal(form).stripTrailingZeros();
        return (number.precision() + 1) / 2 + 1 + (number.signum() < 0 ? 1 : 0);
    }

    /** Bytes that sort as the numbers do. */
    public static byte[] key(String form) {
        BigDecimal number = new BigDecimal(form).stripTrailingZeros();
        var bytes = new ByteArrayOutputStream();
        if (number.signum() == 0) {
            bytes.write(ZERO);
            return bytes.toByteArray();
        }
        boolean negative = number.signum() < 0;
        int flip = negative ? 0xFF : 0;
        bytes.write(negative ? NEGATIVE : POSITIVE);
        bytes.write(exponent(number) - SMALLEST_EXPONENT ^ flip);
        String digits = number.unscaledValue().abs().toString();
        for (int i = 0; i < digits.length(); i += 2) {
            int pair = (digits.charAt(i) - '0') * 10 + (i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0);
            bytes.write(pair + 1 ^ flip);
        }
        if (negative) {
            bytes.write(0xFF); // of two that begin alike the longer one is the smaller
        }
        return bytes.toByteArray();
    }
}
