package io.brume.operations.iam;

import io.brume.kernel.resource.PageToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.IamException;

/**
 * A page of a list that is short enough to be held.
 *
 * @param marker where the next page begins; null when this is the last
 */
record Pages<T>(List<T> items, @Nullable String marker) {

    private static final int DEFAULT = 100;

    static IamException invalidMarker() {
        return Errors.validation("Invalid Marker.");
    }

    /**
     * @param list which list it is: a marker of one is no marker of another
     * @param key what the items are in the order of, no two alike
     */
    static <T> Pages<T> of(
            String list, List<T> all, Function<T, String> key, @Nullable String marker, @Nullable Integer most) {
        String after = marker == null
                ? null
                : PageToken.read(list, marker)
                        .filter(values -> values.size() == 1)
                        .orElseThrow(Pages::invalidMarker)
                        .getFirst();
        int size = most == null ? DEFAULT : most;
        List<T> items = new ArrayList<>();
        List<T> sorted = all.stream().sorted(Comparator.comparing(key)).toList();
        for (T item : sorted) {
            if (after != null && key.apply(item).compareTo(after) <= 0) {
                continue;
            }
            if (items.size() == size) {
                return new Pages<>(items, PageToken.of(list, List.of(key.apply(items.getLast()))));
            }
            items.add(item);
        }
        return new Pages<>(items, null);
    }

    boolean isTruncated() {
        return marker != null;
    }
}
