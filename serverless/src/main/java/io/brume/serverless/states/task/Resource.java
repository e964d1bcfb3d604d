package io.brume.serverless.states.task;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a task's Resource names. */
public sealed interface Resource {

    /** A Lambda function by its own ARN. */
    record Function(String arn) implements Resource {}

    /** Work for programs that ask for it. */
    record Activity(String arn) implements Resource {}

    /**
     * A service's action.
     *
     * @param service {@code sqs}, or the name of one of the SDK's packages
     * @param sdk whether it is {@code aws-sdk:service:action}
     */
    record Integration(String service, String action, boolean sdk, Waiting waiting) implements Resource {

        /** {@code resourceType} in the history. */
        public String type() {
            return sdk ? "aws-sdk:" + service : service;
        }

        /** {@code resource} in the history. */
        public String name() {
            return action + waiting.suffix;
        }
    }

    /** What a task waits for. */
    enum Waiting {
        RESPONSE(""),
        SYNC(".sync"),
        SYNC_2(".sync:2"),
        TOKEN(".waitForTaskToken");

        private final String suffix;

        Waiting(String suffix) {
            this.suffix = suffix;
        }

        static Waiting of(String suffix) {
            for (Waiting waiting : values()) {
                if (waiting.suffix.equals(suffix)) {
                    return waiting;
                }
            }
            throw new IllegalArgumentException(suffix);
        }
    }

    Pattern INTEGRATION = Pattern.compile(
            "arn:aws[a-z-]*:states:[a-z0-9-]*:[0-9]*:(aws-sdk:)?([A-Za-z0-9-]+):([A-Za-z0-9]+)(\\.sync:2|\\.sync|\\.waitForTaskToken|)");

    /**
     * The resource of an ARN.
     *
     * @throws IllegalArgumentException when it names nothing that a task can call
     */
    static Resource of(String arn) {
        if (arn.contains(":lambda:") && arn.contains(":function:")) {
            return new Function(arn);
        }
        if (arn.contains(":states:") && arn.contains(":activity:")) {
            return new Activity(arn);
        }
        Matcher matcher = INTEGRATION.matcher(arn);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The resource '" + arn + "' is none that a task can call");
        }
        return new Integration(
                matcher.group(2), matcher.group(3), matcher.group(1) != null, Waiting.of(matcher.group(4)));
    }
}
