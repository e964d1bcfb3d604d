package io.brume.algorithms.ipinsights;

import org.jspecify.annotations.Nullable;

/**
 * An entity and an address, as a line of CSV has them: {@code user_1, 192.168.1.2}. The entity may be in double quotes.
 *
 * @param address the four parts as one number, the first part its highest byte
 */
record Pair(String entity, int address) {
    /** @throws IllegalArgumentException with a reason where the line is no pair */
    static Pair of(String line) {
        int comma = line.lastIndexOf(',');
        if (comma < 0) {
            throw new IllegalArgumentException("the line is not an entity, a comma and an IPv4 address");
        }
        String entity = entity(line.substring(0, comma).strip());
        if (entity == null || entity.isEmpty()) {
            throw new IllegalArgumentException("the line has no entity, or more than two fields");
        }
        return new Pair(entity, address(unquoted(line.substring(comma + 1).strip())));
    }

    /** Null where there is more than one field. */
    private static @Nullable String entity(String text) {
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            String inner = text.substring(1, text.length() - 1).replace("\"\"", "\0");
            return inner.indexOf('"') >= 0 ? null : inner.replace('\0', '"');
        }
        return text.indexOf(',') >= 0 ? null : text;
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static int address(String text) {
        int address = 0;
        int parts = 0;
        int part = -1;
        for (int i = 0; i <= text.length(); i++) {
            char character = i < text.length() ? text.charAt(i) : '.';
            if (character >= '0' && character <= '9' && part <= 25) {
                part = Math.max(part, 0) * 10 + character - '0';
            } else if (character == '.' && part >= 0 && part <= 255 && parts < 4) {
                address = address << 8 | part;
                part = -1;
                parts++;
            } else {
                parts = -1;
                break;
            }
        }
        if (parts != 4) {
            throw new IllegalArgumentException(
                    "\"" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "\" is no IPv4 address");
        }
        return address;
    }
}
