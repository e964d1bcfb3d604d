package io.brume.algorithms;

import org.jspecify.annotations.Nullable;

/** Data that cannot be read or learnt from. The message names the place, where there is one, and the reason. */
public final class BadDataException extends RuntimeException {
    private final @Nullable String file;
    private final @Nullable String unit;
    private final long position;
    private final String reason;

    /** For what is wrong with the data as a whole. */
    public BadDataException(String reason) {
        this(null, null, 0, reason, null);
    }

    private BadDataException(
            @Nullable String file, @Nullable String unit, long position, String reason, @Nullable Throwable cause) {
        super(place(file, unit, position) + reason, cause);
        this.file = file;
        this.unit = unit;
        this.position = position;
        this.reason = reason;
    }

    /** For what is wrong with a file as a whole. */
    public static BadDataException inFile(String file, String reason) {
        return new BadDataException(file, null, 0, reason, null);
    }

    /** For a line, counted from 1. */
    public static BadDataException atLine(String file, long line, String reason) {
        return new BadDataException(file, "line", line, reason, null);
    }

    /** For a record or row of a file without lines, counted from 1. */
    public static BadDataException atRecord(String file, long row, String reason) {
        return new BadDataException(file, "record", row, reason, null);
    }

    /** The same with the exception that it was found by. */
    public BadDataException because(Throwable cause) {
        return new BadDataException(file, unit, position, reason, cause);
    }

    /** The file's name, or null where no file is to blame. */
    public @Nullable String file() {
        return file;
    }

    /** The line or record, counted from 1, or 0 where the file as a whole is to blame. */
    public long position() {
        return position;
    }

    public String reason() {
        return reason;
    }

    private static String place(@Nullable String file, @Nullable String unit, long position) {
        if (file == null) {
            return "";
        }
        return unit == null ? file + ": " : file + ", " + unit + " " + position + ": ";
    }
}
