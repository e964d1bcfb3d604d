package io.brume.algorithms.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatParserTest {
    private final FloatParser parser = new FloatParser();

    private void same(String text) {
        float parsed = parser.parse((text + "\n").getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(parser.end).as(text).isEqualTo(text.length());
        assertThat(Float.floatToIntBits(parsed)).as(text).isEqualTo(Float.floatToIntBits(Float.parseFloat(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "+1",
                "1.",
                ".5",
                "-.5e1",
                "16777217",
                "16777219",
                "9007199254740993",
                "1e38",
                "3.4028235e38",
                "3.4028236e38",
                "3.4028235677973366e38",
                "3.5e38",
                "1e-45",
                "7e-46",
                "7.006e-46",
                "1.17549435e-38",
                "1.1754942e-38",
                "1e-70",
                "1e400",
                "-1e-400",
                "0e999",
                "0.1",
                "0.30000001192092896",
                "1.000000059604644775390625",
                "8388608.5",
                "1.00000005960464477539062500000001",
                "12345678901234567890123",
                "0.00000000000000000000000000000000000001",
                "1E5",
                "9999999999999999999",
                "18446744073709551616",
                "1.0000000596046447",
                "123456789012345678e-17"
            })
    void hardNumbersBecomeTheNearestFloat(String text) {
        same(text);
    }

    @Test
    void everyFloatReadsBackFromItsOwnText() {
        var random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                same(Float.toString(value));
                same(Double.toString(value));
            }
        }
    }

    @Test
    void randomDecimalsBecomeTheNearestFloat() {
        var random = new Random(2);
        for (int i = 0; i < 300_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "-" : "");
            digits(text, random, 1 + random.nextInt(12));
            if (random.nextBoolean()) {
                text.append('.');
                digits(text, random, random.nextInt(14));
            }
            if (random.nextInt(3) == 0) {
                text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(100) - 55);
            }
            same(text.toString());
        }
    }

    /** The middle between two floats, a little less and a little more: where rounding twice goes wrong. */
    @Test
    void decimalsAtTheMiddleBetweenFloatsRoundCorrectly() {
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            float low = Math.abs((random.nextInt(1 << 24) + (1 << 23)) * (float) Math.pow(2, random.nextInt(40) - 30));
            double middle = ((double) low + Math.nextUp(low)) / 2;
            String exact = new java.math.BigDecimal(middle).toPlainString();
            same(exact);
            same(exact + (exact.contains(".") ? "" : ".") + "0000001");
            same(String.format(Locale.ROOT, "%.18e", middle));
            same(String.format(Locale.ROOT, "%.15e", middle));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nan", "NaN", "inf", "-Infinity", "INF"})
    void specialValuesAreRecognised(String text) {
        float parsed = parser.parse((text + "\n").getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(parser.end).isEqualTo(text.length());
        assertThat(Float.isFinite(parsed)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", ".", "abc", "e5", "--1", "na", "\n", " 1"})
    void whatIsNoNumberEndsWhereItBegins(String text) {
        parser.parse((text + "\n").getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(parser.end).isZero();
    }

    @Test
    void aNumberEndsBeforeWhatDoesNotBelongToIt() {
        parser.parse("1.5e\n".getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(parser.end).isEqualTo(3);
        parser.parse("0x10\n".getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(parser.end).isEqualTo(1);
        parser.parse("1.0f\n".getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(parser.end).isEqualTo(3);
    }

    private static void digits(StringBuilder text, Random random, int count) {
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
    }
}
