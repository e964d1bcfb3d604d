package io.brume.bench.resilience;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** Reads what a server sent on an HTTP/2 connection. */
final class Http2Answers {

    private static final int HEADERS = 1;
    private static final int END_HEADERS = 4;

    private Http2Answers() {}

    /**
     * The answers among all the bytes of a connection, a server's last frame possibly cut off.
     *
     * @throws Answer.Malformed when they are neither frames nor an HTTP/1.1 answer
     */
    static List<Answer> read(byte[] bytes) throws IOException {
        List<Answer> answers = new ArrayList<>();
        if (new String(bytes, 0, Math.min(5, bytes.length), US_ASCII).equals("HTTP/")) {
            var reader = new Answer.Reader(new ByteArrayInputStream(bytes));
            for (Answer answer = reader.next(false); answer != null; answer = reader.next(false)) {
                answers.add(answer);
            }
            return answers;
        }
        var decoder = new HpackDecoder(1 << 16, System::nanoTime);
        decoder.setMaxTableCapacity(4096);
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        while (in.available() >= 9) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt();
            if (type > 9 || length > 1 << 14) {
                throw new Answer.Malformed("frame of type " + type + " and length " + length);
            }
            byte[] payload = in.readNBytes(length);
            if (type == HEADERS && payload.length == length) {
                if ((flags & END_HEADERS) == 0) {
                    throw new Answer.Malformed("a head in parts");
                }
                answers.add(answer(decoder, payload));
            }
        }
        return answers;
    }

    /** The head of an answer; the body's frames are not kept, as no check reads them but that of 501. */
    private static Answer answer(HpackDecoder decoder, byte[] head) throws IOException {
        try {
            MetaData data = decoder.decode(ByteBuffer.wrap(head));
            Map<String, String> headers = new HashMap<>();
            data.getHttpFields()
                    .forEach(field -> headers.put(field.getName().toLowerCase(Locale.ROOT), field.getValue()));
            int status = data instanceof MetaData.Response response ? response.getStatus() : 200;
            byte[] named = status == 501 ? "is not implemented by this server yet".getBytes(US_ASCII) : new byte[0];
            return new Answer(status, headers, named);
        } catch (HpackException e) {
            throw new Answer.Malformed("head: " + e.getMessage());
        }
    }
}
