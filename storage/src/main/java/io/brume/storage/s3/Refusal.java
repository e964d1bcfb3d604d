package io.brume.storage.s3;

import io.brume.kernel.wire.ErrorDetails;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An error as S3 answers it: its code, status, wording, and the elements and headers that go with it. */
final class Refusal extends S3Exception implements ErrorDetails {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> details = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private Refusal(S3Exception.Builder builder) {
        super(builder);
    }

    static Refusal of(int status, String code, String message) {
        S3Exception.Builder builder = S3Exception.builder();
        builder.message(message)
                .statusCode(status)
                .writableStackTrace(false)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build());
        return new Refusal(builder);
    }

    /** Adds an element behind the message. */
    Refusal with(String element, String value) {
        details.put(element, value);
        return this;
    }

    /** Adds a header. */
    Refusal header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    @Override
    public Map<String, String> details() {
        return details;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    static Refusal noSuchBucket(String bucket) {
        return of(404, "NoSuchBucket", "The specified bucket does not exist").with("BucketName", bucket);
    }

    static Refusal noSuchKey(String key) {
        return of(404, "NoSuchKey", "The specified key does not exist.").with("Key", key);
    }

    static Refusal noSuchVersion(String key, String versionId) {
        return of(404, "NoSuchVersion", "The specified version does not exist.")
                .with("Key", key)
                .with("VersionId", versionId);
    }

    static Refusal noSuchUpload(String uploadId) {
        return of(
                        404,
                        "NoSuchUpload",
                        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been"
                                + " aborted or completed.")
                .with("UploadId", uploadId);
    }

    static Refusal invalidArgument(String message, String name, String value) {
        return of(400, "InvalidArgument", message).with("ArgumentName", name).with("ArgumentValue", value);
    }

    static Refusal invalidRequest(String message) {
        return of(400, "InvalidRequest", message);
    }

    static Refusal preconditionFailed(String condition) {
        return of(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
                .with("Condition", condition);
    }

    static Refusal accessDenied() {
        return of(403, "AccessDenied", "Access Denied");
    }

    static Refusal notImplemented(String header) {
        return of(501, "NotImplemented", "A header you provided implies functionality that is not implemented")
                .with("Header", header);
    }

    static Refusal methodNotAllowed(String resource) {
        return of(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
                .with("Method", "GET")
                .with("ResourceType", resource);
    }
}
