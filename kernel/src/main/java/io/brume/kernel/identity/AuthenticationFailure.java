package io.brume.kernel.identity;

/** Why a request was not authenticated, with the code, status and wording that AWS has for it in each protocol. */
public enum AuthenticationFailure {
    MISSING_CREDENTIALS(Names.MISSING_TOKEN, "AccessDenied", 403, "Missing Authentication Token", "Access Denied"),
    MALFORMED_HEADER(
            Names.INCOMPLETE,
            "AuthorizationHeaderMalformed",
            400,
            "The Authorization header is malformed.",
            "The authorization header is malformed; the authorization header requires three components: Credential,"
                    + " SignedHeaders, and Signature."),
    MALFORMED_QUERY(
            Names.INCOMPLETE,
            "AuthorizationQueryParametersError",
            400,
            "The authentication parameters of the query are malformed.",
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature,"
                    + " X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."),
    MALFORMED_FORM(
            Names.INCOMPLETE,
            "InvalidArgument",
            400,
            "The authentication fields of the form are malformed.",
            "The authentication fields of the form are malformed."),
    TWO_MECHANISMS(
            Names.INCOMPLETE,
            "InvalidArgument",
            400,
            "A request is signed in its Authorization header or in its query string, not in both.",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter"
                    + " or the Authorization header should be specified"),
    UNSUPPORTED_AUTHORIZATION(
            Names.INCOMPLETE,
            "InvalidArgument",
            400,
            "Unsupported Authorization Type",
            "Unsupported Authorization Type"),
    UNSUPPORTED_ALGORITHM(
            Names.SIGNATURE,
            "InvalidRequest",
            400,
            "Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not supported here. Sign with AWS4-HMAC-SHA256.",
            "Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not supported here. Sign with AWS4-HMAC-SHA256."),
    MISSING_DATE(
            Names.INCOMPLETE,
            "AccessDenied",
            403,
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
            "AWS authentication requires a valid Date or x-amz-date header"),
    UNKNOWN_ACCESS_KEY(
            Names.CLIENT,
            "InvalidAccessKeyId",
            403,
            "The security token included in the request is invalid.",
            "The AWS Access Key Id you provided does not exist in our records."),
    INVALID_SESSION_TOKEN(
            Names.CLIENT,
            "InvalidToken",
            400,
            "The security token included in the request is invalid.",
            "The provided token is malformed or otherwise invalid."),
    EXPIRED_SESSION_TOKEN(
            Names.EXPIRED_TOKEN,
            "ExpiredToken",
            400,
            "The security token included in the request is expired",
            "The provided token has expired."),
    UNSIGNED_HEADERS(
            Names.SIGNATURE,
            "AccessDenied",
            403,
            "There were headers present in the request which were not signed",
            "There were headers present in the request which were not signed"),
    SIGNATURE_MISMATCH(
            Names.SIGNATURE,
            "SignatureDoesNotMatch",
            403,
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access"
                    + " Key and signing method. Consult the service documentation for details.",
            "The request signature we calculated does not match the signature you provided. Check your key and signing"
                    + " method."),
    CLOCK_SKEW(
            Names.SIGNATURE,
            "RequestTimeTooSkewed",
            403,
            "Signature expired.",
            "The difference between the request time and the current time is too large."),
    EXPIRED(Names.SIGNATURE, "AccessDenied", 403, "Signature expired.", "Request has expired"),
    NOT_YET_VALID(Names.SIGNATURE, "AccessDenied", 403, "Signature not yet current.", "Request is not valid yet"),
    MISSING_PAYLOAD_HASH(
            Names.SIGNATURE,
            "InvalidRequest",
            400,
            "Missing required header for this request: x-amz-content-sha256",
            "Missing required header for this request: x-amz-content-sha256"),
    INVALID_PAYLOAD_HASH(
            Names.SIGNATURE,
            "InvalidArgument",
            400,
            "x-amz-content-sha256 is not valid.",
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                    + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256"
                    + " value."),
    PAYLOAD_HASH_MISMATCH(
            Names.SIGNATURE,
            "XAmzContentSHA256Mismatch",
            400,
            SIGNATURE_MISMATCH.message,
            "The provided 'x-amz-content-sha256' header does not match what was computed.");

    private final Names names;
    private final String s3Code;
    private final int s3Status;
    private final String message;
    private final String s3Message;

    AuthenticationFailure(Names names, String s3Code, int s3Status, String message, String s3Message) {
        this.names = names;
        this.s3Code = s3Code;
        this.s3Status = s3Status;
        this.message = message;
        this.s3Message = s3Message;
    }

    /** The error code on the wire. */
    public String code(ErrorFamily family) {
        return switch (family) {
            case JSON, REST -> names.jsonCode;
            case QUERY -> names.queryCode;
            case S3 -> s3Code;
        };
    }

    /** The HTTP status: RPC in JSON answers 400 to whatever the caller did wrong, all others tell 403 from 400. */
    public int httpStatus(ErrorFamily family) {
        return switch (family) {
            case JSON -> 400;
            case REST -> 403;
            case QUERY -> names.queryStatus;
            case S3 -> s3Status;
        };
    }

    String message(ErrorFamily family) {
        return switch (family) {
            case S3 -> s3Message;
            case QUERY -> this == MISSING_CREDENTIALS ? "Request is missing Authentication Token" : message;
            case JSON, REST -> message;
        };
    }

    /** What the services other than S3 call it. */
    private enum Names {
        MISSING_TOKEN("MissingAuthenticationTokenException", "MissingAuthenticationToken", 403),
        INCOMPLETE("IncompleteSignatureException", "IncompleteSignature", 400),
        CLIENT("UnrecognizedClientException", "InvalidClientTokenId", 403),
        EXPIRED_TOKEN("ExpiredTokenException", "ExpiredToken", 403),
        SIGNATURE("InvalidSignatureException", "SignatureDoesNotMatch", 403);

        private final String jsonCode;
        private final String queryCode;
        private final int queryStatus;

        Names(String jsonCode, String queryCode, int queryStatus) {
            this.jsonCode = jsonCode;
            this.queryCode = queryCode;
            this.queryStatus = queryStatus;
        }
    }
}
