package io.brume.storage.s3;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a finished object's part: its place, its size and its checksum in base64. */
record StoredPart(int number, long size, @Nullable String checksum) {

    static String write(List<StoredPart> parts) {
        var text = new StringBuilder();
        for (StoredPart part : parts) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(part.number).append(':').append(part.size).append(':');
            if (part.checksum != null) {
                text.append(part.checksum);
            }
        }
        return text.toString();
    }

    static List<StoredPart> read(String text) {
        List<StoredPart> parts = new ArrayList<>();
        for (String part : text.split(" ", -1)) {
            String[] fields = part.split(":", -1);
            parts.add(new StoredPart(
                    Integer.parseInt(fields[0]), Long.parseLong(fields[1]), fields[2].isEmpty() ? null : fields[2]));
        }
        return parts;
    }
}
