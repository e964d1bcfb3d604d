package io.brume.kernel.gateway;

import io.brume.kernel.identity.ErrorFamily;
import io.brume.kernel.model.ServiceModel;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.operation.Operation;
import io.brume.kernel.s3.Buckets;
import io.brume.kernel.wire.BodyProtocol;
import io.brume.kernel.wire.Exchange;
import io.brume.kernel.wire.Fault;
import io.brume.kernel.wire.IncomingRequest;
import io.brume.kernel.wire.Protocol;
import io.brume.kernel.wire.QueryProtocol;
import io.brume.kernel.wire.RestJsonProtocol;
import io.brume.kernel.wire.RestXmlProtocol;
import io.brume.kernel.wire.Routes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells a request's protocol from its head, and its operation among the hosted services'. */
final class Router {

    private static final Pattern QUEUE_PATH = Pattern.compile("/[0-9]{12}/[A-Za-z0-9_-]{1,80}(\\.fifo)?/?");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final List<HostedService> services;
    private final Map<String, HostedService> byTargetPrefix = new HashMap<>();
    private final Map<String, List<HostedService>> bySigningName = new HashMap<>();
    private final List<Site> sites;
    private final Map<HostedService, Routes> routes = new ConcurrentHashMap<>();
    private final Map<HostedService, S3Routes> s3Routes = new ConcurrentHashMap<>();

    Router(Collection<HostedService> services) {
        this.services = List.copyOf(services);
        sites = services.stream()
                .flatMap(service -> service.as(Site.class).stream())
                .toList();
        for (HostedService service : services) {
            if (service.model().targetPrefix() != null) {
                byTargetPrefix.put(service.model().targetPrefix(), service);
            }
            bySigningName
                    .computeIfAbsent(service.model().signingName(), _ -> new ArrayList<>())
                    .add(service);
        }
    }

    /** The protocol of a request, by the precedence that AWS's own services use; the head alone decides. */
    Protocol protocol(Exchange exchange, @Nullable String signingName) {
        String type = exchange.header("content-type");
        if (exchange.header("x-amz-target") != null) {
            if (type != null && type.startsWith("application/x-amz-cbor")) {
                return BodyProtocol.KINESIS_CBOR;
            }
            return type != null && type.startsWith("application/x-amz-json-1.0")
                    ? BodyProtocol.JSON_1_0
                    : BodyProtocol.JSON_1_1;
        }
        if ("rpc-v2-cbor".equals(exchange.header("smithy-protocol"))) {
            return BodyProtocol.RPC_V2_CBOR;
        }
        if (!"s3".equals(signingName) && isQuery(exchange, type, signingName)) {
            return QueryProtocol.QUERY;
        }
        return isS3(exchange, signingName) ? RestXmlProtocol.REST_XML : RestJsonProtocol.REST_JSON;
    }

    private static boolean isQuery(Exchange exchange, @Nullable String type, @Nullable String signingName) {
        if (!exchange.rawPath().equals("/") && !isQueueUrl(exchange, signingName)) {
            return false;
        }
        if (exchange.method().equals("POST")) {
            return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
        }
        String query = exchange.rawQuery();
        return query != null && (query.startsWith("Action=") || query.contains("&Action="));
    }

    /** SQS's older clients send a queue's requests to the queue's own URL. */
    private static boolean isQueueUrl(Exchange exchange, @Nullable String signingName) {
        return (signingName == null || signingName.equals("sqs"))
                && QUEUE_PATH.matcher(exchange.rawPath()).matches();
    }

    /** Whether a REST request is S3's: by its signature, or unsigned and no other service's by its host. */
    private boolean isS3(Exchange exchange, @Nullable String signingName) {
        if (signingName != null) {
            return signingName.equals("s3") || signingName.equals("s3express");
        }
        return bySigningName.containsKey("s3")
                || exchange.headers("x-amz-content-sha256").size() > 0;
    }

    static ErrorFamily family(Protocol protocol) {
        return switch (protocol) {
            case BodyProtocol _ -> ErrorFamily.JSON;
            case QueryProtocol _ -> ErrorFamily.QUERY;
            case RestJsonProtocol _ -> ErrorFamily.REST;
            case RestXmlProtocol _ -> ErrorFamily.S3;
        };
    }

    /**
     * The operation that a request is for.
     *
     * @throws Fault when there is none
     */
    Routes.Match match(IncomingRequest request, Protocol protocol, @Nullable String signingName) throws IOException {
        return switch (protocol) {
            case BodyProtocol.RPC_V2_CBOR -> rpc(request.exchange(), signingName);
            case BodyProtocol _ -> target(request.exchange(), signingName);
            case QueryProtocol _ -> action(request, signingName);
            case RestJsonProtocol _ -> rest(request, signingName);
            case RestXmlProtocol _ -> s3(request);
        };
    }

    private Routes.Match target(Exchange exchange, @Nullable String signingName) {
        String target = String.valueOf(exchange.header("x-amz-target"));
        int dot = target.lastIndexOf('.');
        return named(target.substring(0, Math.max(0, dot)), target.substring(dot + 1), target, signingName);
    }

    /** rpcv2Cbor's path: {@code /service/{prefix}/operation/{operation}}, whatever precedes it. */
    private Routes.Match rpc(Exchange exchange, @Nullable String signingName) {
        String[] path = exchange.rawPath().split("/", -1);
        int n = path.length;
        if (n < 5 || !path[n - 4].equals("service") || !path[n - 2].equals("operation")) {
            throw new Fault(Fault.Kind.NOT_FOUND, "The path is not /service/{service}/operation/{operation}");
        }
        return named(path[n - 3], path[n - 1], path[n - 3] + "." + path[n - 1], signingName);
    }

    private Routes.Match named(String prefix, String name, String target, @Nullable String signingName) {
        HostedService service = byTargetPrefix.get(prefix);
        if (service == null) {
            throw unknownService(signingName != null ? signingName : abbreviated(prefix));
        }
        Operation operation = service.operation(name);
        if (operation == null) {
            throw new Fault(
                    Fault.Kind.UNKNOWN_OPERATION,
                    "The operation " + abbreviated(target) + " is not one of "
                            + service.model().serviceId());
        }
        return new Routes.Match(operation, Map.of());
    }

    private Routes.Match action(IncomingRequest request, @Nullable String signingName) throws IOException {
        if (!request.exchange().method().equals("POST")) {
            request.formFromQuery();
        }
        if (QUEUE_PATH.matcher(request.exchange().rawPath()).matches()) {
            request.form().putIfAbsent("QueueUrl", request.exchange().rawPath());
        }
        String action = request.form().getOrDefault("Action", "");
        String version = request.form().get("Version");
        Operation unversioned = null;
        for (HostedService service : candidates(signingName)) {
            Operation operation = service.operation(action);
            if (operation != null) {
                if (version == null || version.equals(service.model().apiVersion())) {
                    return new Routes.Match(operation, Map.of());
                }
                unversioned = operation;
            }
        }
        if (unversioned != null && signingName != null) {
            return new Routes.Match(unversioned, Map.of());
        }
        throw new Fault(
                Fault.Kind.UNKNOWN_OPERATION,
                "Could not find operation " + abbreviated(action)
                        + (version == null ? "" : " for version " + abbreviated(version)));
    }

    /** Whether S3 is among the services, and what the edge may ask of it. */
    Optional<Buckets> buckets() {
        return bySigningName.getOrDefault("s3", List.of()).stream()
                .flatMap(service -> service.as(Buckets.class).stream())
                .findFirst();
    }

    /** The service that answers a request which is no call of AWS's API; null when it is one. */
    @Nullable
    Site site(Exchange exchange) {
        for (Site site : sites) {
            if (site.serves(exchange)) {
                return site;
            }
        }
        return null;
    }

    private Routes.Match s3(IncomingRequest request) {
        Routes.Match match = rest(request, candidates("s3"), true);
        if (match == null) {
            throw new Fault(
                    Fault.Kind.METHOD_NOT_ALLOWED, "The specified method is not allowed against this resource.");
        }
        return match;
    }

    private Routes.Match rest(IncomingRequest request, @Nullable String signingName) {
        List<HostedService> candidates = candidates(signingName);
        Routes.Match match = rest(request, candidates, true);
        if (match == null) {
            match = rest(request, candidates, false);
        }
        if (match != null) {
            return match;
        }
        throw new Fault(
                Fault.Kind.NOT_FOUND,
                "No operation answers " + request.exchange().method() + " "
                        + abbreviated(request.exchange().rawPath())
                        + (signingName == null ? ", and the request is not signed for a service" : ""));
    }

    private Routes.@Nullable Match rest(IncomingRequest request, List<HostedService> candidates, boolean exactly) {
        for (HostedService service : candidates) {
            Routes.Match match = service.model().protocol() == ServiceModel.Protocol.REST_XML
                    ? s3Routes.computeIfAbsent(service, S3Routes::new).match(request)
                    : routes.computeIfAbsent(service, s -> new Routes(s.operations()))
                            .match(
                                    request.exchange().method(),
                                    request.exchange().rawPath(),
                                    request.query(),
                                    exactly);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /** The services that a request may be for. */
    private List<HostedService> candidates(@Nullable String signingName) {
        if (signingName == null) {
            return services;
        }
        List<HostedService> signed = bySigningName.get(signingName.equals("s3express") ? "s3" : signingName);
        if (signed == null) {
            throw unknownService(signingName);
        }
        return signed;
    }

    private Fault unknownService(String name) {
        return new Fault(
                Fault.Kind.NOT_IMPLEMENTED,
                "Brume does not run the service '" + name + "'. It runs " + new TreeSet<>(bySigningName.keySet())
                        + "; forward." + name + "=URL in its configuration sends '" + name
                        + "' to another endpoint.");
    }

    private static String abbreviated(String text) {
        return text.length() > 128 ? text.substring(0, 128) + "…" : text;
    }
}
