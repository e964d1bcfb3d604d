package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsResponse;

/** The URLs that functions are called by over plain HTTP: {@code http://<id>.lambda-url.<region>.localhost:4566/}. */
final class Urls {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 32;

    /** Where the owner of an id is found, whatever the caller's scope. */
    private static final Scope IDS = new Scope("000000000000", Scope.GLOBAL);

    private final Database database;
    private final Resources<FunctionUrlConfig> urls;
    private final Resources<FunctionUrlConfig> byId;
    private final Supplier<URI> endpoint;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Urls(Database database, Supplier<URI> endpoint, Clock clock) {
        this.database = database;
        this.endpoint = endpoint;
        this.clock = clock;
        urls = Resources.of(database, "lambda/url", FunctionUrlConfig.class);
        byId = Resources.of(database, "lambda/url-id", FunctionUrlConfig.class);
    }

    private static String name(FunctionRef ref) {
        return ref.name() + ":" + ref.qualifierOrLatest();
    }

    FunctionUrlConfig create(FunctionRef ref, SdkPojo request) {
        if (ref.isVersion() || FunctionRef.LATEST.equals(ref.qualifier())) {
            throw LambdaErrors.invalid("A function URL belongs to a function or to an alias, not to a version.");
        }
        var id = new StringBuilder();
        random.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> id.append(ALPHABET.charAt(i)));
        String now = Configurations.time(clock.instant());
        FunctionUrlConfig made = Shapes.copy(
                        request, FunctionUrlConfig.builder().invokeMode(InvokeMode.BUFFERED))
                .functionArn(ref.arn())
                .functionUrl(address(id.toString(), ref.scope().region()))
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        database.change(_ -> {
            urls.create(
                    ref.scope(),
                    name(ref),
                    made,
                    () -> LambdaErrors.conflict("Failed to create function url config for [functionArn = " + ref.arn()
                            + "]. Error message:  FunctionUrlConfig exists for this Lambda function"));
            byId.put(IDS, id.toString(), made);
        });
        return made;
    }

    private String address(String id, String region) {
        int port = endpoint.get().getPort();
        return "http://" + id + ".lambda-url." + region + ".localhost" + (port < 0 ? "" : ":" + port) + "/";
    }

    private static String id(FunctionUrlConfig url) {
        String host = String.valueOf(URI.create(url.functionUrl()).getHost());
        return host.substring(0, host.indexOf('.'));
    }

    /** On the port that the server has now. */
    private FunctionUrlConfig shown(FunctionUrlConfig url, FunctionRef ref) {
        return url.toBuilder()
                .functionUrl(address(id(url), ref.scope().region()))
                .build();
    }

    FunctionUrlConfig get(FunctionRef ref) {
        return shown(urls.get(ref.scope(), name(ref), () -> missing()), ref);
    }

    private static RuntimeException missing() {
        return LambdaErrors.missing("The resource you requested does not exist.");
    }

    FunctionUrlConfig update(FunctionRef ref, SdkPojo request) {
        return database.write(_ -> {
            FunctionUrlConfig after = urls.update(
                    ref.scope(),
                    name(ref),
                    now -> Shapes.copy(request, now.toBuilder())
                            .functionArn(now.functionArn())
                            .lastModifiedTime(Configurations.time(clock.instant()))
                            .build(),
                    () -> missing());
            byId.put(IDS, id(after), after);
            return shown(after, ref);
        });
    }

    void delete(FunctionRef ref) {
        database.change(_ -> {
            FunctionUrlConfig url = urls.get(ref.scope(), name(ref), () -> missing());
            urls.delete(ref.scope(), name(ref));
            byId.delete(IDS, id(url));
        });
    }

    void deleteAll(FunctionRef ref) {
        for (FunctionUrlConfig url : urls.all(ref.scope())) {
            FunctionRef of = FunctionRef.of(ref.scope(), url.functionArn(), null);
            if (of.name().equals(ref.name())) {
                delete(of);
            }
        }
    }

    ListFunctionUrlConfigsResponse list(ListFunctionUrlConfigsRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), null);
        return urls.page(
                        ref.scope(),
                        request,
                        ListFunctionUrlConfigsResponse.builder(),
                        url -> shown(url, ref),
                        url -> FunctionRef.of(ref.scope(), url.functionArn(), null)
                                .name()
                                .equals(ref.name()))
                .build();
    }

    /** The URL of an id. */
    Optional<FunctionUrlConfig> byId(String id) {
        return byId.find(IDS, id);
    }
}
