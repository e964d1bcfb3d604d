package io.brume.algorithms.xgboost;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameter;
import io.brume.algorithms.Hyperparameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What SageMaker documents for XGBoost, https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost_hyperparameters.html. Optional
 * ones that are empty are left to XGBoost, whose default may depend on others.
 */
public record XgboostHyperparameters(
        @Hyperparameter(range = "[1, )", about = "Rounds of boosting, at most.")
        int numRound,

        @Hyperparameter(range = "[2, )", about = "Classes; needed for multi:softmax and multi:softprob.")
        OptionalInt numClass,

        @Hyperparameter(byDefault = "reg:squarederror", about = "What to learn.")
        Objective objective,

        @Hyperparameter(
                alias = "reg_alpha",
                byDefault = "0",
                range = "[0, )",
                about = "L1 penalty on leaf values or weights.")
        double alpha,

        @Hyperparameter(
                range = "[0, )",
                about = "What is predicted before the first tree; where it is not given, what the labels suggest.")
        OptionalDouble baseScore,

        @Hyperparameter(byDefault = "gbtree", about = "Trees, trees with dropout, or a linear model.")
        Booster booster,

        @Hyperparameter(byDefault = "1", range = "(0, 1]", about = "Part of the columns that a level sees.")
        double colsampleBylevel,

        @Hyperparameter(byDefault = "1", range = "(0, 1]", about = "Part of the columns that a split sees.")
        double colsampleBynode,

        @Hyperparameter(byDefault = "1", range = "(0, 1]", about = "Part of the columns that a tree sees.")
        double colsampleBytree,

        @Hyperparameter(
                byDefault = "false",
                about = "Whether the second column of csv is the row's weight; who reads the file has to ask for it.")
        boolean csvWeights,

        @Hyperparameter(byDefault = "true", about = "Of use with GPUs only.")
        boolean deterministicHistogram,

        @Hyperparameter(
                range = "[1, )",
                about =
                        "Rounds without a better last metric after which training ends; the best round's model is used.")
        OptionalInt earlyStoppingRounds,

        @Hyperparameter(
                alias = "learning_rate",
                byDefault = "0.3",
                range = "[0, 1]",
                about = "Part of each tree's answer that is added.")
        double eta,

        @Hyperparameter(about = "What is measured after each round; without it, what suits the objective.")
        Optional<List<String>> evalMetric,

        @Hyperparameter(
                alias = "min_split_loss",
                byDefault = "0",
                range = "[0, )",
                about = "Least gain that a split has to bring.")
        double gamma,

        @Hyperparameter(byDefault = "depthwise", about = "Which node is split next: the highest, or that of most gain.")
        GrowPolicy growPolicy,

        @Hyperparameter(about = "Groups of columns that may meet in a branch, such as [[0,1],[2,3,4]].")
        Optional<String> interactionConstraints,

        @Hyperparameter(
                alias = "reg_lambda",
                range = "[0, )",
                about = "L2 penalty on leaf values or weights; 1, with gblinear 0, where it is not given.")
        OptionalDouble lambda,

        @Hyperparameter(byDefault = "0", range = "[0, 1]", about = "L2 penalty on the bias of gblinear.")
        double lambdaBias,

        @Hyperparameter(byDefault = "256", range = "[2, )", about = "Bins that a column's values are put into.")
        int maxBin,

        @Hyperparameter(
                range = "[0, )",
                about = "Most that a leaf's value may be, 0 for any; 0, with count:poisson 0.7, where it is not given.")
        OptionalDouble maxDeltaStep,

        @Hyperparameter(byDefault = "6", range = "[0, )", about = "Most splits in a row; 0 for any number.")
        int maxDepth,

        @Hyperparameter(byDefault = "0", range = "[0, )", about = "Most leaves of a tree; 0 for any number.")
        int maxLeaves,

        @Hyperparameter(byDefault = "1", range = "[0, )", about = "Least sum of second derivatives in a child.")
        double minChildWeight,

        @Hyperparameter(about = "For each column 1 (may only rise), -1 (fall) or 0, such as (1,-1,0).")
        Optional<String> monotoneConstraints,

        @Hyperparameter(byDefault = "tree", about = "How new trees weigh with dart.")
        NormalizeType normalizeType,

        @Hyperparameter(range = "[1, )", about = "Threads, at most as many as there are.")
        OptionalInt nthread,

        @Hyperparameter(byDefault = "1", range = "[1, )", about = "Trees a round, which makes a forest of a round.")
        int numParallelTree,

        @Hyperparameter(byDefault = "false", about = "Whether dart always leaves out a tree.")
        boolean oneDrop,

        @Hyperparameter(byDefault = "default", about = "Whether trees are made or an earlier model's are changed.")
        ProcessType processType,

        @Hyperparameter(byDefault = "0", range = "[0, 1]", about = "Part of the trees that dart leaves out.")
        double rateDrop,

        @Hyperparameter(byDefault = "true", about = "Whether the updater refresh changes leaves, too.")
        boolean refreshLeaf,

        @Hyperparameter(byDefault = "uniform", about = "How dart chooses trees.")
        SampleType sampleType,

        @Hyperparameter(byDefault = "uniform", about = "How rows are drawn; gradient_based needs a GPU.")
        SamplingMethod samplingMethod,

        @Hyperparameter(byDefault = "1", range = "(0, )", about = "Weight of the rows with label 1.")
        double scalePosWeight,

        @Hyperparameter(about = "For the same trees again; where it is not given, the training's own seed.")
        OptionalInt seed,

        @Hyperparameter(byDefault = "false", about = "Of use with GPUs only.")
        boolean singlePrecisionHistogram,

        @Hyperparameter(byDefault = "0.03", range = "(0, 1)", about = "Of use in old versions only.")
        double sketchEps,

        @Hyperparameter(byDefault = "0", range = "[0, 1]", about = "How probably dart leaves out no tree.")
        double skipDrop,

        @Hyperparameter(byDefault = "1", range = "(0, 1]", about = "Part of the rows that a tree sees.")
        double subsample,

        @Hyperparameter(byDefault = "auto", about = "How splits are found; gpu_hist is hist here.")
        TreeMethod treeMethod,

        @Hyperparameter(byDefault = "1.5", range = "(1, 2)", about = "Power of the variance of reg:tweedie.")
        double tweedieVariancePower,

        @Hyperparameter(about = "Steps that make or change trees, or that of gblinear.")
        Optional<List<Updater>> updater,

        @Hyperparameter(byDefault = "false", about = "Of use with GPUs only.")
        boolean useDaskGpuTraining,

        @Hyperparameter(byDefault = "1", range = "[0, 3]", about = "How much XGBoost itself writes to standard error.")
        int verbosity,

        @Hyperparameter(byDefault = "normal", about = "How survival:aft takes the noise to be distributed.")
        AftLossDistribution aftLossDistribution,

        @Hyperparameter(byDefault = "1", range = "(0, )", about = "How wide survival:aft takes the noise to be.")
        double aftLossDistributionScale,

        @Hyperparameter(byDefault = "row", about = "Of use with several machines only.")
        Dsplit dsplit,

        @Hyperparameter(byDefault = "auto", about = "Of use in old versions only.")
        WhichPredictor predictor,

        @Hyperparameter(byDefault = "1", range = "[1, )", about = "Of use in old versions only.")
        double probBufferRow,

        @Hyperparameter(byDefault = "false", about = "Training that is stopped gives its model always.")
        boolean saveModelOnTermination,

        @Hyperparameter(name = "_tuning_objective_metric", about = "What a tuning job looks at; it is measured, too.")
        Optional<String> tuningObjectiveMetric) {

    private static final Pattern MONOTONE = Pattern.compile("[(\\[]? *(-1|0|1)( *, *(-1|0|1))* *,? *[)\\]]?");
    private static final Pattern GROUP = Pattern.compile("\\[ *\\d{1,9}( *, *\\d{1,9})* *\\]");
    /** What is not XGBoost's, or no longer. */
    private static final Set<String> NOT_XGBOOSTS = Set.of(
            "num_round",
            "csv_weights",
            "deterministic_histogram",
            "early_stopping_rounds",
            "eval_metric",
            "nthread",
            "seed",
            "single_precision_histogram",
            "sketch_eps",
            "use_dask_gpu_training",
            "dsplit",
            "predictor",
            "prob_buffer_row",
            "save_model_on_termination",
            "_tuning_objective_metric");

    /** What is added up. */
    public enum Booster {
        GBTREE,
        GBLINEAR,
        DART
    }

    /** Which node is split next. */
    public enum GrowPolicy {
        DEPTHWISE,
        LOSSGUIDE
    }

    /** How new trees weigh. */
    public enum NormalizeType {
        TREE,
        FOREST
    }

    /** What a round does. */
    public enum ProcessType {
        DEFAULT,
        UPDATE
    }

    /** How trees to leave out are chosen. */
    public enum SampleType {
        UNIFORM,
        WEIGHTED
    }

    /** How rows are drawn. */
    public enum SamplingMethod {
        UNIFORM,
        GRADIENT_BASED
    }

    /** How splits are found. */
    public enum TreeMethod {
        AUTO,
        EXACT,
        APPROX,
        HIST,
        GPU_HIST
    }

    /** Steps of a round, those that XGBoost 3 still has. */
    public enum Updater {
        GROW_COLMAKER,
        GROW_HISTMAKER,
        GROW_QUANTILE_HISTMAKER,
        SYNC,
        REFRESH,
        PRUNE,
        SHOTGUN,
        COORD_DESCENT
    }

    /** Distributions of noise. */
    public enum AftLossDistribution {
        NORMAL,
        LOGISTIC,
        EXTREME
    }

    /** How data would be divided. */
    public enum Dsplit {
        ROW,
        COL
    }

    /** What would predict. */
    public enum WhichPredictor {
        AUTO,
        CPU_PREDICTOR,
        GPU_PREDICTOR
    }

    /** @throws BadHyperparameterException naming everything that contradicts something else */
    void consistent() {
        var problems = new LinkedHashMap<String, String>();
        boolean multi = objective.labels == Objective.Labels.CLASSES;
        if (multi && numClass.isEmpty()) {
            problems.put("num_class", "num_class is required with " + objective.written());
        } else if (!multi && numClass.isPresent()) {
            problems.put(
                    "num_class", "num_class is for multi:softmax and multi:softprob, not for " + objective.written());
        }
        if (baseScore.isPresent() && !goodBaseScore(baseScore.getAsDouble())) {
            problems.put(
                    "base_score", "base_score cannot be " + baseScore.getAsDouble() + " with " + objective.written());
        }
        if (monotoneConstraints.isPresent()
                && !MONOTONE.matcher(monotoneConstraints.get().trim()).matches()) {
            problems.put(
                    "monotone_constraints",
                    "monotone_constraints must be like (1,-1,0), not " + monotoneConstraints.get());
        }
        String groups =
                interactionConstraints.orElse("[]").replaceAll("\\s+", " ").trim();
        if (!groups.matches("\\[ *(" + GROUP + "( *, *" + GROUP + ")*)? *\\]")) {
            problems.put(
                    "interaction_constraints", "interaction_constraints must be like [[0,1],[2,3]], not " + groups);
        }
        if (samplingMethod == SamplingMethod.GRADIENT_BASED) {
            problems.put("sampling_method", "sampling_method gradient_based needs a GPU, which is not used here");
        }
        updater.ifPresent(steps -> checkUpdaters(steps, problems));
        RoundMetrics.check(this, problems);
        if (!problems.isEmpty()) {
            throw new BadHyperparameterException(problems);
        }
    }

    private boolean goodBaseScore(double value) {
        return switch (objective.link) {
            case LOGISTIC -> value > 0 && value < 1;
            case LOG -> value > 0;
            case IDENTITY, STEP, SOFTMAX -> true;
        };
    }

    private void checkUpdaters(List<Updater> steps, Map<String, String> problems) {
        var linear = Set.of(Updater.SHOTGUN, Updater.COORD_DESCENT);
        var changing = Set.of(Updater.REFRESH, Updater.PRUNE);
        var growing = Set.of(Updater.GROW_COLMAKER, Updater.GROW_HISTMAKER, Updater.GROW_QUANTILE_HISTMAKER);
        if (steps.isEmpty()) {
            problems.put("updater", "updater names no updater");
        } else if (booster == Booster.GBLINEAR && (steps.size() != 1 || !linear.containsAll(steps))) {
            problems.put("updater", "updater must be shotgun or coord_descent with gblinear");
        } else if (booster != Booster.GBLINEAR && steps.stream().anyMatch(linear::contains)) {
            problems.put("updater", "updater shotgun and coord_descent are for gblinear");
        } else if (processType == ProcessType.UPDATE && !changing.containsAll(steps)) {
            problems.put("updater", "updater must be of refresh and prune with the process_type update");
        } else if (booster != Booster.GBLINEAR
                && processType == ProcessType.DEFAULT
                && steps.stream().filter(growing::contains).count() != 1) {
            problems.put(
                    "updater",
                    "updater must name exactly one that grows trees: grow_colmaker, grow_histmaker or"
                            + " grow_quantile_histmaker");
        }
    }

    /**
     * Checks columns that constraints name.
     *
     * @throws BadHyperparameterException where there are not as many
     */
    void checkColumns(int columns) {
        int constrained = monotoneConstraints
                .map(text -> text.replaceAll("[()\\[\\] ]", "").split(",").length)
                .orElse(0);
        if (constrained > columns) {
            throw new BadHyperparameterException(
                    "monotone_constraints",
                    "monotone_constraints names " + constrained + " columns, and the data has " + columns);
        }
        for (String number : interactionConstraints.orElse("").split("\\D+")) {
            if (!number.isEmpty() && Integer.parseInt(number) >= columns) {
                throw new BadHyperparameterException(
                        "interaction_constraints",
                        "interaction_constraints names column " + number + ", and the data has " + columns
                                + ", counted from 0");
            }
        }
    }

    /** Outputs a row: one, or one a class. */
    int outputs() {
        return objective.labels == Objective.Labels.CLASSES ? numClass.orElseThrow() : 1;
    }

    /** What XGBoost itself is told. */
    Map<String, Object> forXgboost(int threads, int contextSeed) {
        var parameters = new LinkedHashMap<String, Object>();
        Hyperparameters.format(this).forEach((name, text) -> {
            if (!NOT_XGBOOSTS.contains(name)) {
                parameters.put(name, text.equals("true") ? "1" : text.equals("false") ? "0" : text);
            }
        });
        if (treeMethod == TreeMethod.GPU_HIST) {
            parameters.put("tree_method", "hist");
        }
        if (processType == ProcessType.UPDATE && updater.isEmpty()) {
            parameters.put("updater", "refresh");
        }
        parameters.put("nthread", Math.min(threads, nthread.orElse(threads)));
        parameters.put("seed", seed.orElse(contextSeed));
        // Rounds that follow a checkpoint must not draw what the first rounds drew.
        parameters.put("seed_per_iteration", "1");
        parameters.put("disable_default_eval_metric", evalMetric.isPresent() ? "1" : "0");
        return parameters;
    }
}
