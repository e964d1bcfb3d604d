package io.brume.kernel.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.http.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** restXml as S3 speaks it. */
class S3Test {

    private static final Instant MOMENT = Instant.parse("2026-11-23T10:20:30Z");
    private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);

    private final Recorder recorder = new Recorder();
    private final TestServer server = TestServer.hosting(recorder);
    private final S3Client client = server.sync(S3Client.builder()).build();

    @RegisterExtension
    final org.junit.jupiter.api.extension.AfterEachCallback closing = _ -> {
        client.close();
        server.close();
    };

    /** Notes which operation was called with what. */
    private static final class Recorder implements S3Client {

        private final List<String> calls = new ArrayList<>();
        private byte @Nullable [] received;
        private @Nullable PutObjectRequest put;
        private Map<String, String> trailers = Map.of();

        @Override
        public ListBucketsResponse listBuckets(ListBucketsRequest request) {
            calls.add("ListBuckets");
            return ListBucketsResponse.builder()
                    .buckets(Bucket.builder().name("one").creationDate(MOMENT).build())
                    .build();
        }

        @Override
        public ListObjectsResponse listObjects(ListObjectsRequest request) {
            calls.add("ListObjects " + request.bucket());
            return ListObjectsResponse.builder().name(request.bucket()).build();
        }

        @Override
        public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
            calls.add("ListObjectsV2 " + request.bucket() + " " + request.prefix());
            return ListObjectsV2Response.builder()
                    .contents(S3Object.builder()
                            .key("a&b")
                            .lastModified(MOMENT)
                            .size(3L)
                            .build())
                    .isTruncated(false)
                    .build();
        }

        @Override
        public GetBucketLocationResponse getBucketLocation(GetBucketLocationRequest request) {
            calls.add("GetBucketLocation " + request.bucket());
            return GetBucketLocationResponse.builder()
                    .locationConstraint("eu-west-3")
                    .build();
        }

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            calls.add("PutObject " + request.bucket() + " " + request.key());
            put = request;
            try (var in = body.contentStreamProvider().newStream()) {
                received = in.readAllBytes();
                trailers = RequestContext.current().trailers();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return PutObjectResponse.builder().eTag("\"e\"").build();
        }

        @Override
        public CopyObjectResponse copyObject(CopyObjectRequest request) {
            calls.add("CopyObject "
                    + request.getValueForField("CopySource", String.class).orElseThrow());
            return CopyObjectResponse.builder()
                    .copyObjectResult(CopyObjectResult.builder().eTag("\"c\"").build())
                    .build();
        }

        @Override
        public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
            calls.add("UploadPart " + request.partNumber() + " of " + request.uploadId());
            return UploadPartResponse.builder().build();
        }

        @Override
        public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
            calls.add("CreateMultipartUpload");
            return CreateMultipartUploadResponse.builder().uploadId("up").build();
        }

        @Override
        public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
            calls.add("CompleteMultipartUpload " + request.uploadId() + " "
                    + request.multipartUpload().parts().size());
            return CompleteMultipartUploadResponse.builder().build();
        }

        @Override
        public ListPartsResponse listParts(ListPartsRequest request) {
            calls.add("ListParts " + request.uploadId());
            return ListPartsResponse.builder().build();
        }

        @Override
        public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            calls.add("GetObject " + request.key());
            if (request.key().equals("none")) {
                throw NoSuchKeyException.builder()
                        .message("The specified key does not exist.")
                        .build();
            }
            try {
                boolean part = request.range() != null;
                byte[] content = part ? new byte[] {'t', 'h'} : CONTENT;
                return transformer.transform(
                        GetObjectResponse.builder()
                                .contentLength((long) content.length)
                                .contentRange(part ? "bytes 0-1/" + CONTENT.length : null)
                                .lastModified(MOMENT)
                                .metadata(Map.of("colour", "blue"))
                                .build(),
                        AbortableInputStream.create(new java.io.ByteArrayInputStream(content)));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public HeadObjectResponse headObject(HeadObjectRequest request) {
            calls.add("HeadObject " + request.key());
            if (request.key().equals("none")) {
                throw NoSuchKeyException.builder().message("no").build();
            }
            return HeadObjectResponse.builder()
                    .contentLength(12345L)
                    .lastModified(MOMENT)
                    .build();
        }

        @Override
        public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
            calls.add("DeleteObject " + request.key());
            return DeleteObjectResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void operationsOnOneUriAreToldApart() {
        client.listBuckets();
        client.listObjects(r -> r.bucket("photos"));
        client.listObjectsV2(r -> r.bucket("photos").prefix("é/"));
        client.getBucketLocation(r -> r.bucket("photos"));
        client.putObject(r -> r.bucket("photos").key("k"), RequestBody.fromString("x"));
        client.copyObject(r -> r.sourceBucket("from")
                .sourceKey("s k")
                .destinationBucket("photos")
                .destinationKey("k"));
        client.uploadPart(r -> r.bucket("photos").key("k").uploadId("up").partNumber(2), RequestBody.fromString("x"));
        client.createMultipartUpload(r -> r.bucket("photos").key("k"));
        client.listParts(r -> r.bucket("photos").key("k").uploadId("up"));
        client.completeMultipartUpload(r -> r.bucket("photos")
                .key("k")
                .uploadId("up")
                .multipartUpload(m ->
                        m.parts(CompletedPart.builder().partNumber(1).eTag("e").build())));
        client.deleteObject(r -> r.bucket("photos").key("k"));

        assertThat(recorder.calls)
                .containsExactly(
                        "ListBuckets",
                        "ListObjects photos",
                        "ListObjectsV2 photos é/",
                        "GetBucketLocation photos",
                        "PutObject photos k",
                        "CopyObject from/s%20k",
                        "UploadPart 2 of up",
                        "CreateMultipartUpload",
                        "ListParts up",
                        "CompleteMultipartUpload up 1",
                        "DeleteObject k");
    }

    @Test
    void theBucketMayStandInTheHostsName() {
        for (String host :
                List.of("photos.s3.localhost:4566", "photos.localhost", "photos.s3.eu-west-3.amazonaws.com")) {
            assertThat(server.raw("GET /a/b%20c HTTP/1.1\nHost: " + host + "\nConnection: close\nAuthorization: "
                            + TestServer.scope("s3") + "\n\n"))
                    .endsWith("the content");
            assertThat(server.raw("GET /?list-type=2 HTTP/1.1\nHost: " + host + "\nConnection: close\nAuthorization: "
                            + TestServer.scope("s3") + "\n\n"))
                    .contains("<Key>a&amp;b</Key>");
        }
        assertThat(recorder.calls.subList(0, 2)).containsExactly("GetObject a/b c", "ListObjectsV2 photos null");
    }

    @Test
    void keysKeepTheirSlashesDotsAndSigns() {
        for (String key : List.of("a//b/", "../up", "100% + é&=?#", "/first", "tab\tin")) {
            client.putObject(r -> r.bucket("photos").key(key), RequestBody.fromString("x"));
            assertThat(recorder.calls.removeLast()).isEqualTo("PutObject photos " + key);
        }
    }

    @Test
    void aBodyInChunksWithATrailingChecksumArrivesUnframed() {
        client.putObject(
                r -> r.bucket("photos").key("k").contentEncoding("br"),
                RequestBody.fromContentProvider(
                        () -> new java.io.ByteArrayInputStream(CONTENT), CONTENT.length, "text/plain"));

        assertThat(recorder.received).isEqualTo(CONTENT);
        PutObjectRequest put = requireNonNull(recorder.put);
        assertThat(put.contentLength()).isEqualTo(CONTENT.length);
        assertThat(put.contentEncoding()).isEqualTo("br");
        assertThat(put.contentType()).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void aTrailingChecksumReachesTheService(ChecksumAlgorithm algorithm) {
        client.putObject(
                r -> r.bucket("photos").key("k").checksumAlgorithm(algorithm),
                RequestBody.fromContentProvider(
                        () -> new java.io.ByteArrayInputStream(CONTENT), CONTENT.length, "text/plain"));

        Checksum.Running expected = Checksum.valueOf(algorithm.toString()).begin();
        expected.update(CONTENT, 0, CONTENT.length);
        assertThat(recorder.trailers)
                .containsExactly(Map.entry(
                        "x-amz-checksum-" + algorithm.toString().toLowerCase(Locale.ROOT),
                        Base64.getEncoder().encodeToString(expected.value())));
    }

    @Test
    void aBodyThatIsNotItsTrailingChecksumsIsRefused() {
        String body = "5\nhellO\n0\nx-amz-checksum-crc32:NhCmhg==\n\n";
        int length = body.replace("\n", "\r\n").length();
        String answer = server.raw("PUT /photos/k HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: "
                + TestServer.scope("s3")
                + "\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\nx-amz-trailer: x-amz-checksum-crc32"
                + "\nx-amz-decoded-content-length: 5\nContent-Encoding: aws-chunked\nContent-Length: " + length
                + "\n\n"
                + body);

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("<Code>BadDigest</Code>")
                .contains("The CRC32 you specified did not match the calculated checksum.");
        assertThat(recorder.received).isNull();
    }

    @Test
    void aBodyInChunksThatEndsEarlyIsRefused() {
        String body = "5\nhello\n0\nx-amz-checksum-crc32:NhCmhg==\n\n";
        int length = body.replace("\n", "\r\n").length();
        String answer = server.raw("PUT /photos/k HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: "
                + TestServer.scope("s3")
                + "\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\nx-amz-trailer: x-amz-checksum-crc32"
                + "\nx-amz-decoded-content-length: 11\nContent-Encoding: aws-chunked\nContent-Length: " + length
                + "\n\n"
                + body);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("<Code>IncompleteBody</Code>");
        assertThat(recorder.received).isNull();
    }

    @Test
    void momentsInHeadersAreRfc822AndInBodiesIso8601() {
        assertThat(client.getObject(r -> r.bucket("photos").key("k")).response().lastModified())
                .isEqualTo(MOMENT);
        assertThat(client.listBuckets().buckets().getFirst().creationDate()).isEqualTo(MOMENT);

        assertThat(server.raw("GET /photos/k HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: "
                        + TestServer.scope("s3") + "\n\n"))
                .contains("Last-Modified: Mon, 23 Nov 2026 10:20:30 GMT");
        assertThat(server.raw("GET / HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: "
                        + TestServer.scope("s3") + "\n\n"))
                .contains("<CreationDate>2026-11-23T10:20:30Z</CreationDate>");
    }

    @Test
    void aPartOfAnObjectIsAnsweredAsSuch() {
        var response =
                client.getObject(r -> r.bucket("photos").key("k").range("bytes=0-1"), ResponseTransformer.toBytes());

        assertThat(response.asUtf8String()).isEqualTo("th");
        assertThat(response.response().sdkHttpResponse().statusCode()).isEqualTo(206);
        assertThat(response.response().metadata()).containsEntry("colour", "blue");
    }

    @Test
    void aHeadIsAnsweredWithTheObjectsLengthAndNoBody() {
        assertThat(client.headObject(r -> r.bucket("photos").key("k")).contentLength())
                .isEqualTo(12345);

        String answer = server.raw("HEAD /photos/k HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: "
                + TestServer.scope("s3") + "\n\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("Content-Length: 12345")
                .endsWith("\r\n\r\n");
    }

    @Test
    void theErrorOfAHeadHasNoBodyEither() {
        assertThat(catchThrowableOfType(
                                software.amazon.awssdk.services.s3.model.S3Exception.class,
                                () -> client.headObject(r -> r.bucket("photos").key("none")))
                        .statusCode())
                .isEqualTo(404);

        assertThat(server.raw("HEAD /photos/none HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: "
                        + TestServer.scope("s3") + "\n\n"))
                .startsWith("HTTP/1.1 404")
                .endsWith("\r\n\r\n");
    }

    @Test
    void anErrorArrivesAsItsOwnException() {
        var error = catchThrowableOfType(
                NoSuchKeyException.class,
                () -> client.getObject(r -> r.bucket("photos").key("none")));

        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("NoSuchKey");
        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("The specified key does not exist.");
        assertThat(error.statusCode()).isEqualTo(404);
        assertThat(error.requestId()).hasSize(36);
    }
}
