package io.brume.engines.libtorch;

import java.util.List;
import java.util.regex.Pattern;

/** What libtorch says in many lines, in one. */
final class Complaint {

    /** The last line of a traceback of TorchScript, as Python's are: the kind of error, and what is wrong. */
    private static final Pattern ERROR = Pattern.compile("(\\w+\\.)*\\w*(Error|Exception): (?<what>.+)");

    private static final int LONGEST = 500;

    private Complaint() {}

    /** The error of the model's code where that is what failed, otherwise the first line. Stack traces of libtorch are left out. */
    static String of(Throwable e) {
        List<String> lines = String.valueOf(e.getMessage())
                .lines()
                .takeWhile(line -> !line.startsWith("Exception raised from "))
                .toList();
        for (String line : lines.reversed()) {
            var error = ERROR.matcher(line);
            if (error.matches()) {
                return shortened(error.group("what"));
            }
        }
        return firstLine(e);
    }

    static String firstLine(Throwable e) {
        return shortened(String.valueOf(e.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse(""));
    }

    private static String shortened(String line) {
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
