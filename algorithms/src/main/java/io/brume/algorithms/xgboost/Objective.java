package io.brume.algorithms.xgboost;

import io.brume.algorithms.Written;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What XGBoost can learn: which labels it takes and what its raw scores, called margins, stand for. */
public enum Objective {
    @Written("reg:squarederror")
    REG_SQUAREDERROR(Labels.ANY, Link.IDENTITY),
    @Written("reg:linear")
    REG_LINEAR(Labels.ANY, Link.IDENTITY),
    @Written("reg:squaredlogerror")
    REG_SQUAREDLOGERROR(Labels.ABOVE_MINUS_ONE, Link.IDENTITY),
    @Written("reg:logistic")
    REG_LOGISTIC(Labels.UNIT, Link.LOGISTIC),
    @Written("reg:pseudohubererror")
    REG_PSEUDOHUBERERROR(Labels.ANY, Link.IDENTITY),
    @Written("reg:absoluteerror")
    REG_ABSOLUTEERROR(Labels.ANY, Link.IDENTITY),
    @Written("reg:gamma")
    REG_GAMMA(Labels.POSITIVE, Link.LOG),
    @Written("reg:tweedie")
    REG_TWEEDIE(Labels.NOT_NEGATIVE, Link.LOG),
    @Written("count:poisson")
    COUNT_POISSON(Labels.NOT_NEGATIVE, Link.LOG),
    @Written("survival:cox")
    SURVIVAL_COX(Labels.ANY, Link.LOG),
    @Written("survival:aft")
    SURVIVAL_AFT(Labels.POSITIVE, Link.LOG),
    @Written("binary:logistic")
    BINARY_LOGISTIC(Labels.BINARY, Link.LOGISTIC),
    @Written("binary:logitraw")
    BINARY_LOGITRAW(Labels.BINARY, Link.IDENTITY),
    @Written("binary:hinge")
    BINARY_HINGE(Labels.BINARY, Link.STEP),
    @Written("multi:softmax")
    MULTI_SOFTMAX(Labels.CLASSES, Link.SOFTMAX),
    @Written("multi:softprob")
    MULTI_SOFTPROB(Labels.CLASSES, Link.SOFTMAX),
    @Written("rank:pairwise")
    RANK_PAIRWISE(Labels.GRADES, Link.IDENTITY),
    @Written("rank:ndcg")
    RANK_NDCG(Labels.GRADES, Link.IDENTITY),
    @Written("rank:map")
    RANK_MAP(Labels.BINARY, Link.IDENTITY);

    final Labels labels;
    final Link link;

    Objective(Labels labels, Link link) {
        this.labels = labels;
        this.link = link;
    }

    /** How it is written as a hyperparameter. */
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /** Whether rows are put into classes. */
    public boolean classifies() {
        return labels == Labels.CLASSES || labels == Labels.BINARY && this != RANK_MAP;
    }

    boolean ranks() {
        return name().startsWith("RANK");
    }

    /** Null where there is none of this name. */
    static @Nullable Objective of(String written) {
        for (Objective objective : values()) {
            if (objective.written().equals(written)) {
                return objective;
            }
        }
        return null;
    }

    /** Which labels there can be. */
    enum Labels {
        ANY("any number"),
        ABOVE_MINUS_ONE("greater than -1"),
        UNIT("from 0 to 1"),
        POSITIVE("greater than 0"),
        NOT_NEGATIVE("at least 0"),
        BINARY("0 or 1"),
        /** XGBoost's gain of a grade is 2 to its power, minus 1. */
        GRADES("a whole number from 0 to 31"),
        CLASSES("a whole number from 0 to num_class - 1");

        final String sentence;

        Labels(String sentence) {
            this.sentence = sentence;
        }

        boolean allow(float label, int classes) {
            return Float.isFinite(label)
                    && switch (this) {
                        case ANY -> true;
                        case ABOVE_MINUS_ONE -> label > -1;
                        case UNIT -> label >= 0 && label <= 1;
                        case POSITIVE -> label > 0;
                        case NOT_NEGATIVE -> label >= 0;
                        case BINARY -> label == 0 || label == 1;
                        case GRADES -> label >= 0 && label <= 31 && label == (int) label;
                        case CLASSES -> label >= 0 && label < classes && label == (int) label;
                    };
        }
    }

    /** How a margin and what it stands for belong together. */
    enum Link {
        IDENTITY,
        LOGISTIC,
        LOG,
        STEP,
        SOFTMAX;

        /** The margin that {@code base_score} stands for. */
        float margin(float baseScore) {
            return switch (this) {
                case LOGISTIC -> (float) -Math.log(1.0f / baseScore - 1.0f);
                case LOG -> (float) Math.log(baseScore);
                case IDENTITY, STEP, SOFTMAX -> baseScore;
            };
        }

        /** What the margins of a row stand for, in place. */
        void answer(float[] margins, int from, int count) {
            switch (this) {
                case IDENTITY -> {}
                case LOGISTIC -> margins[from] = (float) (1 / (1 + Math.exp(-margins[from])));
                case LOG -> margins[from] = (float) Math.exp(margins[from]);
                case STEP -> margins[from] = margins[from] > 0 ? 1 : 0;
                case SOFTMAX -> softmax(margins, from, count);
            }
        }

        private static void softmax(float[] margins, int from, int count) {
            float most = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < count; k++) {
                most = Math.max(most, margins[from + k]);
            }
            double sum = 0;
            for (int k = 0; k < count; k++) {
                margins[from + k] = (float) Math.exp(margins[from + k] - most);
                sum += margins[from + k];
            }
            for (int k = 0; k < count; k++) {
                margins[from + k] /= (float) sum;
            }
        }
    }
}
