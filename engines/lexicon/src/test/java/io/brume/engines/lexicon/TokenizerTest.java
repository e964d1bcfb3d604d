package io.brume.engines.lexicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerTest {

    private final Tokenizer tokenizer = new Tokenizer("well-made"::equals, ":-)"::equals);

    private List<String> forms(String text) {
        return tokenizer.tokens(text).stream().map(Token::form).toList();
    }

    @Test
    void contractionsComeApart() {
        assertThat(forms("I can't, won’t and didnt; it's John's"))
                .containsExactly(
                        "i", "can", "not", ",", "will", "not", "and", "did", "not", ";", "it", "'s", "john", "'s");
    }

    @Test
    void aKnownHyphenatedWordStaysWhole() {
        assertThat(forms("well-made half-eaten")).containsExactly("well-made", "half", "eaten");
    }

    @Test
    void signsEmojiAndEmoticonsAreTokens() {
        assertThat(forms("ok 👍🏽 :-) #fun @me.")).containsExactly("ok", "👍", ":-)", "fun", "@", ".");
    }

    @Test
    void placesAreThoseOfTheText() {
        String text = "Don't 👩‍🔧 “touch” it";
        for (Token token : tokenizer.tokens(text)) {
            assertThat(token.begin()).isLessThan(token.end());
            assertThat(token.end()).isLessThanOrEqualTo(text.length());
        }
        assertThat(tokenizer.tokens(text).stream().map(t -> text.substring(t.begin(), t.end())))
                .containsExactly("Do", "n't", "👩‍🔧", "“", "touch", "”", "it");
    }
}
