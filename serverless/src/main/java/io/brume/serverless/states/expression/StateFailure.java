package io.brume.serverless.states.expression;

import org.jspecify.annotations.Nullable;

/** An error in the language's sense: a name that Retry and Catch match, and a cause in words. */
public final class StateFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public static final String ALL = "States.ALL";
    public static final String RUNTIME = "States.Runtime";
    public static final String TIMEOUT = "States.Timeout";
    public static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
    public static final String TASK_FAILED = "States.TaskFailed";
    public static final String PERMISSIONS = "States.Permissions";
    public static final String RESULT_PATH = "States.ResultPathMatchFailure";
    public static final String PARAMETER_PATH = "States.ParameterPathFailure";
    public static final String BRANCH_FAILED = "States.BranchFailed";
    public static final String NO_CHOICE = "States.NoChoiceMatched";
    public static final String INTRINSIC = "States.IntrinsicFailure";
    public static final String TOLERATED = "States.ExceedToleratedFailureThreshold";
    public static final String ITEM_READER = "States.ItemReaderFailed";
    public static final String RESULT_WRITER = "States.ResultWriterFailed";
    public static final String DATA_LIMIT = "States.DataLimitExceeded";
    public static final String QUERY = "States.QueryEvaluationError";

    private final String error;
    private final boolean evaluation;

    private StateFailure(String error, @Nullable String cause, boolean evaluation) {
        super(cause, null, false, false);
        this.error = error;
        this.evaluation = evaluation;
    }

    /** An error that a task, a branch or a Fail state made. */
    public StateFailure(String error, @Nullable String cause) {
        this(error, cause, false);
    }

    /** An error in an expression: its cause will say which state it is in. */
    public static StateFailure evaluation(String error, String cause) {
        return new StateFailure(error, cause, true);
    }

    public static StateFailure runtime(String cause) {
        return evaluation(RUNTIME, cause);
    }

    public String error() {
        return error;
    }

    /** Why, in words; null when nobody says. */
    public @Nullable String reason() {
        return getMessage();
    }

    public boolean isEvaluation() {
        return evaluation;
    }
}
