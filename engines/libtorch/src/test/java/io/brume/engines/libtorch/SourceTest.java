package io.brume.engines.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceTest {

    private static final String SHORT = "x = torch.add(x, \"a ( in a text\\\" [\")  # and { here\n";

    @Test
    void bracketsInTextsAndCommentsOpenNothing() {
        assertThat(Source.isShallow(SHORT.repeat(10_000))).isTrue();
        assertThat(Source.isShallow("x = [" + SHORT.repeat(10_000) + "]")).isFalse();
    }

    @Test
    void aStatementGoesOnWhereALineDoesNotEndIt() {
        assertThat(Source.isShallow("x +\n".repeat(100_000))).isTrue();
        assertThat(Source.isShallow("x + \\\n".repeat(100_000))).isFalse();
        assertThat(Source.isShallow("(x + # )\n".repeat(100_000))).isFalse();
    }
}
