package io.brume.kernel.s3;

import io.brume.kernel.gateway.RequestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in memory behind the edge: the bucket {@code open} lets everyone read and has cross-origin rules. */
final class EdgeService implements S3Client, Buckets {

    final Map<String, String> objects = new HashMap<>();
    final List<PutObjectRequest> puts = new ArrayList<>();
    final List<RequestContext> contexts = new ArrayList<>();

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        try (var in = body.contentStreamProvider().newStream()) {
            objects.put(request.bucket() + "/" + request.key(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        puts.add(request);
        contexts.add(RequestContext.current());
        return PutObjectResponse.builder().eTag("\"e\"").build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        String content = objects.get(request.bucket() + "/" + request.key());
        if (content == null) {
            throw S3Exception.builder()
                    .statusCode(304)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("NotModified")
                            .errorMessage("Not Modified")
                            .build())
                    .build();
        }
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try {
            return transformer.transform(
                    GetObjectResponse.builder()
                            .contentLength((long) bytes.length)
                            .contentDisposition(request.responseContentDisposition())
                            .build(),
                    AbortableInputStream.create(new ByteArrayInputStream(bytes)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return HeadObjectResponse.builder().contentLength(3L).build();
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        objects.remove(request.bucket() + "/" + request.key());
        return DeleteObjectResponse.builder().build();
    }

    @Override
    public PutBucketTaggingResponse putBucketTagging(PutBucketTaggingRequest request) {
        objects.put(request.bucket(), request.tagging().tagSet().getFirst().key());
        return PutBucketTaggingResponse.builder().build();
    }

    @Override
    public @Nullable List<CorsRule> cors(String bucket) {
        return switch (bucket) {
            case "open" ->
                List.of(
                        new CorsRule(
                                List.of("https://*.example.com"),
                                List.of("GET", "PUT"),
                                List.of("x-amz-*", "Content-Type"),
                                List.of("ETag", "x-amz-request-id"),
                                3000),
                        new CorsRule(List.of("*"), List.of("GET"), List.of(), List.of(), null));
            case "none" -> null;
            default -> List.of();
        };
    }

    @Override
    public boolean everyoneMay(SdkPojo request) {
        return request instanceof GetObjectRequest get && get.bucket().equals("open");
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
