package io.brume.engines.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.brume.engines.Engines;
import io.brume.engines.text.PiiRecognizer;
import io.brume.engines.text.PiiRecognizer.PiiMention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulePiiRecognizerTest {

    private static final PiiRecognizer RECOGNIZER = Engines.discover(Map.of()).require(PiiRecognizer.class, "en");

    private static List<String> found(String text, String language) {
        return RECOGNIZER.recognize(text, language).stream()
                .map(m -> m.span().of(text) + "/" + m.type())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "My SSN is 123-45-6789. | 123-45-6789/SSN",
                "Pay with 4111 1111 1111 1111 please | 4111 1111 1111 1111/CREDIT_DEBIT_NUMBER",
                "IBAN GB82 WEST 1234 5698 7654 32 | GB82 WEST 1234 5698 7654 32/INTERNATIONAL_BANK_ACCOUNT_NUMBER",
                "the ABA routing number is 021000021 | 021000021/BANK_ROUTING",
                "the server 10.20.30.40 is down | 10.20.30.40/IP_ADDRESS",
                "the server 2001:db8:0:1::42 is down | 2001:db8:0:1::42/IP_ADDRESS",
                "adapter 00:1B:44:11:3A:B7 | 00:1B:44:11:3A:B7/MAC_ADDRESS",
                "key AKIAIOSFODNN7EXAMPLE leaked | AKIAIOSFODNN7EXAMPLE/AWS_ACCESS_KEY",
                "aws secret key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY | wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY/AWS_SECRET_KEY",
                "VIN 1M8GDM9AXKP042788 | 1M8GDM9AXKP042788/VEHICLE_IDENTIFICATION_NUMBER",
                "call me at +1 415 555 2671 | +1 415 555 2671/PHONE",
                "NHS number 943 476 5919 | 943 476 5919/UK_NATIONAL_HEALTH_SERVICE_NUMBER",
                "her PIN is 4821 | 4821/PIN",
                "the username is pat_77 | pat_77/USERNAME",
                "SWIFT code DEUTDEFF500 | DEUTDEFF500/SWIFT_CODE",
                "ITIN: 900-70-1234 | 900-70-1234/US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER",
                "mail a.b+c@example.co.uk now | a.b+c@example.co.uk/EMAIL",
            })
    void identifiersAreFound(String text, String expected) {
        assertThat(found(text, "en")).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The order 4111111111111112 weighs 3.20 kg and costs $129.99.",
                "Install version 10.2.3.4 of the driver.",
                "ISBN 978-3-16-148410-0 has 352 pages.",
                "Invoice 88231, item 60012-44, 14 pieces at 12.50 each.",
                "Error code 403-12 came up on build 4.18.0.2-rc1.",
            })
    void lookAlikesAreLeft(String text) {
        assertThat(found(text, "en")).isEmpty();
    }

    @Test
    void englishNamesComeFromTheEntityRecognizer() {
        assertThat(found("Please ask Hannah Whitfield about it.", "en")).containsExactly("Hannah Whitfield/NAME");
    }

    @Test
    void anAmericanAddressIsOneFinding() {
        assertThat(found("Ship it to 742 Evergreen Terrace, Apt 4B, Springfield, OR 97403 today.", "en"))
                .contains("742 Evergreen Terrace, Apt 4B, Springfield, OR 97403/ADDRESS");
    }

    @Test
    void spanishIsUnderstood() {
        assertThat(found(
                        "Hola, me llamo Lucía Fernández y vivo en la Calle de Alcalá 45, 28014 Madrid. Nací el 3 de mayo de 1990 y mi contraseña es gato_Azul9.",
                        "es"))
                .containsExactly(
                        "Lucía Fernández/NAME",
                        "Calle de Alcalá 45, 28014 Madrid/ADDRESS",
                        "3 de mayo de 1990/DATE_TIME",
                        "gato_Azul9/PASSWORD");
    }

    @Test
    void offsetsCountUtf16UnitsAfterEmojiAndCombiningMarks() {
        String text = "👨‍👩‍👧🇪🇸 e\u0301l: correo ana@example.es";
        PiiMention mention = RECOGNIZER.recognize(text, "es").getFirst();
        assertThat(mention.span().begin()).isEqualTo(text.indexOf("ana@"));
        assertThat(mention.span().end()).isEqualTo(text.length());
    }

    @Test
    void aChecksumIsBelievedMoreThanAGivenNameAlone() {
        List<PiiMention> found = RECOGNIZER.recognize("Con 4111 1111 1111 1111, tarjeta de Lucía", "es");
        assertThat(found).hasSize(2);
        assertThat(found).allSatisfy(m -> assertThat(m.score()).isBetween(0.05, 0.999));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"a", " 1", "A ", "a.a@", "1,", "12 A Street, ", "Calle A ", "password is ", "a:", "www."})
    void timeStaysProportionalOnHostileText(String piece) {
        String text = piece.repeat(100_000 / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> RECOGNIZER.recognize(text, "es"));
    }
}
