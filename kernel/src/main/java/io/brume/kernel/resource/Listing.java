package io.brume.kernel.resource;

import io.brume.kernel.operation.Structure;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What a List request asks for, read from the members that AWS's List operations share, whatever their exact names: directly in
 * the request, or in its {@code Filter}.
 */
record Listing(
        @Nullable String nameContains,
        @Nullable String namePrefix,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        @Nullable Instant modifiedAfter,
        @Nullable Instant modifiedBefore,
        @Nullable String status,
        Order order,
        int most,
        @Nullable String token) {

    private static final int DEFAULT_PAGE = 100;

    /** What a listing is sorted by. */
    enum Key {
        NAME("name"),
        CREATED("created"),
        MODIFIED("modified"),
        STATUS("status");

        final String column;

        Key(String column) {
            this.column = column;
        }
    }

    record Order(Key key, boolean ascending) {}

    /**
     * @param otherwise the order when the request names none; a key that it names alone goes in the given direction
     */
    static Listing of(SdkPojo request, Order otherwise) {
        Map<String, Object> members = new HashMap<>();
        collect(request, members);
        return new Listing(
                text(members, "namecontains"),
                text(members, "nameprefix"),
                moment(members, "creationtimeafter", "createdafter", "submittimeafter"),
                moment(members, "creationtimebefore", "createdbefore", "submittimebefore"),
                moment(members, "lastmodifiedtimeafter", "lastmodifiedafter"),
                moment(members, "lastmodifiedtimebefore", "lastmodifiedbefore"),
                text(members, "statusequals", "status", "jobstatus"),
                order(members, otherwise),
                most(members),
                text(members, "nexttoken", "marker", "paginationtoken"));
    }

    private static void collect(SdkPojo request, Map<String, Object> members) {
        for (SdkField<?> field : Structure.of(request).all()) {
            Object value = Structure.value(field, request);
            if (value instanceof SdkPojo filter && field.memberName().endsWith("Filter")) {
                collect(filter, members);
            } else if (value != null) {
                members.put(field.memberName().toLowerCase(Locale.ROOT), value);
            }
        }
    }

    private static @Nullable String text(Map<String, Object> members, String... names) {
        for (String name : names) {
            if (members.get(name) instanceof String text && !text.isEmpty()) {
                return text;
            }
        }
        // StackNamePrefix, FunctionNamePrefix and the like
        return names[0].equals("nameprefix")
                ? members.entrySet().stream()
                        .filter(member -> member.getKey().endsWith("nameprefix"))
                        .map(Map.Entry::getValue)
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static @Nullable Instant moment(Map<String, Object> members, String... names) {
        for (String name : names) {
            if (members.get(name) instanceof Instant moment) {
                return moment;
            }
        }
        return null;
    }

    private static int most(Map<String, Object> members) {
        for (String name : new String[] {"maxresults", "maxitems", "limit", "pagesize", "maxrecords"}) {
            if (members.get(name) instanceof Number number) {
                return Math.clamp(number.intValue(), 1, 1000);
            }
        }
        return DEFAULT_PAGE;
    }

    private static Order order(Map<String, Object> members, Order otherwise) {
        String by = String.valueOf(members.get("sortby")).toLowerCase(Locale.ROOT);
        Key key = by.endsWith("name")
                ? Key.NAME
                : by.endsWith("status")
                        ? Key.STATUS
                        : by.startsWith("lastmodified")
                                ? Key.MODIFIED
                                : by.startsWith("creat") ? Key.CREATED : otherwise.key;
        boolean ascending = members.get("sortorder") instanceof String order
                ? order.toLowerCase(Locale.ROOT).startsWith("asc")
                : otherwise.ascending;
        return new Order(key, ascending);
    }
}
