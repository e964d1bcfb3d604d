package io.brume.kernel.identity;

/**
 * A payload that is not what its framing promised. Unchecked like {@link AuthenticationException}, and for the same
 * reason.
 */
public final class PayloadException extends RuntimeException {

    /** What is wrong with the payload; the codes are the ones of S3, where such payloads are usual. */
    public enum Problem {
        /** It ended before its framing said, or holds less or more than announced. */
        INCOMPLETE("IncompleteBody", 400),
        /** A chunk is not framed as {@code aws-chunked} demands. */
        MALFORMED_CHUNK("InvalidRequest", 400),
        /** The trailing headers cannot be read, or are not the announced ones. */
        MALFORMED_TRAILER("MalformedTrailerError", 400),
        /** A declared digest is not the payload's. */
        BAD_DIGEST("BadDigest", 400),
        /** A digest in a header is none. */
        INVALID_DIGEST("InvalidDigest", 400),
        /** It has to be held in memory for its signature and is larger than the server allows. */
        TOO_LARGE("RequestEntityTooLargeException", 413);

        private final String code;
        private final int httpStatus;

        Problem(String code, int httpStatus) {
            this.code = code;
            this.httpStatus = httpStatus;
        }
    }

    private final Problem problem;

    PayloadException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    public String code() {
        return problem.code;
    }

    public int httpStatus() {
        return problem.httpStatus;
    }
}
