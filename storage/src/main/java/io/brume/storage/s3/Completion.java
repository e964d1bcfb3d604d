package io.brume.storage.s3;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.object.Segment;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** What becomes of an upload's parts: checks the list that completes it, and joins what the list names. */
final class Completion {

    /** The least that a part has that is not the last: 5 MiB. */
    static final long LEAST = 5L << 20;

    private static final int MOST_PARTS = 10_000;

    private final CompleteMultipartUploadRequest request;
    private final StoredUpload upload;
    private final List<UploadedPart> parts;

    private Completion(CompleteMultipartUploadRequest request, StoredUpload upload, List<UploadedPart> parts) {
        this.request = request;
        this.upload = upload;
        this.parts = parts;
    }

    /** @throws Refusal when the list is not one of the upload's parts, in their order */
    static Completion of(Transaction transaction, CompleteMultipartUploadRequest request, StoredUpload upload)
            throws SQLException {
        Map<Integer, UploadedPart> uploaded = new HashMap<>();
        UploadStore.parts(transaction, upload, 0, MOST_PARTS).forEach(part -> uploaded.put(part.number(), part));
        List<UploadedPart> parts = new ArrayList<>();
        int before = 0;
        for (CompletedPart named : listed(request)) {
            int number = named.partNumber() == null ? 0 : named.partNumber();
            if (number <= before) {
                throw Refusal.of(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. The parts list must be specified in order by part"
                                + " number.");
            }
            before = number;
            UploadedPart part = uploaded.get(number);
            if (part == null || !isMeant(named, part, upload.kept())) {
                throw Refusal.of(
                                400,
                                "InvalidPart",
                                "One or more of the specified parts could not be found.  The part may not have been"
                                        + " uploaded, or the specified entity tag may not match the part's entity tag.")
                        .with("UploadId", upload.id())
                        .with("PartNumber", Integer.toString(number))
                        .with("ETag", String.valueOf(named.eTag()));
            }
            parts.add(part);
        }
        var completion = new Completion(request, upload, parts);
        completion.checkSizes();
        return completion;
    }

    private static List<CompletedPart> listed(CompleteMultipartUploadRequest request) {
        if (request.multipartUpload() == null
                || request.multipartUpload().parts().isEmpty()) {
            throw Refusal.of(
                    400,
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our published schema");
        }
        return request.multipartUpload().parts();
    }

    private static boolean isMeant(CompletedPart named, UploadedPart part, Checksum checksum) {
        String value = BodyDigests.value(named, checksum);
        return named.eTag() != null
                && Conditions.matches(named.eTag(), part.etag())
                && (value == null || value.equals(part.checksum()));
    }

    private void checkSizes() {
        for (UploadedPart part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < LEAST) {
                throw Refusal.of(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
                        .with("ProposedSize", Long.toString(part.size()))
                        .with("MinSizeAllowed", Long.toString(LEAST))
                        .with("PartNumber", Integer.toString(part.number()))
                        .with("ETag", part.etag());
            }
        }
        if (request.mpuObjectSize() != null && request.mpuObjectSize() != size()) {
            throw Refusal.invalidRequest("The provided 'x-amz-mp-object-size' header value " + request.mpuObjectSize()
                    + " does not match what was computed: " + size());
        }
    }

    private long size() {
        return parts.stream().mapToLong(UploadedPart::size).sum();
    }

    List<UploadedPart> parts() {
        return parts;
    }

    /** The object that the parts are. */
    NewVersion version() {
        Checksum algorithm = upload.kept();
        String checksum = upload.isComposite() ? composite(algorithm) : joined(algorithm);
        String expected = BodyDigests.value(request, algorithm);
        if (expected != null && !expected.equals(checksum) && !(expected + "-" + parts.size()).equals(checksum)) {
            throw Refusal.of(
                    400,
                    "BadDigest",
                    "The " + algorithm.label() + " you specified did not match the calculated checksum.");
        }
        List<Segment> segments = new ArrayList<>();
        List<StoredPart> stored = new ArrayList<>();
        for (UploadedPart part : parts) {
            segments.addAll(Segment.read(part.content()));
            stored.add(new StoredPart(part.number(), part.size(), part.checksum()));
        }
        return new NewVersion(
                upload.key(),
                size(),
                etag(),
                upload.storageClass(),
                algorithm,
                upload.isComposite() ? upload.type() : "FULL_OBJECT",
                checksum,
                upload.tags(),
                upload.properties(),
                segments,
                StoredPart.write(stored));
    }

    /** The MD5 of the parts' MD5s, and how many there are. */
    private String etag() {
        MessageDigest md5 = BodyDigests.md5();
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag())));
        return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    }

    private String composite(Checksum algorithm) {
        Checksum.Running running = algorithm.begin();
        for (UploadedPart part : parts) {
            byte[] value = Base64.getDecoder().decode(part.checksum());
            running.update(value, 0, value.length);
        }
        return Base64.getEncoder().encodeToString(running.value()) + "-" + parts.size();
    }

    private String joined(Checksum algorithm) {
        CrcJoin join = CrcJoin.of(algorithm);
        String value = parts.getFirst().checksum();
        for (UploadedPart part : parts.subList(1, parts.size())) {
            value = join.join(value, part.checksum(), part.size());
        }
        return value;
    }
}
