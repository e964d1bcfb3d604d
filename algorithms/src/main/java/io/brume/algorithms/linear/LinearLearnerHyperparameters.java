package io.brume.algorithms.linear;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What SageMaker documents for the linear learner. Where {@code auto} may stand, the component is empty for it. */
public record LinearLearnerHyperparameters(
        @Hyperparameter(about = "What to predict: regressor, binary_classifier or multiclass_classifier.")
        PredictorType predictorType,

        @Hyperparameter(range = "[1, )", about = "Features a row; otherwise as many as the data has.")
        OptionalInt featureDim,

        @Hyperparameter(range = "[3, 1000000]", about = "Classes of multiclass_classifier, which requires it.")
        OptionalInt numClasses,

        @Hyperparameter(byDefault = "3", range = "[1, )", about = "k of the top-k accuracy of several classes.")
        int accuracyTopK,

        @Hyperparameter(byDefault = "false", about = "Whether all classes weigh the same, however many rows they have.")
        boolean balanceMulticlassWeights,

        @Hyperparameter(name = "beta_1", range = "[0, 1)", about = "Decay of adam's first moment; auto is 0.9.")
        OptionalDouble beta1,

        @Hyperparameter(name = "beta_2", range = "[0, 1)", about = "Decay of adam's second moment; auto is 0.999.")
        OptionalDouble beta2,

        @Hyperparameter(range = "(0, )", about = "Times the learning rate, for the bias; auto is 10, with sgd 1.")
        OptionalDouble biasLrMult,

        @Hyperparameter(range = "[0, )", about = "Times wd, for the bias; auto is 0.")
        OptionalDouble biasWdMult,

        @Hyperparameter(
                about =
                        "What the best binary classifier is chosen by, and its threshold with it: accuracy unless given.")
        Optional<Criterion> binaryClassifierModelSelectionCriteria,

        @Hyperparameter(byDefault = "3", range = "[1, )", about = "Epochs without improvement before training ends.")
        int earlyStoppingPatience,

        @Hyperparameter(byDefault = "0.001", range = "(0, )", about = "Relative improvements below it do not count.")
        double earlyStoppingTolerance,

        @Hyperparameter(byDefault = "15", range = "[1, )", about = "Passes over the data, at most.")
        int epochs,

        @Hyperparameter(byDefault = "1.0", range = "(0, )", about = "Beta of the F measures.")
        double fBeta,

        @Hyperparameter(byDefault = "1.0", range = "(0, )", about = "Where huber_loss turns from squared to absolute.")
        double huberDelta,

        @Hyperparameter(byDefault = "0", about = "The bias before training.")
        double initBias,

        @Hyperparameter(byDefault = "uniform", about = "How weights are drawn before training.")
        InitMethod initMethod,

        @Hyperparameter(byDefault = "0.07", range = "(0, )", about = "Uniform weights lie between it and its negative.")
        double initScale,

        @Hyperparameter(byDefault = "0.01", range = "(0, )", about = "The standard deviation of normal weights.")
        double initSigma,

        @Hyperparameter(range = "[0, )", about = "L1 regularisation; auto is 0.")
        OptionalDouble l1,

        @Hyperparameter(range = "(0, )", about = "The step size; auto depends on the optimizer.")
        OptionalDouble learningRate,

        @Hyperparameter(about = "The loss; auto is logistic, softmax_loss or squared_loss.")
        Optional<LossFunction> loss,

        @Hyperparameter(
                byDefault = "0.01",
                range = "(0, )",
                about = "Smaller errors are none to eps_insensitive losses.")
        double lossInsensitivity,

        @Hyperparameter(range = "(0, 1)", about = "What the learning rate is multiplied by; auto is 0.99.")
        OptionalDouble lrSchedulerFactor,

        @Hyperparameter(range = "(0, )", about = "The lowest learning rate; auto is 0.00001.")
        OptionalDouble lrSchedulerMinimumLr,

        @Hyperparameter(
                range = "[1, )",
                about = "Mini-batches between decreases; auto is such that a hundredth is reached in the last epoch.")
        OptionalInt lrSchedulerStep,

        @Hyperparameter(byDefault = "1.0", range = "(0, )", about = "The margin of hinge_loss.")
        double margin,

        @Hyperparameter(byDefault = "1000", range = "[1, )", about = "Rows between two changes of the weights.")
        int miniBatchSize,

        @Hyperparameter(range = "[0, 1)", about = "Momentum of sgd; auto is 0.9.")
        OptionalDouble momentum,

        @Hyperparameter(byDefault = "true", about = "Whether features are scaled to a standard deviation of 1.")
        Optional<Boolean> normalizeData,

        @Hyperparameter(about = "Whether a regression's labels are scaled so; auto is true.")
        Optional<Boolean> normalizeLabel,

        @Hyperparameter(range = "[1, )", about = "Validation rows that the threshold is chosen on; auto is all.")
        OptionalInt numCalibrationSamples,

        @Hyperparameter(
                range = "[1, )",
                about = "Models trained at once, of which the best is kept; auto is at most 32.")
        OptionalInt numModels,

        @Hyperparameter(byDefault = "10000", range = "[1, )", about = "Rows that means and deviations are taken from.")
        int numPointForScaler,

        @Hyperparameter(about = "How steps are made; auto is adam.")
        Optional<Optimizer.Kind> optimizer,

        @Hyperparameter(
                byDefault = "1.0",
                about = "How much rows of class 1 weigh: a number, balanced, or auto for the best of several.")
        String positiveExampleWeightMult,

        @Hyperparameter(byDefault = "0.5", range = "(0, 1)", about = "The quantile of quantile_loss.")
        double quantile,

        @Hyperparameter(byDefault = "0.8", range = "[0, 1]", about = "The precision that recall is best at.")
        double targetPrecision,

        @Hyperparameter(byDefault = "0.8", range = "[0, 1]", about = "The recall that precision is best at.")
        double targetRecall,

        @Hyperparameter(about = "Whether features are moved to a mean of 0; auto is yes where there is a bias.")
        Optional<Boolean> unbiasData,

        @Hyperparameter(about = "Whether a regression's labels are moved so; auto is yes where there is a bias.")
        Optional<Boolean> unbiasLabel,

        @Hyperparameter(byDefault = "true", about = "Whether there is a bias, an intercept.")
        boolean useBias,

        @Hyperparameter(byDefault = "true", about = "Whether the learning rate falls while training.")
        boolean useLrScheduler,

        @Hyperparameter(range = "[0, )", about = "Weight decay, which is L2 regularisation; auto is 0.0001.")
        OptionalDouble wd) {

    /** What to predict. */
    public enum PredictorType {
        REGRESSOR,
        BINARY_CLASSIFIER,
        MULTICLASS_CLASSIFIER
    }

    /** How weights are drawn before training. */
    public enum InitMethod {
        UNIFORM,
        NORMAL
    }

    /** What a wrong prediction costs. */
    public enum LossFunction {
        LOGISTIC,
        HINGE_LOSS,
        SOFTMAX_LOSS,
        SQUARED_LOSS,
        ABSOLUTE_LOSS,
        EPS_INSENSITIVE_SQUARED_LOSS,
        EPS_INSENSITIVE_ABSOLUTE_LOSS,
        QUANTILE_LOSS,
        HUBER_LOSS;

        PredictorType predicts() {
            return switch (this) {
                case LOGISTIC, HINGE_LOSS -> PredictorType.BINARY_CLASSIFIER;
                case SOFTMAX_LOSS -> PredictorType.MULTICLASS_CLASSIFIER;
                default -> PredictorType.REGRESSOR;
            };
        }
    }

    /** What the best of several binary classifiers is chosen by. */
    public enum Criterion {
        ACCURACY,
        F1,
        F_BETA,
        PRECISION_AT_TARGET_RECALL,
        RECALL_AT_TARGET_PRECISION,
        LOSS_FUNCTION
    }

    /** The loss, with what {@code auto} stands for. */
    LossFunction lossFunction() {
        return loss.orElse(
                switch (predictorType) {
                    case REGRESSOR -> LossFunction.SQUARED_LOSS;
                    case BINARY_CLASSIFIER -> LossFunction.LOGISTIC;
                    case MULTICLASS_CLASSIFIER -> LossFunction.SOFTMAX_LOSS;
                });
    }

    /** Scores a row: one, or one a class. */
    int outputs() {
        return predictorType == PredictorType.MULTICLASS_CLASSIFIER ? numClasses.orElseThrow() : 1;
    }

    boolean regression() {
        return predictorType == PredictorType.REGRESSOR;
    }

    /** @throws BadHyperparameterException where values contradict one another */
    void consistent() {
        var problems = new LinkedHashMap<String, String>();
        if (predictorType == PredictorType.MULTICLASS_CLASSIFIER && numClasses.isEmpty()) {
            problems.put("num_classes", "num_classes is required where predictor_type is multiclass_classifier");
        }
        if (lossFunction().predicts() != predictorType) {
            problems.put(
                    "loss",
                    "loss %s is not for predictor_type %s".formatted(lower(lossFunction()), lower(predictorType)));
        }
        if (!positiveExampleWeightMult.matches("balanced|auto") && !(positiveWeight() > 0)) {
            problems.put(
                    "positive_example_weight_mult",
                    "positive_example_weight_mult must be balanced, auto or a number greater than 0, not "
                            + positiveExampleWeightMult);
        }
        if (!problems.isEmpty()) {
            throw new BadHyperparameterException(problems);
        }
    }

    /** NaN where it is no finite number. */
    double positiveWeight() {
        try {
            double weight = Double.parseDouble(positiveExampleWeightMult);
            return Double.isFinite(weight) ? weight : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
