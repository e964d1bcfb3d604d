package io.brume.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TagsTest {

    private static final String ONE = "arn:aws:sqs:us-east-1:123456789012:one";
    private static final String OTHER = "arn:aws:sqs:us-east-1:123456789012:other";

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void tagsAreAddedReplacedAndRemovedByKey(Database database) {
        try (database) {
            var tags = new Tags(database);
            assertThat(tags.of(ONE)).isEmpty();

            assertThat(tags.add(ONE, Map.of("b", "1", "a", "2", "B", ""), 50)).isTrue();
            assertThat(tags.add(ONE, Map.of("b", "3"), 50)).isTrue();
            assertThat(tags.add(OTHER, Map.of("b", "4"), 50)).isTrue();

            assertThat(tags.of(ONE)).containsExactly(Map.entry("B", ""), Map.entry("a", "2"), Map.entry("b", "3"));
            tags.remove(ONE, List.of("a", "none"));
            assertThat(tags.of(ONE)).containsOnlyKeys("B", "b");
            tags.replace(ONE, Map.of("c", "5"));
            assertThat(tags.of(ONE)).isEqualTo(Map.of("c", "5"));
            tags.removeAll(ONE);
            assertThat(tags.of(ONE)).isEmpty();
            assertThat(tags.of(OTHER)).isEqualTo(Map.of("b", "4"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void noneAreAddedWhenTheyWouldBeTooMany(Database database) {
        try (database) {
            var tags = new Tags(database);
            assertThat(tags.add(ONE, Map.of("a", "1", "b", "1"), 3)).isTrue();

            assertThat(tags.add(ONE, Map.of("c", "1", "d", "1"), 3)).isFalse();

            assertThat(tags.of(ONE)).containsOnlyKeys("a", "b");
            assertThat(tags.add(ONE, Map.of("b", "2", "c", "2"), 3)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void tagsArePartOfTheTransactionThatTheyAreAddedIn(Database database) {
        try (database) {
            var tags = new Tags(database);

            assertThatThrownBy(() -> database.change(_ -> {
                        assertThat(tags.add(ONE, Map.of("a", "1"), 50)).isTrue();
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(tags.of(ONE)).isEmpty();
        }
    }
}
