package io.brume.kernel.identity;

import static io.brume.kernel.identity.PayloadException.Problem.BAD_DIGEST;
import static io.brume.kernel.identity.PayloadException.Problem.MALFORMED_CHUNK;
import static io.brume.kernel.identity.PayloadException.Problem.MALFORMED_TRAILER;

import io.brume.kernel.checksum.Checksum;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Computes the checksums that a body's trailing headers are going to carry while it comes, and compares them at its end. */
final class TrailingChecksums {

    private final Map<Checksum, Checksum.Running> running = new EnumMap<>(Checksum.class);

    /**
     * @param announced lower-case names of the trailing headers
     * @throws PayloadException when one of them is a checksum that is not known
     */
    TrailingChecksums(Set<String> announced) {
        for (String name : announced) {
            if (Checksum.isHeader(name)) {
                Checksum checksum = Checksum.ofHeader(name)
                        .orElseThrow(() -> new PayloadException(
                                MALFORMED_CHUNK, "The value specified in the x-amz-trailer header is not supported"));
                running.put(checksum, checksum.begin());
            }
        }
    }

    void update(byte[] data, int offset, int length) {
        running.values().forEach(checksum -> checksum.update(data, offset, length));
    }

    /**
     * Compares, once all has come.
     *
     * @throws PayloadException when a checksum is missing, not announced, malformed, or not the payload's
     */
    void check(Map<String, String> trailers) {
        for (String name : trailers.keySet()) {
            if (Checksum.isHeader(name)
                    && running.keySet().stream()
                            .noneMatch(known -> known.header().equals(name))) {
                throw new PayloadException(
                        MALFORMED_TRAILER, "The trailing headers are not the ones that x-amz-trailer announces");
            }
        }
        running.forEach((checksum, computed) -> {
            byte[] sent = checksum.decode(trailers.getOrDefault(checksum.header(), ""))
                    .orElseThrow(() -> new PayloadException(
                            MALFORMED_CHUNK, "Value for " + checksum.header() + " trailing header is invalid."));
            if (!MessageDigest.isEqual(sent, computed.value())) {
                throw new PayloadException(
                        BAD_DIGEST,
                        "The " + checksum.label() + " you specified did not match the calculated checksum.");
            }
        });
    }
}
