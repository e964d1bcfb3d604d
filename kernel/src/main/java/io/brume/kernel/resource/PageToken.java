package io.brume.kernel.resource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** The place where the next page begins, as an opaque token: the last item's sort values, so that it stays true while items come and go. */
public final class PageToken {

    private PageToken() {}

    /** @param what which listing it belongs to: a token of one is no token of another */
    public static String of(String what, List<String> values) {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeUTF(what);
            for (String value : values) {
                out.writeUTF(value);
            }
            byte[] body = bytes.toByteArray();
            out.writeInt(checksum(body));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values that a token of this listing was made of; empty when it is none. */
    public static Optional<List<String>> read(String what, String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length < Integer.BYTES) {
                return Optional.empty();
            }
            byte[] body = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
            if (ByteBuffer.wrap(bytes, body.length, Integer.BYTES).getInt() != checksum(body)) {
                return Optional.empty();
            }
            var in = new DataInputStream(new ByteArrayInputStream(body));
            if (!in.readUTF().equals(what)) {
                return Optional.empty();
            }
            List<String> values = new ArrayList<>();
            while (in.available() > 0) {
                values.add(in.readUTF());
            }
            return values.stream().allMatch(PageToken::isText) ? Optional.of(values) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a database takes it as text: a checksum is no proof that we made the token. */
    private static boolean isText(String value) {
        return value.indexOf(0) < 0
                && value.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static int checksum(byte[] body) {
        var crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }
}
