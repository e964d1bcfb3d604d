package io.brume.conformance.roundtrip;

import io.brume.kernel.gateway.AccessLog;
import io.brume.kernel.gateway.Forwarder;
import io.brume.kernel.gateway.Gateway;
import io.brume.kernel.gateway.Metrics;
import io.brume.kernel.http.InProcessClient;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.model.OperationModel;
import io.brume.kernel.wire.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Sends random requests of every operation that streams nothing through the SDK's own synchronous clients into one gateway that
 * hosts all services together, and random responses back. Requests are validated on the way, but for the patterns of texts.
 *
 * @param operations how many there are
 * @param different what was lost, by service and operation
 */
record RoundTrip(int services, int operations, Map<String, String> different) {

    private static final long SEED = 20261101;

    /** The share of optional members that are set, round by round. */
    private static final List<Double> ROUNDS = List.of(1.0, 0.5, 0.15);

    /** What does not come back equal, and why that is right. */
    static final Map<String, String> EXPLAINED = Map.of(
            "Lex Models V2.DeleteResourcePolicy",
            "its model answers 204 with members, and 204 has no body",
            "Lex Models V2.DeleteResourcePolicyStatement",
            "its model answers 204 with members, and 204 has no body",
            "Lex Models V2.ListImports",
            "POST /imports/ is StartImport of Lex's first model too: AWS tells them apart by their hosts",
            "Lex Models V2.ListTagsForResource",
            "/tags/{arn} is Lex's first model's too: AWS tells them apart by their hosts",
            "Lex Models V2.TagResource",
            "/tags/{arn} is Lex's first model's too: AWS tells them apart by their hosts",
            "Lex Models V2.UntagResource",
            "/tags/{arn} is Lex's first model's too: AWS tells them apart by their hosts",
            "S3.HeadObject",
            "the SDK reads the one header Expires into two members, a moment and a text",
            "S3.ListDirectoryBuckets",
            "GET / is ListBuckets too: AWS tells them apart by their hosts");

    /** @param chosen which services, by their ids' client interfaces */
    static RoundTrip of(Predicate<String> chosen) throws Exception {
        List<ServiceUnderTest> services = new WithoutPatterns(RoundTrip.class.getClassLoader())
                .within(() -> clients(chosen).map(ServiceUnderTest::new).toList());
        Gateway gateway = new Gateway(
                services.stream().map(ServiceUnderTest::hosted).toList(),
                new SignatureVerifier(AccessKeys.none(), Clock.systemUTC()),
                new Forwarder(Map.of()),
                Limits.DEFAULT,
                new Metrics(),
                new AccessLog());
        int operations = 0;
        Map<String, String> different = new TreeMap<>();
        for (ServiceUnderTest service : services) {
            try (SdkAutoCloseable client = service.connect(new InProcessClient(gateway))) {
                for (OperationModel operation : service.hosted().model().operations()) {
                    if (operation.kind() == OperationModel.Kind.PLAIN) {
                        operations++;
                        String name = service.hosted().model().serviceId() + "." + operation.name();
                        String difference = difference(service, operation, client, SEED ^ name.hashCode());
                        if (difference != null) {
                            different.put(name, difference);
                        }
                    }
                }
            }
        }
        return new RoundTrip(services.size(), operations, different);
    }

    private static @Nullable String difference(
            ServiceUnderTest service, OperationModel operation, Object client, long seed) {
        for (double density : ROUNDS) {
            String difference = service.difference(operation, client, new Random(seed), density);
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    /** The synchronous client interfaces of the SDK modules on the class path, by their index files. */
    private static Stream<Class<?>> clients(Predicate<String> chosen) {
        URL folder = RoundTrip.class.getResource("/META-INF/brume/services");
        if (folder == null) {
            throw new AssertionError("no index files on the class path");
        }
        try (Stream<Path> files = Files.list(Path.of(URI.create(folder.toURI().toString())))) {
            List<String> names = files.map(file -> file.getFileName().toString().replaceFirst("\\.idx$", ""))
                    .filter(name -> !name.endsWith("AsyncClient"))
                    .filter(chosen)
                    .sorted()
                    .toList();
            return names.stream().map(RoundTrip::type);
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    double percentEqual() {
        return 100.0 * (operations - different.size()) / operations;
    }

    /** The differences that nothing explains. */
    Map<String, String> unexplained() {
        Map<String, String> unexplained = new TreeMap<>(different);
        unexplained.keySet().removeAll(EXPLAINED.keySet());
        return unexplained;
    }

    @Override
    public String toString() {
        return "round trip: %,d of %,d operations of %d services come back equal both ways (%.2f %%)"
                .formatted(operations - different.size(), operations, services, percentEqual());
    }
}
