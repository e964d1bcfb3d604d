package io.brume.kernel.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a signature covers of an HTTP request, apart from its payload.
 *
 * <p>A view, not a copy: the server implements it over its own request object, and nothing is asked of it that the
 * verification does not need.
 */
public interface RequestHead {

    /** The method as sent, upper case. */
    String method();

    /** The path exactly as sent, still percent-encoded and neither normalised nor merged. */
    String rawPath();

    /** The query exactly as sent without the question mark; null or empty when there is none. */
    @Nullable
    String rawQuery();

    /**
     * All values of a header in the order sent, empty when absent. The name is asked for in lower case and matches
     * without regard to case. {@code host} answers HTTP/2's {@code :authority} too. Values are text: a server that reads
     * bytes as ISO 8859-1 decodes them as UTF-8 first, as that is what clients sign.
     */
    List<String> headers(String name);

    /** The names of all headers, in any case, repeats allowed. */
    Iterable<String> headerNames();

    /** The first value of a header, or null. */
    default @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }
}
