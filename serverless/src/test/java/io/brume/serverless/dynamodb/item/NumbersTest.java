package io.brume.serverless.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in their form, and as keys. */
class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "0.000, 0",
        "0e99, 0",
        "007, 7",
        "+7, 7",
        "7., 7",
        ".5, 0.5",
        "-.50, -0.5",
        "1e3, 1000",
        "1E+3, 1000",
        "1.20e-2, 0.012",
        "100.00, 100",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
    })
    void aNumberHasOneForm(String told, String form) {
        assertThat(Numbers.canonical(told)).isEqualTo(form);
        assertThat(Numbers.canonical(form)).isEqualTo(form);
    }

    @Test
    void theLargestAndTheSmallestAreKeptWithoutLoss() {
        String large = "9.9999999999999999999999999999999999999E+125";
        String small = "-1E-130";
        assertThat(new BigDecimal(Numbers.canonical(large))).isEqualByComparingTo(large);
        assertThat(new BigDecimal(Numbers.canonical(small))).isEqualByComparingTo(small);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|The parameter cannot be converted to a numeric value",
                "b|The parameter cannot be converted to a numeric value: b",
                "1e|The parameter cannot be converted to a numeric value: 1e",
                "NaN|The parameter cannot be converted to a numeric value: NaN",
                "٣|The parameter cannot be converted to a numeric value: ٣",
                "1e126|Number overflow. Attempting to store a number with magnitude larger than supported range",
                "1e-131|Number underflow. Attempting to store a number with magnitude smaller than supported range",
                "1e999999999|Number overflow. Attempting to store a number with magnitude larger than supported range",
                "123456789012345678901234567890123456789|Attempting to store more than 38 significant digits in a Number",
            })
    void whatIsNoNumberIsRefused(String told, String message) {
        assertThatThrownBy(() -> Numbers.canonical(told))
                .matches(e -> Refusal.message((RuntimeException) e).equals(message));
    }

    @Test
    void keysSortAsTheirNumbersDo() {
        var random = new Random(7);
        List<BigDecimal> numbers = new ArrayList<>(List.of(
                BigDecimal.ZERO,
                BigDecimal.ONE,
                BigDecimal.TEN,
                new BigDecimal("-1"),
                new BigDecimal("-10"),
                new BigDecimal("-1.5"),
                new BigDecimal("1.5"),
                new BigDecimal("1E+125"),
                new BigDecimal("-1E+125"),
                new BigDecimal("1E-130"),
                new BigDecimal("-1E-130")));
        for (int i = 0; i < 500; i++) {
            numbers.add(new BigDecimal(new java.math.BigInteger(1 + random.nextInt(120), random), random.nextInt(40))
                    .multiply(random.nextBoolean() ? BigDecimal.ONE : BigDecimal.ONE.negate()));
        }
        List<BigDecimal> sorted = numbers.stream().sorted().toList();
        List<BigDecimal> byKey = numbers.stream()
                .sorted((one, other) -> Arrays.compareUnsigned(key(one), key(other)))
                .toList();
        for (int i = 0; i < sorted.size(); i++) {
            assertThat(byKey.get(i)).isEqualByComparingTo(sorted.get(i));
        }
    }

    private static byte[] key(BigDecimal number) {
        return Numbers.key(Numbers.canonical(number.toString()));
    }
}
