package io.brume.serverless.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ItemCollectionMetrics;
import software.amazon.awssdk.services.dynamodb.model.ReturnItemCollectionMetrics;

/** How large the collections of items with one hash key are, which is told of tables with local indexes. */
final class CollectionSizes {

    private static final double GIGABYTE = 1 << 30;

    private CollectionSizes() {}

    static boolean isAsked(@Nullable ReturnItemCollectionMetrics wanted) {
        return wanted == ReturnItemCollectionMetrics.SIZE;
    }

    /** The metrics of the collection that a write was in; null where they were not asked for, or there are none. */
    static @Nullable ItemCollectionMetrics of(boolean asked, Writing.Written written) {
        Table table = written.write().table();
        if (!asked || !table.hasLocalIndexes()) {
            return null;
        }
        String hash = table.key().hash().name();
        double low = Math.floor(written.collection() / GIGABYTE);
        return ItemCollectionMetrics.builder()
                .itemCollectionKey(Map.of(
                        hash, Objects.requireNonNull(written.write().key().get(hash))))
                .sizeEstimateRangeGB(low, low + 1)
                .build();
    }

    /** The metrics of many writes by the names of their tables; null where they were not asked for. */
    static @Nullable Map<String, List<ItemCollectionMetrics>> of(boolean asked, List<Writing.Written> writes) {
        if (!asked) {
            return null;
        }
        Map<String, List<ItemCollectionMetrics>> all = new LinkedHashMap<>();
        for (Writing.Written written : writes) {
            ItemCollectionMetrics metrics = of(true, written);
            if (metrics != null) {
                all.computeIfAbsent(written.write().table().name().name(), _ -> new ArrayList<>())
                        .add(metrics);
            }
        }
        return all;
    }
}
