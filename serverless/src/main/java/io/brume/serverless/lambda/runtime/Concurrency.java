package io.brume.serverless.lambda.runtime;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the executions that run at once. Thread-safe. */
public final class Concurrency {

    /** How many an account may have in a region. */
    public static final int ACCOUNT = 1000;

    private final Map<String, Integer> running = new HashMap<>();

    /** There are too many executions already. */
    public static final class Exceeded extends Exception {
        private static final long serialVersionUID = 1L;

        Exceeded(String message) {
            super(message, null, false, false);
        }
    }

    /** One execution, which closing ends. */
    final class Entered implements AutoCloseable {
        private final String key;
        private final int count;

        Entered(String key, int count) {
            this.key = key;
            this.count = count;
        }

        /** How many the function has now. */
        int count() {
            return count;
        }

        @Override
        public void close() {
            leave(key);
        }
    }

    Entered enter(Program program, @Nullable Integer reserved) throws Exceeded {
        // Executions without a reservation share one count of their account and region.
        String key = reserved != null
                ? program.functionKey()
                : program.scope().account() + ":" + program.scope().region();
        int most = reserved != null ? reserved : ACCOUNT;
        synchronized (running) {
            int now = running.getOrDefault(key, 0);
            if (now >= most) {
                throw new Exceeded("Rate Exceeded.");
            }
            running.put(key, now + 1);
            return new Entered(key, now + 1);
        }
    }

    private void leave(String key) {
        synchronized (running) {
            running.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
