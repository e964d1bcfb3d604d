package io.brume.kernel.identity;

import static io.brume.kernel.identity.PayloadException.Problem.INCOMPLETE;
import static io.brume.kernel.identity.PayloadException.Problem.MALFORMED_CHUNK;
import static io.brume.kernel.identity.PayloadException.Problem.MALFORMED_TRAILER;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the payload out of {@code aws-chunked} framing: chunks of {@code SIZE[;chunk-signature=...]}, then trailing
 * headers. Where a signer is given, each chunk's signature is checked before the chunk's last byte is handed out; where
 * the payload's length is known, so are the end, its trailers, their signature and the checksums that they carry before the
 * payload's last byte.
 *
 * <p>Throws {@link PayloadException} for framing that is wrong or ends early and {@link AuthenticationException} for a
 * wrong signature, both again at every further read.
 */
public final class AwsChunkedInputStream extends InputStream {

    /** S3's largest upload in one request, and so the largest chunk that can make sense. */
    static final long LARGEST_CHUNK = 5L << 30;

    private static final int LONGEST_LINE = 8192;
    private static final int MOST_TRAILERS = 32;
    private static final String CHUNK_SIGNATURE = "chunk-signature=";
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private final InputStream in;
    private final long declaredLength;
    private final Set<String> declaredTrailers;
    private final @Nullable ChunkSigner signer;
    private final boolean trailerSigned;
    private final @Nullable MessageDigest digest;
    private final TrailingChecksums checksums;
    private final Map<String, String> trailers = new TreeMap<>();

    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    private String signature = "";
    private long leftInChunk;
    private long total;
    private boolean ended;
    private @Nullable RuntimeException refused;

    /**
     * A reader of an unsigned or not to be verified body.
     *
     * @param declaredLength bytes of payload that have to come; -1 when not announced
     * @param declaredTrailers lower-case names that have to come, and no others unless this is empty
     */
    public AwsChunkedInputStream(InputStream in, long declaredLength, Set<String> declaredTrailers) {
        this(in, declaredLength, declaredTrailers, null, false);
    }

    AwsChunkedInputStream(
            InputStream in,
            long declaredLength,
            Set<String> declaredTrailers,
            @Nullable ChunkSigner signer,
            boolean trailerSigned) {
        this.in = in;
        this.declaredLength = declaredLength;
        this.declaredTrailers = declaredTrailers;
        this.signer = signer;
        this.trailerSigned = trailerSigned;
        this.digest = signer == null ? null : SigningKeys.sha256();
        this.checksums = new TrailingChecksums(declaredTrailers);
    }

    /**
     * The trailing headers by lower-case name, without their signature.
     *
     * @throws IllegalStateException before the end was read
     */
    public Map<String, String> trailers() {
        if (!ended) {
            throw new IllegalStateException("trailers come after the payload, which is not read to its end");
        }
        return Collections.unmodifiableMap(trailers);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        Objects.checkFromIndexSize(off, len, b.length);
        if (refused != null) {
            throw refused;
        }
        try {
            return len == 0 ? 0 : readChecked(b, off, len);
        } catch (PayloadException | AuthenticationException e) {
            refused = e;
            throw e;
        }
    }

    private int readChecked(byte[] b, int off, int len) throws IOException {
        if (!ended && leftInChunk == 0) {
            startChunk();
        }
        if (ended) {
            return -1;
        }
        int n = fill(b, off, (int) Math.min(len, leftInChunk));
        if (digest != null) {
            digest.update(b, off, n);
        }
        checksums.update(b, off, n);
        leftInChunk -= n;
        total += n;
        if (leftInChunk == 0) {
            if (next() != '\r' || next() != '\n') {
                throw new PayloadException(MALFORMED_CHUNK, "A chunk is longer than its size says");
            }
            checkChunk();
            if (total == declaredLength) {
                startChunk();
            }
        }
        return n;
    }

    private void startChunk() throws IOException {
        String line = line(false);
        int semicolon = line.indexOf(';');
        long size = size(semicolon < 0 ? line : line.substring(0, semicolon));
        signature = semicolon >= 0 && line.startsWith(CHUNK_SIGNATURE, semicolon + 1)
                ? line.substring(semicolon + 1 + CHUNK_SIGNATURE.length())
                : "";
        if (declaredLength >= 0 && size > declaredLength - total) {
            throw new PayloadException(INCOMPLETE, "The request body is longer than x-amz-decoded-content-length");
        }
        leftInChunk = size;
        if (size == 0) {
            if (declaredLength >= 0 && total < declaredLength) {
                throw new PayloadException(INCOMPLETE, "The request body is shorter than x-amz-decoded-content-length");
            }
            checkChunk();
            readTrailers();
            ended = true;
        }
    }

    private static long size(String digits) {
        boolean hexadecimal =
                !digits.isEmpty() && digits.length() <= 15 && digits.chars().allMatch(HexFormat::isHexDigit);
        long size = hexadecimal ? HexFormat.fromHexDigitsToLong(digits) : -1;
        if (size < 0 || size > LARGEST_CHUNK) {
            throw new PayloadException(MALFORMED_CHUNK, "A chunk does not start with its size");
        }
        return size;
    }

    private void checkChunk() {
        if (signer != null && digest != null) {
            signer.chunk(signature, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private void readTrailers() throws IOException {
        String trailerSignature = null;
        boolean gap = false;
        for (int count = 0; ; count++) {
            String line = line(true);
            if (line.isEmpty()) {
                // Some clients put the signature behind an empty line of its own, as one of S3's examples shows.
                if (trailerSigned && trailerSignature == null && !gap) {
                    gap = true;
                    continue;
                }
                break;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || count > MOST_TRAILERS) {
                throw new PayloadException(MALFORMED_TRAILER, "A trailing header is malformed");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1);
            if (trailerSigned && name.equals(TRAILER_SIGNATURE) && trailerSignature == null) {
                trailerSignature = value.strip();
            } else if (trailerSignature != null || trailers.putIfAbsent(name, trimmed(value)) != null) {
                throw new PayloadException(MALFORMED_TRAILER, "A trailing header is repeated or out of place");
            }
        }
        checkTrailers(trailerSignature == null ? "" : trailerSignature);
    }

    private void checkTrailers(String trailerSignature) {
        if (signer != null && trailerSigned) {
            StringBuilder lines = new StringBuilder();
            trailers.forEach((name, value) ->
                    lines.append(name).append(':').append(value).append('\n'));
            signer.trailer(trailerSignature, SigningKeys.sha256Hex(lines.toString()));
        } else if (signer != null && !trailers.isEmpty()) {
            throw new PayloadException(MALFORMED_TRAILER, "Trailing headers need a signature of their own here");
        }
        if (!declaredTrailers.isEmpty() && !declaredTrailers.equals(trailers.keySet())) {
            throw new PayloadException(
                    MALFORMED_TRAILER, "The trailing headers are not the ones that x-amz-trailer announces");
        }
        checksums.check(trailers);
    }

    private static String trimmed(String value) {
        StringBuilder out = new StringBuilder(value.length());
        CanonicalRequest.appendTrimmed(out, value);
        return out.toString();
    }

    /** A line without its end; {@code lenient} allows the line feed alone, which some clients send in trailers. */
    private String line(boolean lenient) throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        for (int c = next(); c != '\n'; c = next()) {
            if (length == LONGEST_LINE) {
                throw new PayloadException(MALFORMED_CHUNK, "A line of the chunked body is too long");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(LONGEST_LINE, length * 2));
            }
            line[length++] = (byte) c;
        }
        boolean returned = length > 0 && line[length - 1] == '\r';
        if (!returned && !lenient) {
            throw new PayloadException(MALFORMED_CHUNK, "A line of the chunked body does not end in CR LF");
        }
        return new String(line, 0, returned ? length - 1 : length, StandardCharsets.UTF_8);
    }

    private int next() throws IOException {
        if (position == limit) {
            refill();
        }
        return buffer[position++] & 0xff;
    }

    /** Reads at least one byte of payload, past the buffer when it is empty and much is wanted. */
    private int fill(byte[] b, int off, int len) throws IOException {
        if (position == limit && len >= buffer.length) {
            int n = in.read(b, off, len);
            if (n <= 0) {
                throw terminated();
            }
            return n;
        }
        if (position == limit) {
            refill();
        }
        int n = Math.min(len, limit - position);
        System.arraycopy(buffer, position, b, off, n);
        position += n;
        return n;
    }

    private void refill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        if (limit == 0) {
            throw terminated();
        }
    }

    private static PayloadException terminated() {
        return new PayloadException(INCOMPLETE, "The request body terminated unexpectedly");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
