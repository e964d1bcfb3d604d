package io.brume.kernel.process;

import java.util.List;

/**
 * A shell that runs a program in a session of its own, passes on a request to end, and kills all of the session when its own
 * standard input ends: that is when the server is gone, in whatever way. A line that comes on its standard input goes out on its standard
 * output, behind all that the program has written there by then.
 */
public final class Supervision {

    /** Names the variable with the container engine's program, for the container that is to be removed then. */
    public static final String ENGINE = "BRUME_CONTAINER_ENGINE";

    public static final String CONTAINER = "BRUME_CONTAINER";

    private static final String SCRIPT = """
            exec 3<&0 </dev/null
            if command -v setsid >/dev/null 2>&1; then setsid "$@" 3<&- & else "$@" 3<&- & fi
            program=$!
            trap 'kill -TERM "$program" 2>/dev/null' TERM INT
            end() { kill -KILL -"$program" 2>/dev/null; kill -KILL "$program" 2>/dev/null; }
            {
              trap '' TERM INT
              while read -r line <&3; do printf '%s\\n' "$line"; done
              end
              [ -z "$BRUME_CONTAINER" ] || "$BRUME_CONTAINER_ENGINE" rm -f "$BRUME_CONTAINER" >/dev/null 2>&1
            } &
            watcher=$!
            while :; do
              wait "$program"
              code=$?
              kill -0 "$program" 2>/dev/null || break
            done
            end
            kill -KILL "$watcher" 2>/dev/null
            exit $code
            """;

    /** To be followed by the program and its arguments. */
    public static final List<String> COMMAND = List.of("sh", "-c", SCRIPT, "brume");

    private Supervision() {}
}
