package io.brume.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeysTest {

    @Test
    void keysNameTheirAccountOrHaveItNamedByTheirId() {
        AccessKeys keys = AccessKeys.of(List.of("AKID:s/e+c=:999988887777", "111122223333:secret", "OTHER:secret"));

        assertThat(keys.required()).isTrue();
        assertThat(keys.find("AKID")).contains(new AccessKey("AKID", "s/e+c=", null, "999988887777"));
        assertThat(keys.find("111122223333").orElseThrow().accountId()).isEqualTo("111122223333");
        assertThat(keys.find("OTHER").orElseThrow().accountId()).isEqualTo("123456789012");
        assertThat(keys.find("NOBODY")).isEmpty();
    }

    @Test
    void withoutEntriesNoSignatureIsRequired() {
        assertThat(AccessKeys.of(List.of()).required()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AKID",
                "AKID:",
                ":topsecret",
                "AKID:topsecret:12",
                "AKID:topsecret:123456789012:x",
                "A/B:topsecret"
            })
    void aMalformedEntryIsNamedWithoutItsSecret(String entry) {
        assertThatThrownBy(() -> AccessKeys.of(List.of("GOOD:secret", entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("access key 2 ")
                .hasMessageNotContaining("topsecret");
    }

    @Test
    void aKeyDoesNotShowItsSecret() {
        assertThat(new AccessKey("AKID", "topsecret", "token", "123456789012").toString())
                .contains("AKID")
                .doesNotContain("topsecret", "token");
    }

    /** Keys that nobody has to sign with, but who names one of them. */
    private static AccessKeys made(String... ids) {
        return new AccessKeys() {
            @Override
            public Optional<AccessKey> find(String accessKeyId) {
                return required(accessKeyId)
                        ? Optional.of(new AccessKey(accessKeyId, "made", null, "111122223333"))
                        : Optional.empty();
            }

            @Override
            public boolean required() {
                return false;
            }

            @Override
            public boolean required(String accessKeyId) {
                return List.of(ids).contains(accessKeyId);
            }
        };
    }

    @Test
    void ofJoinedKeysTheFirstGoBefore() {
        AccessKeys keys = AccessKeys.of(List.of("A:first", "B:first")).or(made("B", "C"));

        assertThat(keys.find("A").orElseThrow().secret()).isEqualTo("first");
        assertThat(keys.find("B").orElseThrow().secret()).isEqualTo("first");
        assertThat(keys.find("C").orElseThrow().secret()).isEqualTo("made");
        assertThat(keys.find("D")).isEmpty();
    }

    @Test
    void joinedKeysAreRequiredOfAllWhenEitherAre() {
        AccessKeys configured = AccessKeys.of(List.of("A:first")).or(made("C"));
        AccessKeys open = AccessKeys.none().or(made("C"));

        assertThat(configured.required()).isTrue();
        assertThat(configured.required("ANY")).isTrue();
        assertThat(open.required()).isFalse();
        assertThat(open.required("ANY")).isFalse();
        assertThat(open.required("C")).isTrue();
    }
}
