package io.brume.conformance.roundtrip;

import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;

/** What the SDK's clients do to requests before they send them and to answers before they give them, whatever the server. */
final class ClientHabits {

    /** Headers that clients send on their own where a request has none. */
    private static final List<String> OWN_HEADERS = List.of("accept", "content-type", "x-amz-sdk-checksum-algorithm");

    private static final List<String> DIGESTS = List.of(
            "content-md5",
            "x-amz-checksum-crc32",
            "x-amz-checksum-crc32c",
            "x-amz-checksum-crc64nvme",
            "x-amz-checksum-sha1",
            "x-amz-checksum-sha256");

    private ClientHabits() {}

    /**
     * Members that are set always: those that the client demands (paths and what S3 requires), those that it makes up when they
     * are missing (idempotency tokens, headers), and those whose absence an HTTP answer cannot say (its status, its body).
     */
    static boolean alwaysSends(SdkField<?> field) {
        MarshallLocation location = field.location();
        return location == MarshallLocation.PATH
                || location == MarshallLocation.GREEDY_PATH
                || location == MarshallLocation.STATUS_CODE
                || field.containsTrait(RequiredTrait.class)
                || field.containsTrait(DefaultValueTrait.class)
                || field.containsTrait(PayloadTrait.class)
                || (location == MarshallLocation.HEADER
                        && OWN_HEADERS.contains(field.locationName().toLowerCase(Locale.ROOT)));
    }

    /**
     * Members that are the client's alone: it makes CopySource of S3's Source… ones, a signed URL of SourceRegion, and a host and
     * a signature of version 4A of EndpointId. Digests have to be the body's, so a client calculates them.
     */
    static boolean neverSends(SdkPojo owner, SdkField<?> field) {
        String type = owner.getClass().getName();
        if (type.contains("Request$")
                && DIGESTS.contains(String.valueOf(field.locationName()).toLowerCase(Locale.ROOT))) {
            return true;
        }
        return switch (field.memberName()) {
            case "SourceRegion" -> type.contains(".neptune.");
            case "SourceBucket", "SourceKey", "SourceVersionId" -> type.contains(".s3.model.");
            case "EndpointId" -> type.contains(".eventbridge.model.PutEvents");
            default -> false;
        };
    }

    /** Members that become a part of the host's name, or that it writes unescaped. */
    static boolean takesPlainWords(SdkField<?> field) {
        return "Bucket".equals(field.memberName()) || field.containsTrait(XmlAttributeTrait.class);
    }

    /** The client calculates what this names. */
    static boolean isChecksumAlgorithm(SdkField<?> field) {
        return "x-amz-sdk-checksum-algorithm".equals(field.locationName());
    }
}
