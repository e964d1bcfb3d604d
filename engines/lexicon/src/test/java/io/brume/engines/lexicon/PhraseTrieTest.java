package io.brume.engines.lexicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PhraseTrieTest {

    private final PhraseTrie<Integer> trie = new PhraseTrie<>();

    private PhraseTrie.@Nullable Match<Integer> match(String... words) {
        return trie.longest(i -> words[i], 0, words.length);
    }

    @Test
    void theLongestExpressionWins() {
        trie.put("let down", 1);
        trie.put("let down gently", 2);
        assertThat(match("let", "down", "gently")).isEqualTo(new PhraseTrie.Match<>(2, 3));
        assertThat(match("let", "down", "again")).isEqualTo(new PhraseTrie.Match<>(1, 2));
        assertThat(match("let", "go")).isNull();
    }

    @Test
    void choicesOptionsAndAnyWordExpand() {
        trie.put("(lost|wasted) ?all _ money", 5);
        assertThat(match("lost", "my", "money")).isEqualTo(new PhraseTrie.Match<>(5, 3));
        assertThat(match("wasted", "all", "our", "money")).isEqualTo(new PhraseTrie.Match<>(5, 4));
        assertThat(PhraseTrie.expand("a (b c|d)")).containsExactly(List.of("a", "b", "c"), List.of("a", "d"));
    }
}
