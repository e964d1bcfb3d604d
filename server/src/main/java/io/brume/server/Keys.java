package io.brume.server;

import static java.util.Comparator.comparingInt;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of what can be set, in the file, as variables and as flags. */
final class Keys {

    static final String PREFIX = "BRUME_";

    /** Variables that the {@code brume} script reads itself, and the one that names the configuration file. */
    static final Set<String> SCRIPT_VARIABLES = Set.of("BRUME_CONFIG", "BRUME_JAVA_OPTS", "BRUME_JDK_URL");

    private static final List<String> PLAIN = List.of(
            "port",
            "host",
            "data",
            "parts",
            "database",
            "objects.endpoint",
            "objects.bucket",
            "objects.region",
            "objects.access-key-id",
            "objects.secret-access-key",
            "jobs.at-once",
            "keys",
            "engines.preload",
            "limits.body-bytes",
            "limits.header-bytes",
            "limits.nesting",
            "limits.idle-seconds",
            "log.level",
            "access-log");

    private static final String FORWARD = "forward.";
    private static final String ENGINES = "engines.";

    private Keys() {}

    static List<String> plain() {
        return Stream.concat(PLAIN.stream(), Stream.of(FORWARD + "<service>", ENGINES + "<Task>"))
                .toList();
    }

    static List<String> variables() {
        return PLAIN.stream().map(Keys::variable).toList();
    }

    static List<String> flags() {
        return Stream.concat(
                        Stream.of("--config", "--detach", "--help"),
                        plain().stream().map(k -> "--" + k))
                .toList();
    }

    /** Tasks begin with a capital, which tells them from the other keys under {@code engines}. */
    static boolean isKnown(String key) {
        return PLAIN.contains(key)
                || (key.length() > FORWARD.length() && key.startsWith(FORWARD))
                || (key.length() > ENGINES.length()
                        && key.startsWith(ENGINES)
                        && Character.isUpperCase(key.charAt(ENGINES.length())));
    }

    /** The key that a variable sets, or null when it sets none. */
    static @Nullable String ofVariable(String name) {
        for (String key : PLAIN) {
            if (variable(key).equals(name)) {
                return key;
            }
        }
        String forward = variable(FORWARD);
        if (name.startsWith(forward)) {
            return FORWARD
                    + name.substring(forward.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        }
        String engines = variable(ENGINES);
        String key = name.startsWith(engines) ? ENGINES + name.substring(engines.length()) : "";
        return isKnown(key) ? key : null;
    }

    private static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** A sentence that names the unknown one and the nearest of those that there are. */
    static String unknown(String what, String name, List<String> known) {
        String nearest = known.stream()
                .sorted(comparingInt(k -> distance(name, k)))
                .limit(3)
                .collect(Collectors.joining(", "));
        return what + " '" + name + "'; the nearest are " + nearest + ".";
    }

    /** Levenshtein's: insertions, deletions and replacements. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
