package io.brume.kernel.resource;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.operation.Structure;
import io.brume.kernel.resource.Listing.Key;
import io.brume.kernel.resource.Listing.Order;
import io.brume.kernel.shape.Shapes;
import io.brume.kernel.wire.Fault;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;

/**
 * A collection of one kind of resource, each kept as the shape that its Describe operation answers, under a name that is unique
 * in its scope. Thread-safe; every change is durable when its method returns, and part of the transaction that it is made in.
 *
 * <p>When a resource was created and changed and what its status is comes from the shape's own members ({@code CreationTime},
 * {@code LastModifiedTime}, {@code …Status} and their like), so that listings can filter and sort by them.
 *
 * @param <T> the shape
 */
public final class Resources<T extends SdkPojo> {

    private static final List<String> CREATED = List.of(
            "creationtime",
            "createdat",
            "createdate",
            "creationdate",
            "createdtime",
            "createdon",
            "submittime",
            "submittedtime",
            "createdtimestamp",
            "startdate",
            "startedon");
    private static final List<String> MODIFIED = List.of(
            "lastmodifiedtime",
            "updatedat",
            "lastmodifieddate",
            "lastmodifiedon",
            "lastupdatedtime",
            "lastmodified",
            "updatedate");

    private static final String OF_NAME = " WHERE kind = ? AND account = ? AND region = ? AND name = ?";

    private final Database database;
    private final String kind;
    private final Class<T> type;
    private final Order order;
    private final Supplier<? extends RuntimeException> badToken;

    private Resources(
            Database database, String kind, Class<T> type, Order order, Supplier<? extends RuntimeException> badToken) {
        this.database = database;
        this.kind = kind;
        this.type = type;
        this.order = order;
        this.badToken = badToken;
    }

    /** @param kind the service and the kind of resource, such as {@code sagemaker/endpoint}; never to be changed */
    public static <T extends SdkPojo> Resources<T> of(Database database, String kind, Class<T> type) {
        return new Resources<>(
                database,
                kind,
                type,
                new Order(Key.NAME, true),
                () -> new Fault(Fault.Kind.VALIDATION, "Invalid NextToken"));
    }

    /** The same, listed newest first unless a request says otherwise. */
    public Resources<T> newestFirst() {
        return new Resources<>(database, kind, type, new Order(Key.CREATED, false), badToken);
    }

    /** The same, with what is thrown for a page token that no listing of these gave out. */
    public Resources<T> badToken(Supplier<? extends RuntimeException> exception) {
        return new Resources<>(database, kind, type, order, exception);
    }

    /** @throws RuntimeException the given one, when there is a resource of that name */
    public void create(Scope scope, String name, T resource, Supplier<? extends RuntimeException> exists) {
        if (!add(scope, name, resource)) {
            throw exists.get();
        }
    }

    /** Whether it was added: it is not when there is one of that name already. */
    public boolean add(Scope scope, String name, T resource) {
        Instant now = Instant.now();
        Instant created = moment(resource, CREATED, now);
        return database.write(transaction -> transaction.update(
                        "INSERT INTO resource (kind, account, region, name, created, modified, status, version, document)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO NOTHING",
                        kind,
                        scope.account(),
                        scope.region(),
                        name,
                        created,
                        moment(resource, MODIFIED, created),
                        status(resource),
                        Shapes.json(resource)))
                == 1;
    }

    /** Adds a resource, or puts it in the place of the one of that name. */
    public void put(Scope scope, String name, T resource) {
        database.change(_ -> {
            boolean there = false;
            while (!there) { // another may delete it in between
                there = add(scope, name, resource)
                        || update(scope, name, _ -> resource).isPresent();
            }
        });
    }

    public Optional<T> find(Scope scope, String name) {
        return versioned(scope, name).map(found -> found.resource);
    }

    /** @throws RuntimeException the given one, when there is none of that name */
    public T get(Scope scope, String name, Supplier<? extends RuntimeException> missing) {
        return find(scope, name).orElseThrow(missing);
    }

    private record Versioned<T>(T resource, long version) {}

    private Optional<Versioned<T>> versioned(Scope scope, String name) {
        return database.read(transaction -> transaction.first(
                "SELECT document, version FROM resource" + OF_NAME,
                row -> new Versioned<>(Shapes.parse(row.text("document"), type), row.number("version")),
                kind,
                scope.account(),
                scope.region(),
                name));
    }

    /**
     * Changes a resource; the change is tried again on the newer state when another one came between.
     *
     * @param change makes the new state of the old, without other effects; what it throws leaves everything as it is
     * @return the new state; empty when there is none of that name
     */
    public Optional<T> update(Scope scope, String name, UnaryOperator<T> change) {
        while (true) {
            Optional<Versioned<T>> before = versioned(scope, name);
            if (before.isEmpty()) {
                return Optional.empty();
            }
            T after = change.apply(before.get().resource);
            long version = before.get().version;
            int changed = database.write(transaction -> transaction.update(
                    "UPDATE resource SET document = ?, modified = ?, status = ?, version = version + 1" + OF_NAME
                            + " AND version = ?",
                    Shapes.json(after),
                    moment(after, MODIFIED, Instant.now()),
                    status(after),
                    kind,
                    scope.account(),
                    scope.region(),
                    name,
                    version));
            if (changed == 1) {
                return Optional.of(after);
            }
        }
    }

    /** {@link #update(Scope, String, UnaryOperator)}, with what is thrown when there is none of that name. */
    public T update(Scope scope, String name, UnaryOperator<T> change, Supplier<? extends RuntimeException> missing) {
        return update(scope, name, change).orElseThrow(missing);
    }

    /** Whether there was one to delete. */
    public boolean delete(Scope scope, String name) {
        return database.write(transaction -> transaction.update(
                        "DELETE FROM resource" + OF_NAME, kind, scope.account(), scope.region(), name))
                == 1;
    }

    public long count(Scope scope) {
        return database.read(transaction -> transaction.number(
                "SELECT count(*) FROM resource WHERE kind = ? AND account = ? AND region = ?",
                kind,
                scope.account(),
                scope.region()));
    }

    /** All of a scope, by name. For what is few by its nature. */
    public List<T> all(Scope scope) {
        return database.read(transaction -> transaction.query(
                "SELECT document FROM resource WHERE kind = ? AND account = ? AND region = ? ORDER BY name",
                row -> Shapes.parse(row.text("document"), type),
                kind,
                scope.account(),
                scope.region()));
    }

    /** A resource with whose it is and how it is called. */
    public record Named<T>(Scope scope, String name, T resource) {}

    /** All of every account and region: for what a server does when it starts. */
    public List<Named<T>> everywhere() {
        return database.read(transaction -> transaction.query(
                "SELECT account, region, name, document FROM resource WHERE kind = ?",
                row -> new Named<>(
                        new Scope(row.text("account"), row.text("region")),
                        row.text("name"),
                        Shapes.parse(row.text("document"), type)),
                kind));
    }

    /** {@link #page(Scope, SdkPojo, SdkPojo, Function, Predicate)} of all. */
    public <B extends SdkPojo> B page(
            Scope scope, SdkPojo request, B response, Function<T, ? extends @Nullable Object> summary) {
        return page(scope, request, response, summary, _ -> true);
    }

    /**
     * Answers a List operation: the page that the request's members ask for (name, time and status filters, SortBy and
     * SortOrder, MaxResults, NextToken, whatever they are called there) goes into the response's only list, and the token of the
     * next one beside it, if there is one.
     *
     * @param response the response's builder
     * @param summary what the list holds of a resource
     * @param also a filter that only this operation has
     * @return the response's builder
     */
    public <B extends SdkPojo> B page(
            Scope scope,
            SdkPojo request,
            B response,
            Function<T, ? extends @Nullable Object> summary,
            Predicate<T> also) {
        Listing listing = Listing.of(request, order);
        Page<T> page = database.read(transaction -> new Pages(transaction, scope, listing, also).next());
        for (SdkField<?> field : Structure.of(response).all()) {
            if (field.marshallingType() == MarshallingType.LIST) {
                field.set(response, page.items.stream().map(summary).toList());
            } else if (isNextToken(field.memberName())) {
                field.set(response, page.next);
            } else if (field.memberName().equals("IsTruncated")) {
                field.set(response, page.next != null);
            }
        }
        return response;
    }

    private static boolean isNextToken(String member) {
        return switch (member.toLowerCase(Locale.ROOT)) {
            case "nexttoken", "nextmarker", "marker", "paginationtoken" -> true;
            default -> false;
        };
    }

    private record Page<T>(List<T> items, @Nullable String next) {}

    private record Item<T>(T resource, String name, String key) {}

    /** One listing on its way through the table, a page's worth of rows at a time. */
    private final class Pages {

        private final Transaction transaction;
        private final Listing listing;
        private final Predicate<T> also;
        private final String filters;
        private final List<Object> arguments = new ArrayList<>();

        Pages(Transaction transaction, Scope scope, Listing listing, Predicate<T> also) {
            this.transaction = transaction;
            this.listing = listing;
            this.also = also;
            List<String> conditions = new ArrayList<>();
            add(conditions, "kind = ?", kind);
            add(conditions, "account = ?", scope.account());
            add(conditions, "region = ?", scope.region());
            String contains = listing.nameContains();
            add(conditions, "lower(name) LIKE ? ESCAPE '!'", contains == null ? null : "%" + literal(contains) + "%");
            String prefix = listing.namePrefix();
            add(conditions, "substr(name, 1, " + (prefix == null ? 0 : prefix.length()) + ") = ?", prefix);
            add(conditions, "created > ?", listing.createdAfter());
            add(conditions, "created < ?", listing.createdBefore());
            add(conditions, "modified > ?", listing.modifiedAfter());
            add(conditions, "modified < ?", listing.modifiedBefore());
            add(conditions, "status = ?", listing.status());
            filters = String.join(" AND ", conditions);
        }

        private void add(List<String> conditions, String condition, @Nullable Object argument) {
            if (argument != null) {
                conditions.add(condition);
                arguments.add(argument);
            }
        }

        private static String literal(String text) {
            return text.toLowerCase(Locale.ROOT)
                    .chars()
                    .mapToObj(c -> (c == '%' || c == '_' || c == '!' ? "!" : "") + (char) c)
                    .collect(Collectors.joining());
        }

        Page<T> next() throws SQLException {
            List<T> found = new ArrayList<>();
            List<String> from = listing.token() == null ? null : place(listing.token());
            Item<T> last = null;
            while (true) {
                List<Item<T>> batch = batch(from);
                for (Item<T> item : batch) {
                    if (isEqual(item.resource) && also.test(item.resource)) {
                        if (found.size() == listing.most() && last != null) {
                            return new Page<>(found, PageToken.of(what(), List.of(last.key, last.name)));
                        }
                        found.add(item.resource);
                    }
                    last = item;
                }
                if (batch.size() <= listing.most() || last == null) {
                    return new Page<>(found, null);
                }
                from = List.of(last.key, last.name);
            }
        }

        private boolean isEqual(T resource) {
            if (listing.equal().isEmpty()) {
                return true;
            }
            for (SdkField<?> field : Structure.of(resource).all()) {
                String wanted = listing.equal().get(field.memberName().toLowerCase(Locale.ROOT));
                Object value = wanted == null ? null : Structure.value(field, resource);
                if (wanted != null && (value == null || value instanceof String) && !wanted.equals(value)) {
                    return false;
                }
            }
            return true;
        }

        /** The order is part of what a token is for: in another one it names another place. */
        private String what() {
            return kind + listing.order();
        }

        private List<String> place(String token) {
            return PageToken.read(what(), token)
                    .filter(values -> values.size() == 2 && (!isTime() || isNumber(values.getFirst())))
                    .orElseThrow(badToken);
        }

        private boolean isTime() {
            Key key = listing.order().key();
            return key == Key.CREATED || key == Key.MODIFIED;
        }

        private static boolean isNumber(String text) {
            try {
                return Long.toString(Long.parseLong(text)).equals(text);
            } catch (NumberFormatException e) {
                return false;
            }
        }

        private List<Item<T>> batch(@Nullable List<String> from) throws SQLException {
            Key key = listing.order().key();
            String direction = listing.order().ascending() ? "ASC" : "DESC";
            String beyond = listing.order().ascending() ? ">" : "<";
            String column = key == Key.STATUS ? "coalesce(status, '')" : key.column;
            List<Object> all = new ArrayList<>(arguments);
            String where = filters;
            if (from != null) {
                where += " AND (" + column + ", name) " + beyond + " (?, ?)";
                all.add(isTime() ? (Object) Long.valueOf(from.getFirst()) : from.getFirst());
                all.add(from.getLast());
            }
            all.add(listing.most() + 1);
            return transaction.query(
                    "SELECT name, document, " + column + " AS sort_key FROM resource WHERE " + where + " ORDER BY "
                            + column + " " + direction + ", name " + direction + " LIMIT ?",
                    row -> new Item<>(Shapes.parse(row.text("document"), type), row.text("name"), row.text("sort_key")),
                    all.toArray());
        }
    }

    private static Instant moment(SdkPojo resource, List<String> names, Instant otherwise) {
        Instant found = null;
        int best = names.size();
        for (SdkField<?> field : Structure.of(resource).all()) {
            int rank = names.indexOf(field.memberName().toLowerCase(Locale.ROOT));
            if (rank >= 0 && rank < best && Structure.value(field, resource) instanceof Instant moment) {
                found = moment;
                best = rank;
            }
        }
        return found == null ? otherwise : found;
    }

    /** The first member that is called a status or a state, but for secondary ones. */
    private static @Nullable String status(SdkPojo resource) {
        for (SdkField<?> field : Structure.of(resource).all()) {
            String name = field.memberName();
            boolean says = name.endsWith("Status") || name.equals("status") || name.endsWith("State");
            if (says && !name.startsWith("Secondary") && Structure.value(field, resource) instanceof String status) {
                return status;
            }
        }
        return null;
    }
}
