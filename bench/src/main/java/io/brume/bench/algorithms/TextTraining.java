package io.brume.bench.algorithms;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.blazingtext.BlazingText;
import io.brume.algorithms.blazingtext.BlazingTextHyperparameters;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Trains our BlazingText and hears how fast it was. */
final class TextTraining {
    private static final Pattern SPEED = Pattern.compile("([0-9]+) words a second");

    private TextTraining() {}

    /** @param wordsPerSecond of training alone, reading and measuring do not count, as the peers count */
    record Run(Trained trained, double wordsPerSecond) {}

    static Run train(Path text, Map<String, String> settings, long seed) throws IOException {
        var speed = new double[1];
        var context = TrainingContext.builder()
                .threads(TextPeers.THREADS)
                .seed(seed)
                .onLog(line -> {
                    Matcher matcher = SPEED.matcher(line);
                    if (matcher.find()) {
                        speed[0] = Double.parseDouble(matcher.group(1));
                    }
                })
                .build();
        Trained trained = new BlazingText()
                .train(
                        TrainingData.of(Dataset.of(text, Format.text())),
                        Hyperparameters.parse(BlazingTextHyperparameters.class, new HashMap<>(settings)),
                        context);
        return new Run(trained, speed[0]);
    }
}
