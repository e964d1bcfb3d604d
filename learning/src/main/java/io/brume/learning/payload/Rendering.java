package io.brume.learning.payload;

import io.brume.algorithms.protobuf.ProtobufWriter;
import io.brume.learning.builtin.ContentTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Writes what a model says of rows in one of the content types. */
final class Rendering {

    static final Set<String> TYPES =
            Set.of(ContentTypes.CSV, ContentTypes.JSON, ContentTypes.JSON_LINES, ContentTypes.RECORD_IO);

    private static final int MAGIC = 0xced7230a;

    private Rendering() {}

    /** @param list what the JSON document calls its list of rows */
    static byte[] write(String type, String list, List<List<Member>> rows) {
        return switch (type) {
            case ContentTypes.JSON -> json(list, rows);
            case ContentTypes.JSON_LINES -> jsonLines(rows);
            case ContentTypes.RECORD_IO -> recordIo(rows);
            default -> csv(rows);
        };
    }

    private static byte[] json(String list, List<List<Member>> rows) {
        var json = new JsonText().raw('{').name(list).raw('[');
        for (int r = 0; r < rows.size(); r++) {
            json.raw(r == 0 ? "" : ", ");
            object(json, rows.get(r));
        }
        return bytes(json.raw("]}").toString());
    }

    private static byte[] jsonLines(List<List<Member>> rows) {
        var json = new JsonText();
        for (List<Member> row : rows) {
            object(json, row);
            json.raw('\n');
        }
        return bytes(json.toString());
    }

    static void object(JsonText json, List<Member> row) {
        json.raw('{');
        for (int m = 0; m < row.size(); m++) {
            json.raw(m == 0 ? "" : ", ")
                    .name(row.get(m).name())
                    .value(row.get(m).value());
        }
        json.raw('}');
    }

    /** A line a row, of all its numbers in their order. */
    private static byte[] csv(List<List<Member>> rows) {
        var text = new StringBuilder();
        for (List<Member> row : rows) {
            String separator = "";
            for (Member member : row) {
                switch (member.value()) {
                    case float[] numbers -> {
                        for (float number : numbers) {
                            text.append(separator).append(number);
                            separator = ",";
                        }
                    }
                    case String[] strings -> text.append(separator).append(String.join(",", strings));
                    default -> text.append(separator).append(member.value());
                }
                separator = ",";
            }
            text.append('\n');
        }
        return bytes(text.toString());
    }

    /** Records of {@code aialgs.data} with a label of each name. */
    private static byte[] recordIo(List<List<Member>> rows) {
        var out = new ByteArrayOutputStream();
        var record = new ProtobufWriter();
        for (List<Member> row : rows) {
            record.clear();
            for (Member member : row) {
                float[] values = numbers(member);
                var tensor = new ProtobufWriter().floats(1, values, 0, values.length);
                var value = new ProtobufWriter().message(2, tensor);
                record.message(2, new ProtobufWriter().text(1, member.name()).message(2, value));
            }
            var head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.writeBytes(head.putInt(MAGIC).putInt(record.size()).array());
            try {
                record.writeTo(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out.writeBytes(new byte[(4 - record.size() % 4) % 4]);
        }
        return out.toByteArray();
    }

    private static float[] numbers(Member member) {
        return switch (member.value()) {
            case float[] numbers -> numbers;
            case Float number -> new float[] {number};
            case Integer number -> new float[] {number};
            default -> throw new Refused(406, "Labels with names cannot be written as " + ContentTypes.RECORD_IO + ".");
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
