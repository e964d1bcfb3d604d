package io.brume.kernel.wire;

import org.jspecify.annotations.Nullable;

/** A request that the kernel refuses before a service sees it. Carries no stack trace: it is the caller's fault. */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong, by the names that the protocol families give it. */
    public enum Kind {
        SERIALIZATION(400, "SerializationException", "MalformedInput", "MalformedXML"),
        VALIDATION(400, "ValidationException", "ValidationError", "InvalidRequest"),
        INVALID_ARGUMENT(400, "ValidationException", "InvalidParameterValue", "InvalidArgument"),
        UNKNOWN_OPERATION(400, "UnknownOperationException", "InvalidAction", "MethodNotAllowed"),
        NOT_FOUND(404, "UnknownOperationException", "InvalidAction", "MethodNotAllowed"),
        METHOD_NOT_ALLOWED(405, "UnknownOperationException", "InvalidAction", "MethodNotAllowed"),
        TOO_LARGE(413, "RequestEntityTooLargeException", "RequestEntityTooLarge", "EntityTooLarge"),
        TIMEOUT(408, "RequestTimeoutException", "RequestTimeout", "RequestTimeout"),
        NOT_IMPLEMENTED(501, "NotImplementedException", "NotImplemented", "NotImplemented"),
        UNAVAILABLE(503, "ServiceUnavailableException", "ServiceUnavailable", "ServiceUnavailable"),
        INTERNAL(500, "InternalFailure", "InternalFailure", "InternalError");

        private final int status;
        private final String code;
        private final String queryCode;
        private final String s3Code;

        Kind(int status, String code, String queryCode, String s3Code) {
            this.status = status;
            this.code = code;
            this.queryCode = queryCode;
            this.s3Code = s3Code;
        }

        public int status() {
            return status;
        }

        /** The code in JSON, CBOR and REST-JSON answers. */
        public String code() {
            return code;
        }

        /** The code in query answers. */
        public String queryCode() {
            return queryCode;
        }

        /** The code in S3's answers. */
        public String s3Code() {
            return s3Code;
        }
    }

    private final Kind kind;

    public Fault(Kind kind, String message) {
        this(kind, message, null);
    }

    public Fault(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static Fault serialization(String message) {
        return new Fault(Kind.SERIALIZATION, message);
    }
}
