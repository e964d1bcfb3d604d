package io.brume.operations.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a client is told when it is refused. */
public final class Refusal {

    private Refusal() {}

    public static void assertRefused(ThrowingCallable call, int status, String code, String message) {
        var refusal = catchThrowableOfType(AwsServiceException.class, call);
        assertThat(refusal).as("refusal %s", code).isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode() + ": "
                        + refusal.awsErrorDetails().errorMessage())
                .isEqualTo(code + ": " + message);
        assertThat(refusal.statusCode()).isEqualTo(status);
    }
}
