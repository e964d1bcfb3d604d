package io.brume.algorithms.blazingtext;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.TrainedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From labelled text to a classifier: what is read, how many epochs are trained, what is measured. */
final class ClassifierTraining {
    private static final String TRAIN_ACCURACY = "train:accuracy";
    private static final String VALIDATION_ACCURACY = "validation:accuracy";

    private final BlazingTextHyperparameters settings;
    private final TrainingContext context;
    private final LabelledFeatures lines;
    private final @Nullable LabelledFeatures validation;
    private final TextClassifier classifier;
    private final ClassifierTrainer trainer;
    private final Map<String, Double> metrics = new LinkedHashMap<>();

    ClassifierTraining(BlazingTextHyperparameters settings, TrainingContext context, TrainingData data)
            throws IOException {
        this.settings = settings;
        this.context = context;
        var text = LabelledText.read(data.train(), null);
        List<String> labels = text.labels.words();
        if (labels.size() < 2) {
            throw new BadDataException("there is only one label, " + labels.getFirst() + ", so nothing can be learnt");
        }
        var counts = new int[labels.size()];
        for (int label = 0; label < counts.length; label++) {
            counts[label] = text.labels.count(label);
        }
        var frequent = text.words.frequent(settings.minCount());
        var buckets = new BucketRows(settings.buckets(), Features.wordRows(frequent.table()));
        var features = new Features(frequent.table(), buckets, settings.wordNgrams());
        int[] order = Randoms.permutation(text.lines(), Randoms.seed(context.seed(), text.lines()));
        var rows = LabelledFeatures.of(text, order, frequent.newNumbers(), features, true);
        int inputRows = Features.wordRows(frequent.table()) + buckets.size();
        Matrix input = Matrix.random(inputRows, settings.vectorDim(), context.seed(), context);
        lines = rows.placedIn(input);
        LabelTree tree = labels.size() > ClassifierTrainer.MOST_FLAT_LABELS ? new LabelTree(counts) : null;
        Matrix output = Matrix.zeros(tree == null ? labels.size() : tree.innerNodes(), settings.vectorDim());
        classifier = new TextClassifier(settings, frequent.table(), buckets, labels, counts, input, output, tree);
        validation = data.validation().isEmpty()
                ? null
                : validation(LabelledText.read(data.validation().get(), text.labels), features)
                        .placedIn(input);
        trainer = new ClassifierTrainer(settings, context, lines, input, output, tree);
    }

    private static LabelledFeatures validation(LabelledText text, Features features) {
        var numbers = new int[text.words.size()];
        for (int word = 0; word < numbers.length; word++) {
            byte[] utf8 = text.words.word(word).getBytes(StandardCharsets.UTF_8);
            numbers[word] = features.words.find(utf8, 0, utf8.length, text.words.hash(word));
        }
        var order = new int[text.lines()];
        Arrays.setAll(order, line -> line);
        return LabelledFeatures.of(text, order, numbers, features, false);
    }

    Trained train() {
        double best = -1;
        int since = 0;
        for (int epoch = 0; epoch < settings.epochs() && !context.stopped(); epoch++) {
            trainer.epoch(epoch);
            if (validation == null) {
                continue;
            }
            double accuracy = measure(VALIDATION_ACCURACY, validation, epoch);
            since = accuracy > best ? 0 : since + 1;
            best = Math.max(best, accuracy);
            if (settings.earlyStopping() && since >= settings.patience() && epoch + 1 >= settings.minEpochs()) {
                context.log("validation accuracy has not improved for " + since + " epochs, so training ends after "
                        + (epoch + 1));
                break;
            }
        }
        trainer.pace.finish();
        measure(TRAIN_ACCURACY, lines, settings.epochs() - 1);
        context.progress(1);
        TextClassifier trained = classifier;
        return new TrainedModel(
                trained, Collections.unmodifiableMap(metrics), () -> trained.write(ModelFolder.of(BlazingText.NAME)));
    }

    private double measure(String metric, LabelledFeatures rows, int epoch) {
        double accuracy = ClassifierTrainer.accuracy(classifier, rows, context);
        context.metric(metric, accuracy, epoch);
        metrics.put(metric, accuracy);
        return accuracy;
    }
}
