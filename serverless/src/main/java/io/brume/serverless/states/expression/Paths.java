package io.brume.serverless.states.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSONPath as definitions write it: {@code $} is the input, {@code $$} the context object and {@code $name} a variable.
 */
public final class Paths {

    private static final int REMEMBERED = 2_000;
    private static final Pattern LAST_INDEX = Pattern.compile("(.*)\\[(\\d{1,9})]");
    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider(Json.MAPPER))
            .mappingProvider(new JacksonMappingProvider(Json.MAPPER))
            .build();

    private static final Map<String, JsonPath> COMPILED = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonPath> eldest) {
            return size() > REMEMBERED;
        }
    };

    private Paths() {}

    /** Whether a text is a path at all. */
    public static boolean isPath(String text) {
        if (!text.startsWith("$")) {
            return false;
        }
        try {
            JsonPath unused = compiled(rooted(text));
            return true;
        } catch (JsonPathException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * What a path selects; empty when there is no such place.
     *
     * @throws StateFailure when it is no path
     */
    public static Optional<JsonNode> find(String path, Environment environment) {
        if (path.equals("$")) {
            return Optional.of(environment.input());
        }
        Optional<JsonNode> root = root(path, environment);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        String rooted = rooted(path);
        return rooted.equals("$") ? root : find(rooted, root.get());
    }

    private static Optional<JsonNode> find(String path, JsonNode root) {
        try {
            JsonPath compiled = compiled(path);
            Object found = compiled.read(root, CONFIGURATION);
            JsonNode node = found instanceof JsonNode json ? json : Json.ofPlain(found);
            return node.isNull() && isBeyond(path, root) ? Optional.empty() : Optional.of(node);
        } catch (PathNotFoundException e) {
            return Optional.empty();
        } catch (InvalidPathException | IllegalArgumentException e) {
            throw StateFailure.runtime("Invalid path '" + path + "' : " + e.getMessage());
        } catch (JsonPathException | UnsupportedOperationException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** Whether a path ends with an index that its array does not have: the library takes that for null. */
    private static boolean isBeyond(String path, JsonNode root) {
        Matcher last = LAST_INDEX.matcher(path);
        if (!last.matches()) {
            return false;
        }
        Object array =
                last.group(1).equals("$") ? root : compiled(last.group(1)).read(root, CONFIGURATION);
        return array instanceof JsonNode items && items.isArray() && Integer.parseInt(last.group(2)) >= items.size();
    }

    /** The value that the path begins at; empty for a variable that is not assigned. */
    private static Optional<JsonNode> root(String path, Environment environment) {
        if (path.startsWith("$$")) {
            return Optional.of(environment.context());
        }
        int end = nameEnd(path);
        return end == 1
                ? Optional.of(environment.input())
                : Optional.ofNullable(environment.variables().get(path.substring(1, end)));
    }

    /** The same path from the root of what it begins at. */
    private static String rooted(String path) {
        return path.startsWith("$$") ? path.substring(1) : "$" + path.substring(nameEnd(path));
    }

    /** Where the name of a variable ends; 1 where there is none. */
    private static int nameEnd(String path) {
        int end = 1;
        while (end < path.length()
                && (Character.isUnicodeIdentifierPart(path.charAt(end))
                        && (end > 1
                                || Character.isUnicodeIdentifierStart(path.charAt(end))
                                || path.charAt(end) == '_'))) {
            end++;
        }
        return end;
    }

    private static JsonPath compiled(String path) {
        synchronized (COMPILED) {
            JsonPath known = COMPILED.get(path);
            if (known != null) {
                return known;
            }
        }
        JsonPath fresh = JsonPath.compile(path);
        synchronized (COMPILED) {
            COMPILED.put(path, fresh);
        }
        return fresh;
    }
}
