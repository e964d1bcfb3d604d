package io.brume.engines.pii;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChecksumsTest {

    @Test
    void cardNumbersNeedAnIssuerAndTheLuhnDigit() {
        assertThat(Checksums.isCardNumber("4111111111111111")).isTrue();
        assertThat(Checksums.isCardNumber("378282246310005")).isTrue();
        assertThat(Checksums.isCardNumber("4111111111111112")).isFalse();
        assertThat(Checksums.isCardNumber("9111111111111110")).isFalse();
        assertThat(Checksums.luhn("0000000000")).isFalse();
    }

    @Test
    void ibansAreOneModulo97() {
        assertThat(Checksums.iban("GB82WEST12345698765432")).isTrue();
        assertThat(Checksums.iban("GB83WEST12345698765432")).isFalse();
    }

    @Test
    void routingNumbersWeighTheirDigits() {
        assertThat(Checksums.routingNumber("021000021")).isTrue();
        assertThat(Checksums.routingNumber("021000022")).isFalse();
    }

    @Test
    void vehicleNumbersCheckTheNinthPlace() {
        assertThat(Checksums.vehicleIdentificationNumber("1M8GDM9AXKP042788")).isTrue();
        assertThat(Checksums.vehicleIdentificationNumber("1M8GDM9A1KP042788")).isFalse();
    }

    @Test
    void nationalNumbersFollowTheirOwnSchemes() {
        assertThat(Checksums.nationalHealthServiceNumber("9434765919")).isTrue();
        assertThat(Checksums.nationalHealthServiceNumber("9434765918")).isFalse();
        assertThat(Checksums.verhoeff("2363")).isTrue();
        assertThat(Checksums.verhoeff("2364")).isFalse();
        assertThat(Checksums.socialSecurityNumber("666123456")).isFalse();
        assertThat(Checksums.socialSecurityNumber("123456789")).isTrue();
        assertThat(Checksums.individualTaxNumber("900701234")).isTrue();
        assertThat(Checksums.individualTaxNumber("900661234")).isFalse();
        assertThat(Checksums.luhn("046454286")).isTrue();
    }
}
