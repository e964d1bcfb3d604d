package io.brume.algorithms.data;

import io.brume.algorithms.BadDataException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of sources as bytes, without making strings of them. After {@link #next()} the line lies in {@link #bytes()}
 * from {@link #from()} to {@link #to()}, without its end, until the next call.
 */
public final class LineReader implements Closeable {
    private final List<Source> sources;
    private int opened;
    private @Nullable Input input;
    private int from;
    private int to;
    private long line;

    LineReader(List<Source> sources) {
        this.sources = sources;
    }

    /** Moves to the next line; false after the last. */
    public boolean next() throws IOException {
        while (true) {
            if (input == null) {
                if (opened == sources.size()) {
                    return false;
                }
                input = new Input(sources.get(opened++));
                line = 0;
            }
            if (find(input)) {
                return true;
            }
            input.close();
            input = null;
        }
    }

    private boolean find(Input in) throws IOException {
        int searched = 0;
        while (true) {
            byte[] bytes = in.buffer;
            for (int p = in.position + searched; p < in.limit; p++) {
                if (bytes[p] == '\n') {
                    found(in, p, p + 1);
                    return true;
                }
            }
            searched = in.limit - in.position;
            if (!in.more("line", line + 1)) {
                if (in.position == in.limit) {
                    return false;
                }
                found(in, in.limit, in.limit);
                return true;
            }
        }
    }

    private void found(Input in, int end, int next) {
        line++;
        from = in.position;
        to = end > from && in.buffer[end - 1] == '\r' ? end - 1 : end;
        in.position = next;
    }

    public byte[] bytes() {
        return current().buffer;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** Whether the line holds nothing but spaces and tabs. */
    boolean blank() {
        byte[] bytes = bytes();
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** The line as text; bytes that are no UTF-8 become U+FFFD. */
    public String text() {
        return new String(bytes(), from, to - from, StandardCharsets.UTF_8);
    }

    /** What is wrong with the line. */
    public BadDataException bad(String reason) {
        return BadDataException.atLine(current().name, line, reason);
    }

    private Input current() {
        if (input == null) {
            throw new IllegalStateException("there is no line");
        }
        return input;
    }

    /** How much of the file that is being read has been read, from 0 to 1, taking files to be equally long. */
    public double fraction() {
        double within = input == null ? 0 : input.fraction();
        int done = input == null ? opened : opened - 1;
        return sources.isEmpty() ? 1 : (done + within) / sources.size();
    }

    @Override
    public void close() throws IOException {
        if (input != null) {
            input.close();
            input = null;
        }
        opened = sources.size();
    }
}
