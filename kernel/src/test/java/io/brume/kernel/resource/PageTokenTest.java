package io.brume.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageTokenTest {

    @Test
    void aTokenGivesBackWhatItWasMadeOf() {
        List<String> values = List.of("", "a b/c+d=", "été 𝄞", "x".repeat(2_000));

        assertThat(PageToken.read("keys", PageToken.of("keys", values))).contains(values);
        assertThat(PageToken.of("keys", values)).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void aTokenOfOneListingIsNoneOfAnother() {
        assertThat(PageToken.read("others", PageToken.of("keys", List.of("a")))).isEmpty();
    }

    @Test
    void whatIsNoTokenIsNone() {
        String token = PageToken.of("keys", List.of("a", "b"));
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            char[] changed = token.toCharArray();
            changed[random.nextInt(changed.length)] = (char) random.nextInt(128);
            String forged = new String(changed).substring(0, random.nextInt(changed.length + 1));
            if (!forged.equals(token)) {
                assertThat(PageToken.read("keys", forged)).as(forged).isEmpty();
            }
        }
    }

    @Test
    void textThatNoDatabaseTakesIsInNoToken() {
        assertThat(PageToken.read("keys", PageToken.of("keys", List.of("a\0")))).isEmpty();
        assertThat(PageToken.read("keys", PageToken.of("keys", List.of("\udc00"))))
                .isEmpty();
    }
}
