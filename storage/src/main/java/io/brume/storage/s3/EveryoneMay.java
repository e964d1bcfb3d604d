package io.brume.storage.s3;

import io.brume.kernel.shape.Shapes;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/** What a request asks for, in a policy's words, and whether a policy lets everyone do it. */
final class EveryoneMay {

    private EveryoneMay() {}

    static boolean by(BucketPolicy policy, StoredBucket bucket, SdkPojo request) {
        return switch (request) {
            // They read from another bucket too.
            case CopyObjectRequest _, UploadPartCopyRequest _ -> false;
            case DeleteObjectsRequest many ->
                many.delete() != null
                        && !many.delete().objects().isEmpty()
                        && many.delete().objects().stream()
                                .allMatch(object -> policy.lets(
                                        object.versionId() == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion",
                                        bucket.arn() + "/" + object.key()));
            default -> {
                Object key = Shapes.get(request, "Key");
                boolean version = Shapes.get(request, "VersionId") != null;
                String resource = key == null ? bucket.arn() : bucket.arn() + "/" + key;
                yield actions(request, version).stream().allMatch(action -> policy.lets(action, resource));
            }
        };
    }

    private static List<String> actions(SdkPojo request, boolean version) {
        String operation = request.getClass().getSimpleName().replaceFirst("Request$", "");
        return List.of("s3:"
                + switch (operation) {
                    case "GetObject", "HeadObject", "GetObjectAttributes" -> version ? "GetObjectVersion" : "GetObject";
                    case "DeleteObject" -> version ? "DeleteObjectVersion" : "DeleteObject";
                    case "GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging" ->
                        version ? operation.replace("Object", "ObjectVersion") : operation;
                    case "ListObjects", "ListObjectsV2", "HeadBucket" -> "ListBucket";
                    case "ListObjectVersions" -> "ListBucketVersions";
                    case "ListMultipartUploads" -> "ListBucketMultipartUploads";
                    case "ListParts" -> "ListMultipartUploadParts";
                    case "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload" -> "PutObject";
                    default -> operation;
                });
    }
}
