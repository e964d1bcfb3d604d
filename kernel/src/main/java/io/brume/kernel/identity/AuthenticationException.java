package io.brume.kernel.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused because of its signature. Thrown by the verification itself and, where a payload is checked
 * while it is read, by the stream: unchecked, so that no reader turns it into an I/O failure.
 */
public final class AuthenticationException extends RuntimeException {

    private final AuthenticationFailure failure;
    private final @Nullable String s3Message;
    private final @Nullable String otherMessage;
    private final transient Map<String, String> details;

    private AuthenticationException(
            AuthenticationFailure failure,
            @Nullable String s3Message,
            @Nullable String otherMessage,
            Map<String, String> details) {
        // Refusals are ordinary answers: no stack trace, which would cost more than the verification.
        super(otherMessage != null ? otherMessage : failure.message(ErrorFamily.JSON), null, false, false);
        this.failure = failure;
        this.s3Message = s3Message;
        this.otherMessage = otherMessage;
        this.details = details;
    }

    static AuthenticationException of(AuthenticationFailure failure) {
        return new AuthenticationException(failure, null, null, Map.of());
    }

    static AuthenticationException of(AuthenticationFailure failure, Map<String, String> s3Details) {
        return new AuthenticationException(failure, null, null, s3Details);
    }

    /** A request that has to be signed and is not. */
    public static AuthenticationException missing() {
        return of(AuthenticationFailure.MISSING_CREDENTIALS);
    }

    /** One whose wording depends on the request; null keeps the failure's own wording. */
    static AuthenticationException saying(
            AuthenticationFailure failure, @Nullable String s3Message, @Nullable String otherMessage) {
        return new AuthenticationException(failure, s3Message, otherMessage, Map.of());
    }

    public AuthenticationFailure failure() {
        return failure;
    }

    public String code(ErrorFamily family) {
        return failure.code(family);
    }

    public int httpStatus(ErrorFamily family) {
        return failure.httpStatus(family);
    }

    /** The sentence for the caller. */
    public String message(ErrorFamily family) {
        String specific = family == ErrorFamily.S3 ? s3Message : otherMessage;
        return specific != null ? specific : failure.message(family);
    }

    /** Elements that S3 adds to its error document beside code and message, in order. */
    public Map<String, String> s3Details() {
        return details;
    }
}
