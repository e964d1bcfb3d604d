package io.brume.operations.logs;

/** One event of a stream. */
record Event(Position position, long stream, long ingested, String message) {

    /** What AWS adds to the bytes of each event's message when it counts them. */
    static final int OVERHEAD = 26;

    long happened() {
        return position.happened();
    }

    int bytes() {
        return bytes(message);
    }

    /** The message's length in UTF-8, with the overhead. */
    static int bytes(String message) {
        int bytes = OVERHEAD;
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            // Each half of a surrogate pair is two of the pair's four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
