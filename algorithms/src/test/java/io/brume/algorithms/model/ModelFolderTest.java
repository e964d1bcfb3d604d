package io.brume.algorithms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Hyperparameter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    record Settings(@Hyperparameter(range = "[1, )") int k) {}

    @TempDir
    private Path folder;

    private ModelFolder.Writer model() {
        return ModelFolder.of("test")
                .hyperparameters(new Settings(3))
                .metrics(Map.of("train:loss", 0.5))
                .property("columns", 2)
                .property("kind", "x")
                .matrix("weights", new float[] {9, 1, 2, 9, 3, 4, 9}, 1, 3, 2, 2)
                .array("counts", Npy.Array.of(new long[] {Long.MAX_VALUE, -1}))
                .lines("words", List.of("ä", "", "b c"));
    }

    @Test
    void aModelReadsBackAsItWasWritten() throws IOException {
        model().write(folder);
        var read = ModelFolder.open(folder, "test");
        assertThat(read.hyperparameters(Settings.class)).isEqualTo(new Settings(3));
        assertThat(read.metrics()).isEqualTo(Map.of("train:loss", 0.5));
        assertThat(read.number("columns")).isEqualTo(2);
        assertThat(read.property("kind")).isEqualTo("x");
        assertThat(read.floats("weights", 2, -1)).containsExactly(1, 2, 3, 4);
        assertThat((long[]) read.array("counts").values()).containsExactly(Long.MAX_VALUE, -1);
        assertThat(read.lines("words")).containsExactly("ä", "", "b c");
    }

    @Test
    void whatIsMissingOrWrongIsNamed() throws IOException {
        assertThatThrownBy(() -> ModelFolder.open(folder, "test"))
                .isInstanceOf(BadModelException.class)
                .hasMessageContaining("holds no model");
        model().write(folder);
        assertThatThrownBy(() -> ModelFolder.open(folder, "other"))
                .isInstanceOf(BadModelException.class)
                .hasMessageContaining("holds a model of test, not of other");
        var read = ModelFolder.open(folder, "test");
        assertThatThrownBy(() -> read.floats("weights", 3, 2)).isInstanceOf(BadModelException.class);
        assertThatThrownBy(() -> read.array("../weights")).isInstanceOf(BadModelException.class);
        assertThatThrownBy(() -> read.property("nothing")).isInstanceOf(BadModelException.class);
        Files.writeString(folder.resolve("model.json"), "{");
        assertThatThrownBy(() -> ModelFolder.open(folder, "test"))
                .isInstanceOf(BadModelException.class)
                .hasMessageContaining("is not JSON");
    }

    @Test
    void anArrayThatIsCutOffAnywhereIsAnError() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, Npy.Array.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        byte[] whole = Files.readAllBytes(file);
        assertThat(new String(whole, 10, 60, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
        assertThat((whole.length - 24) % 64).isZero();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(BadModelException.class);
        }
    }

    @Test
    void arraysLargerThanAChunkReadBack() throws IOException {
        Path file = folder.resolve("a.npy");
        var values = new double[300_001];
        Arrays.setAll(values, i -> i / 3.0);
        Npy.write(file, Npy.Array.of(values));
        var read = Npy.read(file);
        assertThat(read.shape()).containsExactly(300_001);
        assertThat((double[]) read.values()).isEqualTo(values);
    }

    @Test
    void theLastCheckpointIsKeptAndAnUnfinishedOneIsNot() throws IOException {
        var checkpoints = new Checkpoints(folder.resolve("checkpoints"));
        assertThat(checkpoints.latest()).isEmpty();
        checkpoints.save(9, to -> model().write(to));
        checkpoints.save(10, to -> model().write(to));
        assertThatThrownBy(() -> checkpoints.save(11, to -> {
                    Files.createDirectories(to);
                    throw new IOException("full");
                }))
                .isInstanceOf(IOException.class);
        var latest = checkpoints.latest().orElseThrow();
        assertThat(latest.step()).isEqualTo(10);
        assertThat(ModelFolder.open(latest.folder(), "test").number("columns")).isEqualTo(2);
        assertThat(folder.resolve("checkpoints/step-9")).doesNotExist();
    }
}
