package io.brume.kernel.resource;

import io.brume.kernel.database.Database;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tags of resources, by ARN. Thread-safe. */
public final class Tags {

    private final Database database;

    public Tags(Database database) {
        this.database = database;
    }

    /** The tags of a resource by key, in the order of their keys; empty when it has none. */
    public SortedMap<String, String> of(String arn) {
        return database.read(transaction -> {
            SortedMap<String, String> tags = new TreeMap<>();
            transaction.each(
                    "SELECT tag_key, tag_value FROM tag WHERE arn = ?",
                    row -> tags.put(row.text("tag_key"), row.text("tag_value")),
                    arn);
            return tags;
        });
    }

    /**
     * Adds tags, in place of those with the same keys.
     *
     * @param most how many a resource may have in all
     * @return whether they were added; nothing is when they would be too many
     */
    public boolean add(String arn, Map<String, String> tags, int most) {
        return database.write(transaction -> {
            SortedMap<String, String> all = of(arn);
            all.putAll(tags);
            if (all.size() > most) {
                return false;
            }
            for (var tag : tags.entrySet()) {
                transaction.update(
                        "INSERT INTO tag (arn, tag_key, tag_value) VALUES (?, ?, ?)"
                                + " ON CONFLICT (arn, tag_key) DO UPDATE SET tag_value = excluded.tag_value",
                        arn,
                        tag.getKey(),
                        tag.getValue());
            }
            return true;
        });
    }

    /** Puts tags in the place of all that there were. */
    public void replace(String arn, Map<String, String> tags) {
        database.change(_ -> {
            removeAll(arn);
            boolean unused = add(arn, tags, Integer.MAX_VALUE);
        });
    }

    public void remove(String arn, Collection<String> keys) {
        database.change(transaction -> {
            for (String key : keys) {
                transaction.update("DELETE FROM tag WHERE arn = ? AND tag_key = ?", arn, key);
            }
        });
    }

    /** To be called when the resource is deleted. */
    public void removeAll(String arn) {
        database.change(transaction -> transaction.update("DELETE FROM tag WHERE arn = ?", arn));
    }
}
