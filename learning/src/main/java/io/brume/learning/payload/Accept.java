package io.brume.learning.payload;

import io.brume.learning.builtin.ContentTypes;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is to be.
 *
 * @param type a content type without parameters
 * @param verbose whether everything is to be told that the model knows
 */
record Accept(String type, boolean verbose) {

    /**
     * Reads an Accept header.
     *
     * @param header null for none
     * @param known the types that there are
     * @throws Refused when it names none of them
     */
    static Accept of(@Nullable String header, String byDefault, Set<String> known) {
        if (header == null || header.isBlank()) {
            return new Accept(byDefault, false);
        }
        for (String one : header.split(",", -1)) {
            String type = ContentTypes.bare(one);
            boolean verbose = one.toLowerCase(Locale.ROOT).replace(" ", "").contains(";verbose=true");
            if (type.equals("*/*")) {
                return new Accept(byDefault, verbose);
            }
            if (known.contains(type)) {
                return new Accept(type, verbose);
            }
        }
        throw new Refused(
                406,
                "Accept type '" + header.strip() + "' is not supported. Supported accept types: "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
    }
}
