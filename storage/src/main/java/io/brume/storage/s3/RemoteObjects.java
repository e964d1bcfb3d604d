package io.brume.storage.s3;

import io.brume.kernel.object.Ids;
import io.brume.kernel.object.Objects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Blobs in a bucket of another object store that speaks S3. A blob's key is its id behind a prefix. */
public final class RemoteObjects implements Objects {

    /** Parts grow, so that ten thousand of them hold five terabytes. */
    private static final int FIRST_PART = 8 << 20;

    private static final int PARTS_OF_ONE_SIZE = 500;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /** @param prefix what keys begin with, such as {@code brume/}; may be empty */
    public RemoteObjects(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public Writer create() {
        return new RemoteWriter(prefix + Ids.next());
    }

    @Override
    public InputStream open(String id, long offset, long length) throws IOException {
        try {
            return client.getObject(request ->
                    request.bucket(bucket).key(prefix + id).range("bytes=" + offset + "-" + (offset + length - 1)));
        } catch (NoSuchKeyException e) {
            var missing = new NoSuchFileException(id);
            missing.initCause(e);
            throw missing;
        } catch (SdkException e) {
            throw new IOException("the blob " + id + " could not be read", e);
        }
    }

    @Override
    public void delete(String id) throws IOException {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(prefix + id));
        } catch (SdkException e) {
            throw new IOException("the blob " + id + " could not be deleted", e);
        }
    }

    @Override
    public void each(Instant before, IdAction action) throws IOException {
        try {
            var request =
                    ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build();
            for (S3Object object : client.listObjectsV2Paginator(request).contents()) {
                if (object.lastModified().isBefore(before)) {
                    action.accept(object.key().substring(prefix.length()));
                }
            }
            client
                    .listMultipartUploadsPaginator(
                            uploads -> uploads.bucket(bucket).prefix(prefix))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.initiated().isBefore(before))
                    .forEach(upload -> client.abortMultipartUpload(
                            abort -> abort.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        } catch (SdkException e) {
            throw new IOException("the blobs could not be listed", e);
        }
    }

    /** Sends one part at a time; what fits into one is sent as a whole. */
    private final class RemoteWriter implements Writer {

        private final String key;
        private final List<CompletedPart> parts = new ArrayList<>();
        private byte[] buffer = new byte[1 << 20];
        private int filled;
        private @Nullable String uploadId;
        private boolean finished;

        RemoteWriter(String key) {
            this.key = key;
        }

        private int partSize() {
            return FIRST_PART << Math.min(parts.size() / PARTS_OF_ONE_SIZE, 6);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                if (filled == buffer.length) {
                    makeRoom();
                }
                int n = Math.min(length - done, buffer.length - filled);
                System.arraycopy(bytes, offset + done, buffer, filled, n);
                filled += n;
                done += n;
            }
        }

        private void makeRoom() throws IOException {
            int size = partSize();
            if (buffer.length < size) {
                buffer = Arrays.copyOf(buffer, Math.min(size, buffer.length * 2));
            } else {
                send();
            }
        }

        private void send() throws IOException {
            try {
                String upload = uploadId;
                if (upload == null) {
                    uploadId = upload = client.createMultipartUpload(
                                    request -> request.bucket(bucket).key(key))
                            .uploadId();
                }
                String id = upload;
                int number = parts.size() + 1;
                String etag = client.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(id)
                                        .partNumber(number),
                                body())
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
                filled = 0;
            } catch (SdkException e) {
                throw new IOException("a part of a blob could not be sent", e);
            }
        }

        private RequestBody body() {
            byte[] bytes = buffer;
            int length = filled;
            return RequestBody.fromContentProvider(
                    () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
        }

        @Override
        public String finish() throws IOException {
            try {
                if (uploadId == null) {
                    client.putObject(request -> request.bucket(bucket).key(key), body());
                } else {
                    if (filled > 0) {
                        send();
                    }
                    client.completeMultipartUpload(request -> request.bucket(bucket)
                            .key(key)
                            .uploadId(uploadId)
                            .multipartUpload(list -> list.parts(parts)));
                }
            } catch (SdkException e) {
                throw new IOException("a blob could not be finished", e);
            }
            finished = true;
            return key.substring(prefix.length());
        }

        @Override
        public void close() throws IOException {
            String upload = uploadId;
            if (!finished && upload != null) {
                try {
                    client.abortMultipartUpload(
                            request -> request.bucket(bucket).key(key).uploadId(upload));
                } catch (SdkException e) {
                    throw new IOException("a blob could not be dropped", e);
                }
            }
        }
    }
}
