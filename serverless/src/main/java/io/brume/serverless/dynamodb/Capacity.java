package io.brume.serverless.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * What a request would be charged on AWS: a unit for each 4 KB read (half a unit where a read need not be consistent) and for each
 * KB written, twice that in transactions. Nothing is limited by it here.
 */
final class Capacity {

    private static final int READ_BYTES = 4096;
    private static final int WRITE_BYTES = 1024;

    private final @Nullable ReturnConsumedCapacity wanted;
    private final boolean transactional;
    private final Map<String, Units> tables = new LinkedHashMap<>();

    /** @param wanted what the request wants to know */
    Capacity(@Nullable ReturnConsumedCapacity wanted, boolean transactional) {
        this.wanted = wanted;
        this.transactional = transactional;
    }

    private static final class Units {
        private double table;
        private boolean reads;
        private final Map<String, Double> global = new LinkedHashMap<>();
        private final Map<String, Double> local = new LinkedHashMap<>();

        private void add(Index index, double units) {
            (index.isGlobal() ? global : local).merge(index.name(), units, Double::sum);
        }

        private double sum() {
            return table
                    + global.values().stream().mapToDouble(d -> d).sum()
                    + local.values().stream().mapToDouble(d -> d).sum();
        }
    }

    private Units units(Table table) {
        return tables.computeIfAbsent(table.name().name(), _ -> new Units());
    }

    /** @param index where it was read; null in the table */
    void read(Table table, @Nullable Index index, long bytes, boolean consistent) {
        double whole = Math.max(1, Math.ceilDiv(bytes, READ_BYTES));
        double read = transactional ? whole * 2 : consistent ? whole : whole / 2;
        Units units = units(table);
        units.reads = true;
        if (index == null) {
            units.table += read;
        } else {
            units.add(index, read);
        }
    }

    void write(Writing.Written written) {
        double write = Math.max(1, Math.ceilDiv(written.size(), WRITE_BYTES)) * (transactional ? 2.0 : 1.0);
        Units units = units(written.write().table());
        units.table += write;
        written.entries().forEach((index, entries) -> units.add(index, entries * write));
    }

    /** What was used of the only table; null where nobody wants to know. */
    @Nullable
    ConsumedCapacity ofOne() {
        List<ConsumedCapacity> all = ofAll();
        return all == null || all.isEmpty() ? null : all.getFirst();
    }

    /** What was used of each table; null where nobody wants to know. */
    @Nullable
    List<ConsumedCapacity> ofAll() {
        if (wanted == null || wanted == ReturnConsumedCapacity.NONE) {
            return null;
        }
        List<ConsumedCapacity> all = new ArrayList<>();
        tables.forEach((table, units) -> all.add(told(table, units)));
        return all;
    }

    private ConsumedCapacity told(String table, Units units) {
        var told = ConsumedCapacity.builder().tableName(table).capacityUnits(units.sum());
        if (transactional) {
            if (units.reads) {
                told.readCapacityUnits(units.sum());
            } else {
                told.writeCapacityUnits(units.sum());
            }
        }
        if (wanted == ReturnConsumedCapacity.INDEXES) {
            told.table(capacity -> capacity.capacityUnits(units.table));
            if (!units.global.isEmpty()) {
                told.globalSecondaryIndexes(ofIndexes(units.global));
            }
            if (!units.local.isEmpty()) {
                told.localSecondaryIndexes(ofIndexes(units.local));
            }
        }
        return told.build();
    }

    private static Map<String, software.amazon.awssdk.services.dynamodb.model.Capacity> ofIndexes(
            Map<String, Double> units) {
        Map<String, software.amazon.awssdk.services.dynamodb.model.Capacity> all = new LinkedHashMap<>();
        units.forEach((index, used) -> all.put(
                index,
                software.amazon.awssdk.services.dynamodb.model.Capacity.builder()
                        .capacityUnits(used)
                        .build()));
        return all;
    }
}
