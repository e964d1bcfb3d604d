package io.brume.kernel.resource;

import io.brume.kernel.operation.Structure;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What a List request asks for, read from the members that AWS's List operations share, whatever their exact names: directly in
 * the request, or in its {@code Filter}.
 *
 * @param equal values that the resource's own members must have where it has them, by the members' names in lower case: what a
 *     {@code Filter} holds besides, and members such as {@code HubStatusEquals}
 */
record Listing(
        @Nullable String nameContains,
        @Nullable String namePrefix,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        @Nullable Instant modifiedAfter,
        @Nullable Instant modifiedBefore,
        @Nullable String status,
        Map<String, String> equal,
        Order order,
        int most,
        @Nullable String token) {

    private static final int DEFAULT_PAGE = 100;
    private static final Set<String> STATUS =
            Set.of("statusequals", "status", "jobstatus", "statusfilter", "stateequals");

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
        Map<String, String> equal = new HashMap<>();
        collect(request, members, equal, false);
        return new Listing(
                text(members, "namecontains", "jobnamecontains"),
                text(members, "nameprefix"),
                moment(
                        members,
                        "creationtimeafter",
                        "createdafter",
                        "createdatafter",
                        "submittimeafter",
                        "submittedaftertime"),
                moment(
                        members,
                        "creationtimebefore",
                        "createdbefore",
                        "createdatbefore",
                        "submittimebefore",
                        "submittedbeforetime"),
                moment(members, "lastmodifiedtimeafter", "lastmodifiedafter", "modifiedtimeafter"),
                moment(members, "lastmodifiedtimebefore", "lastmodifiedbefore", "modifiedtimebefore"),
                text(members, STATUS.toArray(String[]::new)),
                equal,
                order(members, otherwise),
                most(members),
                text(members, "nexttoken", "marker", "paginationtoken"));
    }

    private static void collect(
            SdkPojo request, Map<String, Object> members, Map<String, String> equal, boolean inFilter) {
        for (SdkField<?> field : Structure.of(request).all()) {
            Object value = Structure.value(field, request);
            String name = field.memberName().toLowerCase(Locale.ROOT);
            boolean filter = name.endsWith("filter");
            if (value instanceof SdkPojo inner && (filter || name.equals("sort"))) {
                collect(inner, members, equal, filter);
            } else if (value != null) {
                members.put(name, value);
                boolean compared = inFilter || name.endsWith("equals") || name.endsWith("status");
                if (compared && value instanceof String text && !STATUS.contains(name)) {
                    equal.put(name.endsWith("equals") ? name.substring(0, name.length() - 6) : name, text);
                }
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
        String by = first(members, "sortby", "column").replace("_", "");
        Key key = by.endsWith("name")
                ? Key.NAME
                : by.endsWith("status")
                        ? Key.STATUS
                        : by.startsWith("lastmodified") || by.startsWith("modified")
                                ? Key.MODIFIED
                                : by.startsWith("creat") ? Key.CREATED : otherwise.key;
        String direction = first(members, "sortorder", "sortdirection");
        return new Order(key, direction.isEmpty() ? otherwise.ascending : direction.startsWith("asc"));
    }

    private static String first(Map<String, Object> members, String... names) {
        String text = text(members, names);
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
