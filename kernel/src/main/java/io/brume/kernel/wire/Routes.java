package io.brume.kernel.wire;

import io.brume.kernel.operation.Operation;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service's URI templates, the most specific first. */
public final class Routes {

    /** An operation, and what the variables of its path stand for. */
    public record Match(Operation operation, Map<String, String> labels) {}

    private record Route(
            String method,
            String[] segments,
            boolean trailingSlash,
            Map<String, String> parameters,
            Operation operation,
            int specificity) {

        boolean endsLike(String path) {
            return isGreedy(segments[segments.length - 1]) || trailingSlash == path.endsWith("/");
        }
    }

    private final List<Route> routes;

    public Routes(Collection<Operation> operations) {
        routes = operations.stream()
                .map(Routes::route)
                .sorted(Comparator.comparingInt(route -> -route.specificity))
                .toList();
    }

    private static Route route(Operation operation) {
        String uri = operation.model().uri();
        Map<String, String> parameters = constantParameters(uri);
        String path = uri.indexOf('?') < 0 ? uri : uri.substring(0, uri.indexOf('?'));
        String[] segments = segments(path);
        int specificity = parameters.size();
        for (String segment : segments) {
            specificity += isGreedy(segment) ? 0 : isVariable(segment) ? 10 : 100;
        }
        return new Route(
                operation.model().httpMethod(), segments, path.endsWith("/"), parameters, operation, specificity);
    }

    /** The parameters that a URI template demands; the value is empty where only the name counts. */
    public static Map<String, String> constantParameters(String uri) {
        int question = uri.indexOf('?');
        if (question < 0) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : uri.substring(question + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            parameters.put(
                    equals < 0 ? parameter : parameter.substring(0, equals),
                    equals < 0 ? "" : parameter.substring(equals + 1));
        }
        return parameters;
    }

    /** A path's segments; one trailing slash does not count. */
    private static String[] segments(String path) {
        String[] segments = path.substring(1).split("/", -1);
        int last = segments.length - 1;
        return last > 0 && segments[last].isEmpty() ? Arrays.copyOf(segments, last) : segments;
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    private static boolean isGreedy(String segment) {
        return segment.endsWith("+}");
    }

    /**
     * The operation that a request is for.
     *
     * @param exactly whether a trailing slash counts: it alone tells some paths of Lex's two models from each other
     */
    public @Nullable Match match(String method, String rawPath, Map<String, List<String>> query, boolean exactly) {
        String[] path = segments(rawPath);
        for (Route route : routes) {
            if (route.method.equals(method)
                    && (!exactly || route.endsLike(rawPath))
                    && hasParameters(query, route.parameters)) {
                Map<String, String> labels = labels(route.segments, path);
                if (labels != null) {
                    return new Match(route.operation, labels);
                }
            }
        }
        return null;
    }

    /** Whether a query has the parameters that a template demands. */
    public static boolean hasParameters(Map<String, List<String>> query, Map<String, String> demanded) {
        for (var parameter : demanded.entrySet()) {
            List<String> values = query.get(parameter.getKey());
            if (values == null || !parameter.getValue().isEmpty() && !values.contains(parameter.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Map<String, String> labels(String[] template, String[] path) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < template.length; i++) {
            if (i >= path.length) {
                return null;
            }
            String segment = template[i];
            if (isGreedy(segment)) {
                List<String> rest = Arrays.asList(path).subList(i, path.length);
                labels.put(
                        segment.substring(1, segment.length() - 2), IncomingRequest.decodePath(String.join("/", rest)));
                return labels;
            }
            if (isVariable(segment)) {
                if (path[i].isEmpty()) {
                    return null;
                }
                labels.put(segment.substring(1, segment.length() - 1), IncomingRequest.decodePath(path[i]));
            } else if (!segment.equals(path[i])) {
                return null;
            }
        }
        return template.length == path.length ? labels : null;
    }
}
