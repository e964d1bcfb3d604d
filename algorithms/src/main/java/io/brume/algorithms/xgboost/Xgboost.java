package io.brume.algorithms.xgboost;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Gradient-boosted trees, as SageMaker's XGBoost has them, by XGBoost itself. Chen and Guestrin, "XGBoost: A Scalable Tree
 * Boosting System", 2016, https://arxiv.org/abs/1603.02754. Rows have their label first; NaN is taken as missing, as is what a
 * sparse row does not have.
 */
public final class Xgboost implements Algorithm<XgboostHyperparameters> {
    static final String NAME = "xgboost";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<XgboostHyperparameters> hyperparameters() {
        return XgboostHyperparameters.class;
    }

    /** An earlier model, where the context has one, gets {@code num_round} more rounds, or its trees are updated. */
    @Override
    public Trained train(TrainingData data, XgboostHyperparameters settings, TrainingContext context)
            throws IOException {
        Hyperparameters.check(settings).consistent();
        try (var training = new XgboostTraining(data, settings, context)) {
            return training.train();
        } catch (XGBoostError e) {
            throw refusal(e);
        }
    }

    /** XGBoost checks much itself; the sentence that counts stands between the failed check and the stack trace. */
    private static RuntimeException refusal(XGBoostError e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf("Stack trace:");
        String sentence = (end < 0 ? message : message.substring(0, end))
                .replaceFirst("(?s)^\\[[0-9:]+\\] \\S+ ", "")
                .trim();
        if (sentence.contains("nvalid Parameter") || sentence.contains("nvalid parameter")) {
            return new BadHyperparameterException("xgboost", "XGBoost refuses: " + sentence);
        }
        return new BadDataException("XGBoost refuses: " + sentence).because(e);
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        return XgboostModel.load(folder);
    }
}
