package io.brume.kernel.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private static final JobKind LONG = JobKind.of("long", _ -> Outcome.done()).atOnce(2);
    private static final JobKind SHORT = JobKind.of("short", _ -> Outcome.done());

    @Test
    void aKindGetsNoMoreThanItsOwnMostAndAllNoMoreThanTheServers() {
        var slots = new Slots(3);

        assertThat(slots.room(LONG)).isEqualTo(2);
        assertThat(slots.take(LONG)).isTrue();
        assertThat(slots.take(LONG)).isTrue();
        assertThat(slots.take(LONG)).isFalse();
        assertThat(slots.room(SHORT)).isEqualTo(1);
        assertThat(slots.take(SHORT)).isTrue();
        assertThat(slots.take(SHORT)).isFalse();
        slots.release(LONG);
        assertThat(slots.room(LONG)).isEqualTo(1);
        assertThat(slots.take(SHORT)).isTrue();
        assertThat(slots.room(LONG)).isZero();
    }

    @Test
    void freePlacesGoToTheKindThatHasFewest() {
        var slots = new Slots(5);
        assertThat(slots.take(SHORT)).isTrue();
        assertThat(slots.take(SHORT)).isTrue();

        assertThat(slots.next(Map.of("short", List.of("s1", "s2", "s3"), "long", List.of("l1", "l2"))))
                .containsExactly("l1", "l2", "s1");
    }

    @Test
    void kindsTakeTurnsInASinglePlace() {
        var slots = new Slots(1);
        Map<String, List<String>> waiting = Map.of("short", List.of("s"), "long", List.of("l"));
        assertThat(slots.take(LONG)).isTrue();
        slots.release(LONG);

        assertThat(slots.next(waiting)).containsExactly("s");
        assertThat(slots.take(SHORT)).isTrue();
        slots.release(SHORT);
        assertThat(slots.next(waiting)).containsExactly("l");
    }

    @Test
    void jobsThatCoordinateOthersTakeNoPlaceFromThem() {
        var parent = JobKind.of("parent", _ -> Outcome.done()).coordinating(1);
        var slots = new Slots(1);

        assertThat(slots.take(parent)).isTrue();
        assertThat(slots.take(SHORT)).isTrue();
        assertThat(slots.room(parent)).isZero();
        slots.release(parent);
        assertThat(slots.room(parent)).isEqualTo(1);
        assertThat(slots.room(SHORT)).isZero();
    }
}
