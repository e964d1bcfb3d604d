package io.brume.kernel.gateway;

import io.brume.kernel.identity.Caller;
import io.brume.kernel.operation.Operation;
import io.brume.kernel.wire.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a request, on the logger {@code io.brume.access}: request id, account, service:operation, status, error code, time in
 * microseconds, method and path.
 */
public final class AccessLog {

    private static final Logger log = LoggerFactory.getLogger("io.brume.access");

    private static final int LONGEST_PATH = 256;

    void write(
            String requestId,
            Caller caller,
            Exchange exchange,
            @Nullable Operation operation,
            String error,
            long nanos) {
        if (!log.isInfoEnabled()) {
            return;
        }
        var line = new StringBuilder(160)
                .append(requestId)
                .append(' ')
                .append(caller.accountId())
                .append(' ')
                .append(operation == null ? "-" : operation.service().model().signingName())
                .append(':')
                .append(operation == null ? "-" : operation.name())
                .append(' ')
                .append(exchange.status())
                .append(' ')
                .append(error)
                .append(' ')
                .append(nanos / 1000)
                .append("us ")
                .append(exchange.method())
                .append(' ');
        log.info(visible(line, exchange.rawPath()).toString());
    }

    /** What a caller sends must not forge lines. */
    private static StringBuilder visible(StringBuilder line, String path) {
        for (int i = 0; i < Math.min(path.length(), LONGEST_PATH); i++) {
            char c = path.charAt(i);
            line.append(c > ' ' && c < 127 ? c : '?');
        }
        return line;
    }
}
