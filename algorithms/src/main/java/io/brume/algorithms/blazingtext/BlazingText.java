package io.brume.algorithms.blazingtext;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.blazingtext.BlazingTextHyperparameters.Mode;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Word vectors (word2vec, with subwords) and text classification (fastText), as SageMaker's BlazingText has them. The channel
 * {@code train} holds a sentence a line, its words separated by spaces; to classify, with {@code __label__} words among them,
 * or objects with {@code source} and {@code label}.
 */
public final class BlazingText implements Algorithm<BlazingTextHyperparameters> {
    static final String NAME = "blazingtext";
    /** The channel with pairs of words that word vectors are evaluated on: two words and a score a line. */
    public static final String SIMILARITY = "word_similarity";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<BlazingTextHyperparameters> hyperparameters() {
        return BlazingTextHyperparameters.class;
    }

    @Override
    public Trained train(TrainingData data, BlazingTextHyperparameters settings, TrainingContext context)
            throws IOException {
        Hyperparameters.check(settings).consistent();
        return settings.mode() == Mode.SUPERVISED
                ? trainClassifier(data, settings, context)
                : trainVectors(data, settings, context);
    }

    private static Trained trainVectors(TrainingData data, BlazingTextHyperparameters settings, TrainingContext context)
            throws IOException {
        var sentences = Sentences.read(data.train(), settings.minCount());
        var buckets = new BucketRows(settings.buckets(), sentences.words().size());
        var inputs = InputRows.of(sentences.words(), WordVectors.subwords(settings), buckets);
        Matrix input = new WordVectorTrainer(sentences, inputs, settings, context).train();
        var vectors = new WordVectors(settings, sentences.words(), inputs, input);
        Optional<Dataset> pairs = data.channel(SIMILARITY);
        if (!settings.evaluation() || pairs.isEmpty()) {
            return new TrainedVectors(vectors, null);
        }
        var similarity = WordSimilarity.of(vectors, pairs.get());
        if (!Double.isNaN(similarity.rho())) {
            context.metric(TrainedVectors.RHO, similarity.rho(), settings.epochs() - 1L);
        }
        return new TrainedVectors(vectors, similarity);
    }

    private static Trained trainClassifier(
            TrainingData data, BlazingTextHyperparameters settings, TrainingContext context) throws IOException {
        if (settings.earlyStopping() && data.validation().isEmpty()) {
            throw new BadDataException("early_stopping needs the channel \"" + TrainingData.VALIDATION + "\"");
        }
        return new ClassifierTraining(settings, context, data).train();
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        var model = ModelFolder.open(folder, NAME);
        boolean classifier =
                model.hyperparameters(BlazingTextHyperparameters.class).mode() == Mode.SUPERVISED;
        return classifier ? TextClassifier.load(model) : WordVectors.load(model);
    }
}
