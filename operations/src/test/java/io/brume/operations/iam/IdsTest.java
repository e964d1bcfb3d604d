package io.brume.operations.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @ParameterizedTest
    @ValueSource(strings = {"000000000000", "123456789012", "111122223333", "999999999999"})
    void anAccessKeyIdHoldsItsAccount(String account) {
        for (int i = 0; i < 100; i++) {
            String id = Ids.accessKey("AKIA", account);

            assertThat(id).matches("AKIA[Q-Z2-7][A-Z2-7]{15}");
            assertThat(Ids.account(id)).hasValue(Long.parseLong(account));
        }
    }

    /** A published pair of a temporary key of AWS's and its account. */
    @Test
    void theAccountIsWhereAwsPutsIt() {
        assertThat(Ids.account("ASIAQNZGKIQY56JQ7WML")).hasValue(29608264753L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"any", "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN1EXAMPLE", "AIDAQNZGKIQY56JQ7WML", ""})
    void otherIdsHoldNone(String id) {
        assertThat(Ids.account(id)).isEmpty();
    }

    @Test
    void aRoleThatExistsNowhereAlwaysHasTheSameId() {
        String id = Ids.ofUnknownRole("arn:aws:iam::123456789012:role/r");

        assertThat(id).matches("AROA[A-Z2-7]{17}").isEqualTo(Ids.ofUnknownRole("arn:aws:iam::123456789012:role/r"));
        assertThat(id).isNotEqualTo(Ids.ofUnknownRole("arn:aws:iam::123456789012:role/s"));
    }
}
