package io.brume.bench.resilience;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Something that the server must not do.
 *
 * @param seed of the conversation it happened in
 */
record Violation(String kind, String target, long seed, String what, byte[] request) {

    private static final int MOST_SHOWN = 2048;

    @Override
    public String toString() {
        return "VIOLATION " + kind + " at " + target + ", seed " + seed + ": " + what + "\n" + dump();
    }

    /** The request in hexadecimal and in characters. */
    private String dump() {
        var out = new StringBuilder();
        int shown = Math.min(request.length, MOST_SHOWN);
        for (int at = 0; at < shown; at += 16) {
            int end = Math.min(shown, at + 16);
            out.append(String.format("%08x ", at));
            for (int i = at; i < at + 16; i++) {
                out.append(i < end ? String.format(" %02x", request[i] & 0xff) : "   ");
            }
            String text = new String(request, at, end - at, ISO_8859_1).replaceAll("[^ -~]", ".");
            out.append("  ").append(text).append('\n');
        }
        return request.length > shown
                ? out.append("… of ").append(request.length).append(" bytes\n").toString()
                : out.toString();
    }
}
