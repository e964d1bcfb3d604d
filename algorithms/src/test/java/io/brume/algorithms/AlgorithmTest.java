package io.brume.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlgorithmTest {
    private final Mean mean = new Mean();

    @TempDir
    private Path folder;

    @Test
    void anAlgorithmTrainsOnAFileSavesItsModelAndScoresWithIt() throws IOException {
        Path csv = Files.writeString(folder.resolve("train.csv"), "1,10,20\n3,30,40\n");
        var data = TrainingData.of(Dataset.of(csv, Format.csv()));
        var settings = Hyperparameters.parse(mean.hyperparameters(), Map.of("shrinkage", "0.5"));
        var metrics = new ArrayList<MetricEvent>();

        var trained = mean.train(
                data, settings, TrainingContext.builder().onMetric(metrics::add).build());
        trained.save(folder.resolve("model"));

        var rows = DenseBatch.of(new float[][] {{1, 2}, {3, 4}});
        assertThat(trained.predictor().predict(rows)).isEqualTo(Mean.scores(1, 1));
        assertThat(mean.load(folder.resolve("model")).predict(rows)).isEqualTo(Mean.scores(1, 1));
        assertThat(metrics).containsExactly(new MetricEvent("train:mse", 2, 0));
    }

    @Test
    void aMissingChannelIsNamed() {
        var data = TrainingData.of(Map.of("test", Dataset.of(DenseBatch.of(new float[][] {{1}}))));
        assertThatThrownBy(() -> mean.train(data, new Mean.Settings(0), TrainingContext.standard()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("there is no channel \"train\"");
    }

    @Test
    void aRecordMadeByHandIsCheckedToo() {
        var data = TrainingData.of(Dataset.of(DenseBatch.of(new float[][] {{1}}, 1)));
        assertThatThrownBy(() -> mean.train(data, new Mean.Settings(2), TrainingContext.standard()))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessage("shrinkage must be at least 0 and at most 1, not 2.0");
    }

    @Test
    void progressTellsTheTimeThatIsLeft() {
        var now = new Instant[] {Instant.EPOCH};
        var seen = new ArrayList<Progress>();
        var context = TrainingContext.builder()
                .clock(() -> now[0])
                .onProgress(seen::add)
                .build();
        context.progress(0);
        now[0] = Instant.EPOCH.plusSeconds(10);
        context.progress(0.25);
        assertThat(seen)
                .isEqualTo(List.of(
                        new Progress(0, Duration.ZERO, Optional.empty()),
                        new Progress(0.25, Duration.ofSeconds(10), Optional.of(Duration.ofSeconds(30)))));
    }

    @Test
    void partsOfAParallelRangeCoverItOnce() {
        var hits = new AtomicInteger[100];
        for (int i = 0; i < hits.length; i++) {
            hits[i] = new AtomicInteger();
        }
        TrainingContext.builder().threads(7).build().parallel(100, (from, to) -> {
            for (int i = from; i < to; i++) {
                hits[i].incrementAndGet();
            }
        });
        assertThat(hits).allSatisfy(hit -> assertThat(hit).hasValue(1));
    }

    @Test
    void whatAThreadThrowsReachesTheCaller() {
        var context = TrainingContext.builder().threads(3).build();
        assertThatThrownBy(() -> context.parallel(thread -> {
                    if (thread == 2) {
                        throw new BadDataException("no");
                    }
                }))
                .isInstanceOf(BadDataException.class);
    }

    @Test
    void trainingStopsWhenItIsAskedTo() {
        var context = TrainingContext.standard();
        assertThat(context.stopped()).isFalse();
        context.stop();
        assertThat(context.stopped()).isTrue();
    }
}
