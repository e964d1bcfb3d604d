package io.brume.algorithms.ipinsights;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * IP insights, as SageMaker has it (https://docs.aws.amazon.com/sagemaker/latest/dg/ip-insights-howitworks.html). The channels
 * {@code train} and {@code validation} hold lines of CSV without header: an entity and an IPv4 address.
 */
public final class IpInsights implements Algorithm<IpInsightsHyperparameters> {
    static final String NAME = "ipinsights";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<IpInsightsHyperparameters> hyperparameters() {
        return IpInsightsHyperparameters.class;
    }

    @Override
    public Trained train(TrainingData data, IpInsightsHyperparameters settings, TrainingContext context)
            throws IOException {
        Hyperparameters.check(settings).consistent();
        Events events = Events.read(data.train(), settings.numEntityVectors());
        long numbers = (1L + settings.randomNegativeSamplingRate())
                * Math.min(settings.miniBatchSize(), events.size())
                * settings.vectorDim();
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new BadHyperparameterException(
                    "mini_batch_size",
                    "mini_batch_size times vector_dim times one more than random_negative_sampling_rate must be less"
                            + " than two thousand million");
        }
        Optional<Dataset> validation = data.validation();
        Events held = validation.isPresent() ? Events.read(validation.get(), settings.numEntityVectors()) : null;
        var trainer = new IpInsightsTrainer(settings, context, events, held);
        IpInsightsModel model = trainer.train();
        Map<String, Double> metrics =
                Double.isNaN(trainer.auc()) ? Map.of() : Map.of(IpInsightsTrainer.AUC, trainer.auc());
        return new TrainedModel(model, metrics, () -> model.write(ModelFolder.of(NAME)));
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        return IpInsightsModel.load(ModelFolder.open(folder, NAME));
    }
}
