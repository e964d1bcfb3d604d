package io.brume.bench.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** S3 objects: small, large and in parts, whose bytes follow from their value. */
final class Objects implements Ledger.Store {

    private static final String BUCKET = "crash";
    private static final int PART = 5 << 20;

    private final S3Client s3;

    Objects(S3Client s3) {
        this.s3 = s3;
    }

    void prepare() {
        s3.createBucket(b -> b.bucket(BUCKET));
    }

    @Override
    public void put(String key, String value, Boolean existed) {
        byte[] bytes = bytes(value);
        if (bytes.length > PART) {
            putInParts(key, value, bytes);
        } else {
            s3.putObject(b -> b.bucket(BUCKET).key(key).metadata(Map.of("value", value)), RequestBody.fromBytes(bytes));
        }
    }

    private void putInParts(String key, String value, byte[] bytes) {
        String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key(key).metadata(Map.of("value", value)))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += PART) {
            int number = parts.size() + 1;
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
            String etag = s3.uploadPart(
                            b -> b.bucket(BUCKET).key(key).uploadId(id).partNumber(number), RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        s3.completeMultipartUpload(b -> b.bucket(BUCKET).key(key).uploadId(id).multipartUpload(m -> m.parts(parts)));
    }

    @Override
    public void delete(String key) {
        s3.deleteObject(b -> b.bucket(BUCKET).key(key));
    }

    @Override
    public String get(String key) {
        try {
            var object = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key));
            String value = object.response().metadata().get("value");
            return Arrays.equals(object.asByteArrayUnsafe(), bytes(value)) ? value : value + " with other bytes";
        } catch (NoSuchKeyException e) {
            return null;
        }
    }

    /** Mostly small, now and then a few hundred kilobytes, rarely more than a part. */
    private static byte[] bytes(String value) {
        var random = new Random(value.hashCode());
        int size = switch (random.nextInt(20)) {
            case 0 -> PART + random.nextInt(1 << 20);
            case 1, 2, 3, 4 -> random.nextInt(600_000);
            default -> random.nextInt(20_000);
        };
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
