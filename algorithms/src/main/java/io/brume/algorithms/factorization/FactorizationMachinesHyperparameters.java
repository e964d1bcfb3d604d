package io.brume.algorithms.factorization;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What SageMaker documents for factorization machines. */
public record FactorizationMachinesHyperparameters(
        @Hyperparameter(range = "[1, )", about = "Features a row.")
        int featureDim,

        @Hyperparameter(range = "[1, 65536]", about = "Factors a feature; 2 to 1000 is sensible, 64 a good start.")
        int numFactors,

        @Hyperparameter(about = "What to predict: binary_classifier or regressor.")
        PredictorType predictorType,

        @Hyperparameter(byDefault = "normal", about = "How the bias is drawn before training.")
        InitMethod biasInitMethod,

        @Hyperparameter(range = "[0, )", about = "With uniform: between it and its negative.")
        OptionalDouble biasInitScale,

        @Hyperparameter(byDefault = "0.01", range = "[0, )", about = "With normal: the standard deviation.")
        double biasInitSigma,

        @Hyperparameter(about = "With constant: the value.") OptionalDouble biasInitValue,

        @Hyperparameter(byDefault = "0.1", range = "[0, )", about = "Learning rate of the bias.")
        double biasLr,

        @Hyperparameter(byDefault = "0.01", range = "[0, )", about = "Weight decay of the bias.")
        double biasWd,

        @Hyperparameter(byDefault = "normal", about = "How linear weights are drawn before training.")
        InitMethod linearInitMethod,

        @Hyperparameter(range = "[0, )", about = "With uniform: between it and its negative.")
        OptionalDouble linearInitScale,

        @Hyperparameter(byDefault = "0.01", range = "[0, )", about = "With normal: the standard deviation.")
        double linearInitSigma,

        @Hyperparameter(about = "With constant: the value.") OptionalDouble linearInitValue,

        @Hyperparameter(byDefault = "0.001", range = "[0, )", about = "Learning rate of linear weights.")
        double linearLr,

        @Hyperparameter(byDefault = "0.001", range = "[0, )", about = "Weight decay of linear weights.")
        double linearWd,

        @Hyperparameter(byDefault = "normal", about = "How factors are drawn before training.")
        InitMethod factorsInitMethod,

        @Hyperparameter(range = "[0, )", about = "With uniform: between it and its negative.")
        OptionalDouble factorsInitScale,

        @Hyperparameter(byDefault = "0.001", range = "[0, )", about = "With normal: the standard deviation.")
        double factorsInitSigma,

        @Hyperparameter(about = "With constant: the value.") OptionalDouble factorsInitValue,

        @Hyperparameter(byDefault = "0.0001", range = "[0, )", about = "Learning rate of factors.")
        double factorsLr,

        @Hyperparameter(byDefault = "0.00001", range = "[0, )", about = "Weight decay of factors.")
        double factorsWd,

        @Hyperparameter(range = "(0, )", about = "Gradients are cut off at it and its negative.")
        OptionalDouble clipGradient,

        @Hyperparameter(byDefault = "1", range = "[1, )", about = "Passes over the data.")
        int epochs,

        @Hyperparameter(range = "(0, )", about = "Keeps Adam from dividing by 0; otherwise 1e-8.")
        OptionalDouble eps,

        @Hyperparameter(byDefault = "1000", range = "[1, )", about = "Rows between two changes of the weights.")
        int miniBatchSize,

        @Hyperparameter(range = "(0, )", about = "What a batch's gradients are multiplied by; otherwise 1 / rows.")
        OptionalDouble rescaleGrad) {

    /** What to predict. */
    public enum PredictorType {
        BINARY_CLASSIFIER,
        REGRESSOR
    }

    /** How weights are drawn before training. */
    public enum InitMethod {
        NORMAL,
        UNIFORM,
        CONSTANT
    }

    /** How one kind of weights begins. */
    record Init(InitMethod method, OptionalDouble scale, double sigma, OptionalDouble value) {}

    Init biasInit() {
        return new Init(biasInitMethod, biasInitScale, biasInitSigma, biasInitValue);
    }

    Init linearInit() {
        return new Init(linearInitMethod, linearInitScale, linearInitSigma, linearInitValue);
    }

    Init factorsInit() {
        return new Init(factorsInitMethod, factorsInitScale, factorsInitSigma, factorsInitValue);
    }

    boolean binary() {
        return predictorType == PredictorType.BINARY_CLASSIFIER;
    }

    /** @throws BadHyperparameterException where values contradict one another */
    void consistent() {
        var problems = new LinkedHashMap<String, String>();
        Map.of("bias", biasInit(), "linear", linearInit(), "factors", factorsInit())
                .forEach((name, init) -> {
                    if (init.method() == InitMethod.UNIFORM && init.scale().isEmpty()) {
                        require(name + "_init_scale", name, init, problems);
                    } else if (init.method() == InitMethod.CONSTANT
                            && init.value().isEmpty()) {
                        require(name + "_init_value", name, init, problems);
                    }
                });
        if (!problems.isEmpty()) {
            throw new BadHyperparameterException(problems);
        }
    }

    private static void require(String name, String part, Init init, Map<String, String> problems) {
        problems.put(
                name,
                "%s is required where %s_init_method is %s"
                        .formatted(name, part, init.method().name().toLowerCase(Locale.ROOT)));
    }
}
