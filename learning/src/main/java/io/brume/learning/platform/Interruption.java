package io.brume.learning.platform;

import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;

/** Tells trouble from an interruption, which some libraries wrap into exceptions of their own. */
public final class Interruption {

    private Interruption() {}

    /** Whether an exception came of this thread's interruption. */
    public static boolean isBehind(Throwable exception) {
        if (Thread.currentThread().isInterrupted()) {
            return true;
        }
        for (@Nullable Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof AbortedException
                    || (cause instanceof java.io.IOException && "interrupted".equals(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }
}
