package io.brume.algorithms.lda;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Latent Dirichlet allocation (Blei, Ng and Jordan, JMLR 2003), as SageMaker has it. The channel {@code train} holds a document
 * a row, a count for each word of the vocabulary; {@code test} likewise, to be scored at the end.
 */
public final class Lda implements Algorithm<LdaHyperparameters> {
    static final String NAME = "lda";
    private static final String TEST_PWLL = "test:pwll";
    private static final String NPMI = "train:npmi";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<LdaHyperparameters> hyperparameters() {
        return LdaHyperparameters.class;
    }

    @Override
    public Trained train(TrainingData data, LdaHyperparameters settings, TrainingContext context) throws IOException {
        Hyperparameters.check(settings);
        if ((long) settings.featureDim() * DenseBatch.stride(settings.numTopics()) > Integer.MAX_VALUE - 8) {
            throw new BadHyperparameterException(
                    "num_topics", "num_topics times feature_dim must be less than two thousand million");
        }
        var documents = Documents.read(data.train(), settings.featureDim());
        if (documents.total() == 0) {
            throw new BadDataException("the documents have no words");
        } else if (documents.size() != settings.miniBatchSize()) {
            context.log("mini_batch_size is " + settings.miniBatchSize() + ", but there are " + documents.size()
                    + " documents; all are used");
        }
        Optional<Dataset> test = data.test();
        Documents held = test.isPresent() ? Documents.read(test.get(), settings.featureDim()) : null;
        TopicModel model = new TopicTrainer(documents, settings, context).train();
        var metrics = new LinkedHashMap<String, Double>();
        if (held != null) {
            metric(metrics, TEST_PWLL, TopicQuality.perWordLogLikelihood(model, held, context), context);
        }
        metric(metrics, NPMI, TopicQuality.npmi(model, documents), context);
        return new TrainedModel(model, metrics, () -> model.write(ModelFolder.of(NAME)));
    }

    private static void metric(Map<String, Double> metrics, String name, double value, TrainingContext context) {
        if (!Double.isNaN(value)) {
            metrics.put(name, value);
            context.metric(name, value, 0);
        }
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        return TopicModel.load(ModelFolder.open(folder, NAME));
    }
}
