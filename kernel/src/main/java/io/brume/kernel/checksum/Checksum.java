package io.brume.kernel.checksum;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksums that S3's clients send in headers and trailers. */
public enum Checksum {
    CRC32(4),
    CRC32C(4),
    CRC64NVME(8),
    SHA1(20),
    SHA256(32);

    private static final String PREFIX = "x-amz-checksum-";

    private final int bytes;
    private final String header = PREFIX + name().toLowerCase(Locale.ROOT);

    Checksum(int bytes) {
        this.bytes = bytes;
    }

    /** One computation; not thread-safe. */
    public interface Running {

        void update(byte[] data, int offset, int length);

        /** The checksum of all that came, in network order. The computation is then over. */
        byte[] value();
    }

    /** The length of a value in bytes. */
    public int bytes() {
        return bytes;
    }

    /** As S3 names it in messages and lists. */
    public String label() {
        return name();
    }

    /** The lower-case header that carries a value, in base64. */
    public String header() {
        return header;
    }

    /** The checksum that a lower-case header carries; empty when it carries none that is known. */
    public static Optional<Checksum> ofHeader(String name) {
        return Arrays.stream(values())
                .filter(known -> known.header.equals(name))
                .findFirst();
    }

    /** Whether a lower-case header is meant to carry a checksum's value, known or not. */
    public static boolean isHeader(String name) {
        return name.startsWith(PREFIX);
    }

    /** The bytes of a value in base64; empty when it is none of this checksum. */
    public Optional<byte[]> decode(String base64) {
        try {
            byte[] value = Base64.getDecoder().decode(base64);
            return value.length == bytes ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public Running begin() {
        return switch (this) {
            case CRC32 -> new Cyclic(new CRC32(), bytes);
            case CRC32C -> new Cyclic(new CRC32C(), bytes);
            case CRC64NVME -> new Cyclic(new Crc64Nvme(), bytes);
            case SHA1 -> new Digest("SHA-1");
            case SHA256 -> new Digest("SHA-256");
        };
    }

    private record Cyclic(java.util.zip.Checksum checksum, int bytes) implements Running {

        @Override
        public void update(byte[] data, int offset, int length) {
            checksum.update(data, offset, length);
        }

        @Override
        public byte[] value() {
            byte[] value = new byte[bytes];
            long rest = checksum.getValue();
            for (int i = bytes - 1; i >= 0; i--) {
                value[i] = (byte) rest;
                rest >>>= 8;
            }
            return value;
        }
    }

    private record Digest(MessageDigest digest) implements Running {

        Digest(String algorithm) {
            this(instance(algorithm));
        }

        private static MessageDigest instance(String algorithm) {
            try {
                return MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime has " + algorithm, e);
            }
        }

        @Override
        public void update(byte[] data, int offset, int length) {
            digest.update(data, offset, length);
        }

        @Override
        public byte[] value() {
            return digest.digest();
        }
    }
}
