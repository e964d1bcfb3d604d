package io.brume.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void everythingIsMeasuredByDefault() {
        Options options = Options.parse();
        assertThat(options.tasks()).containsExactly(Task.values());
        assertThat(options.parts()).containsExactly("work", "measured");
    }

    @Test
    void theCalibrationPartIsReadWhenAskedFor() {
        assertThat(Options.parse("--part", "calibration").parts()).containsExactly("calibration");
    }

    @Test
    void nobodyLooksIntoTheOtherParts() {
        assertThatThrownBy(() -> Options.parse("--errors")).hasMessageContaining("--part work");
        assertThatThrownBy(() -> Options.parse("--errors", "--part", "measured"))
                .hasMessageContaining("--part work");
        assertThatThrownBy(() -> Options.parse("--errors", "--part", "calibration"))
                .hasMessageContaining("--part work");
        assertThat(Options.parse("--errors", "--part", "work").errors()).isTrue();
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> Options.parse("--task", "poetry")).hasMessageContaining("key-phrases");
        assertThatThrownBy(() -> Options.parse("--part", "all")).hasMessageContaining("measured");
        assertThatThrownBy(() -> Options.parse("--what")).hasMessageContaining("--what");
        assertThatThrownBy(() -> Options.parse("--task")).hasMessageContaining("wants a value");
        assertThatThrownBy(() -> Options.parse("--engine", "x")).hasMessageContaining("TASK=NAME");
    }
}
