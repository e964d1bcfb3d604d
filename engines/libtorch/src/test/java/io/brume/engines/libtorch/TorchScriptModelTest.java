package io.brume.engines.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.brume.engines.tensor.TensorModel;
import io.brume.engines.tensor.TensorModelException;
import io.brume.engines.tensor.TensorModelLoader;
import io.brume.testing.TorchScriptArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptModelTest {

    private static final float[][] FIRST = {{1, -2, 0.5f}, {3, 0.25f, -1}};
    private static final float[][] SECOND = {{1, 2}, {-1, 0.5f}, {2, -3}};
    private static final String NETWORK = """
            def forward(self, x):
                return torch.mm(torch.relu(torch.mm(x, self.first)), self.second)
            """;

    @TempDir
    private Path folder;

    private final TensorModelLoader loader =
            ServiceLoader.load(TensorModelLoader.class).findFirst().orElseThrow();

    private TensorModel network() throws TensorModelException {
        return loader.load(
                Modules.save(folder.resolve("network.pt"), Map.of("first", FIRST, "second", SECOND), NETWORK));
    }

    private TensorModel returning(String expression) throws IOException, TensorModelException {
        return loader.load(Modules.write(folder.resolve("model.pt"), Modules.files(expression)));
    }

    /** The network by hand. */
    private static float[] expected(float a, float b) {
        var hidden = new float[3];
        for (int h = 0; h < hidden.length; h++) {
            hidden[h] = Math.max(0, a * FIRST[0][h] + b * FIRST[1][h]);
        }
        var output = new float[2];
        for (int o = 0; o < output.length; o++) {
            for (int h = 0; h < hidden.length; h++) {
                output[o] += hidden[h] * SECOND[h][o];
            }
        }
        return output;
    }

    @Test
    void aNetworkComputesWhatItsWeightsSay() throws TensorModelException {
        try (TensorModel network = network()) {
            float[][] output = network.run(new float[] {1, 2, -1, 0.5f, 0, 0}, 3, 2);

            assertThat(output).hasNumberOfRows(3);
            assertThat(output[0]).containsExactly(expected(1, 2), within(1e-5f));
            assertThat(output[1]).containsExactly(expected(-1, 0.5f), within(1e-5f));
            assertThat(output[2]).containsExactly(0, 0);
        }
    }

    @Test
    void dropoutIsLeftOutSinceNothingIsLearnt() throws Exception {
        Map<String, String> files = TorchScriptArchive.files(
                "training : bool", "X\u0008\0\0\0training\u0088s", "return torch.dropout(x, 0.9, self.training)");
        try (TensorModel model = loader.load(Modules.write(folder.resolve("dropout.pt"), files))) {
            assertThat(model.run(new float[] {1, 2, 3, 4}, 4, 1)).isDeepEqualTo(new float[][] {{1}, {2}, {3}, {4}});
        }
    }

    @Test
    void rowsWithoutColumnsOfTheirOwnAndOtherTypesOfNumbersAreTables() throws Exception {
        float[] rows = {1, 2, 3, 4};
        try (TensorModel sums = returning("torch.sum(x, [1])")) {
            assertThat(sums.run(rows, 2, 2)).isDeepEqualTo(new float[][] {{3}, {7}});
        }
        try (TensorModel best = returning("torch.argmax(x, 1)")) {
            assertThat(best.run(rows, 2, 2)).isDeepEqualTo(new float[][] {{1}, {1}});
        }
        try (TensorModel turned = returning("torch.t(x)")) {
            assertThat(turned.run(rows, 2, 2)).isDeepEqualTo(new float[][] {{1, 3}, {2, 4}});
        }
        try (TensorModel larger = returning("torch.gt(x, 2)")) {
            assertThat(larger.run(rows, 2, 2)).isDeepEqualTo(new float[][] {{0, 0}, {1, 1}});
        }
    }

    @Test
    void theFirstTensorOfATupleCounts() throws TensorModelException {
        Path file = Modules.save(folder.resolve("pair.pt"), Map.of("w", new float[][] {{2}}), """
                def forward(self, x):
                    return 1, x * self.w, x
                """);
        try (TensorModel model = loader.load(file)) {
            assertThat(model.run(new float[] {1, 2}, 2, 1)).isDeepEqualTo(new float[][] {{2}, {4}});
        }
    }

    @Test
    void whatTheModelDoesNotTakeIsOneLine() throws TensorModelException {
        try (TensorModel network = network()) {
            assertThatThrownBy(() -> network.run(new float[3], 1, 3))
                    .isInstanceOf(TensorModelException.class)
                    .hasMessage("mat1 and mat2 shapes cannot be multiplied (1x3 and 2x3)");
        }
    }

    @Test
    void whatTheModelRaisesIsTold() throws Exception {
        Map<String, String> files = TorchScriptArchive.files("", "", """
                if torch.gt(torch.size(x, 0), 1):
                      ops.prim.RaiseException("one row at a time", "builtins.ValueError")
                    else:
                      pass
                    return x""");
        try (TensorModel model = loader.load(Modules.write(folder.resolve("raising.pt"), files))) {
            assertThatThrownBy(() -> model.run(new float[2], 2, 1)).hasMessage("one row at a time");
            assertThat(model.run(new float[2], 1, 2)).isDeepEqualTo(new float[][] {{0, 0}});
        }
    }

    @Test
    void anOutputThatIsNoRowForEachRowIsTold() throws Exception {
        for (String wrong :
                List.of("torch.sum(x)", "torch.unsqueeze(x, 1)", "torch.sum(x, [0])", "torch.to_sparse(x)")) {
            try (TensorModel model = returning(wrong)) {
                assertThatThrownBy(() -> model.run(new float[6], 3, 2))
                        .as(wrong)
                        .isInstanceOf(TensorModelException.class)
                        .hasMessageContaining("no row for each of 3");
            }
        }
    }

    @Test
    void aNetworkOfThousandsOfStepsFitsIntoTheStack() throws Exception {
        var steps = new StringBuilder("x0 = x\n");
        for (int i = 0; i < 5000; i++) {
            steps.append("    x%d = torch.relu(x%d)%n".formatted(i + 1, i));
        }
        Map<String, String> files = TorchScriptArchive.files("", "", steps + "    return x5000");
        try (TensorModel model = loader.load(Modules.write(folder.resolve("steps.pt"), files))) {
            for (int i = 0; i < 3; i++) {
                assertThat(model.run(new float[] {1, -1}, 1, 2)).isDeepEqualTo(new float[][] {{1, 0}});
            }
        }
    }

    @Test
    void fourThreadsShareAModel() throws Exception {
        try (TensorModel network = network();
                var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> callers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                callers.add(() -> {
                    for (int i = 0; i < 500; i++) {
                        assertThat(network.run(new float[] {thread, i % 7}, 1, 2)[0])
                                .containsExactly(expected(thread, i % 7), within(1e-4f));
                    }
                    return null;
                });
            }
            for (Future<Void> caller : threads.invokeAll(callers)) {
                assertThat(caller.get()).isNull();
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aClosedModelGivesItsMemoryBack() throws Exception {
        var rows = new float[1000][1000]; // 4 MB
        rows[0][0] = 1;
        Path file = Modules.save(folder.resolve("large.pt"), Map.of("w", rows), """
                def forward(self, x):
                    return torch.mm(x, self.w)
                """);
        for (int i = 0; i < 10; i++) {
            use(file);
        }
        long before = residentBytes();
        for (int i = 0; i < 50; i++) {
            use(file);
        }
        assertThat(residentBytes() - before).isLessThan(40L << 20); // a tenth of which a tenth that stayed would take
    }

    private void use(Path file) throws TensorModelException {
        try (TensorModel model = loader.load(file)) {
            assertThat(model.run(new float[1000], 1, 1000)[0]).hasSize(1000);
        }
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                << 10;
    }
}
