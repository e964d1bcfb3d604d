package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.LayerVersionContentInput;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.LayersListItem;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsRequest;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsResponse;
import software.amazon.awssdk.services.lambda.model.ListLayersRequest;
import software.amazon.awssdk.services.lambda.model.ListLayersResponse;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;

/** Packages that functions share. */
final class Layers {

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:lambda:([a-z0-9-]+):(\\d{12}):layer:([A-Za-z0-9_-]+)(?::(\\d{1,10}))?");

    private final Database database;
    private final Packages packages;
    private final Resources<GetLayerVersionResponse> versions;
    private final Clock clock;

    Layers(Database database, Packages packages, Clock clock) {
        this.database = database;
        this.packages = packages;
        this.clock = clock;
        versions = Resources.of(database, "lambda/layer-version", GetLayerVersionResponse.class);
    }

    private static String name(String layer, long version) {
        return String.format(Locale.ROOT, "%s:%010d", layer, version);
    }

    /** The name of a layer that a request gives by name or by ARN. */
    private static String layer(String named) {
        Matcher arn = ARN.matcher(named);
        return arn.matches() ? arn.group(3) : named;
    }

    GetLayerVersionResponse publish(PublishLayerVersionRequest request) {
        Scope scope = Scope.current();
        String layer = layer(request.layerName());
        LayerVersionContentInput content = request.content();
        Packages.Taken taken = packages.take(
                scope, content.zipFile(), content.s3Bucket(), content.s3Key(), content.s3ObjectVersion(), true);
        return database.write(transaction -> {
            long version = next(transaction, scope, layer);
            String arn = scope.arn("lambda", "layer:" + layer);
            GetLayerVersionResponse made = Shapes.copy(
                            request.toBuilder()
                                    .content((LayerVersionContentInput) null)
                                    .build(),
                            GetLayerVersionResponse.builder())
                    .layerArn(arn)
                    .layerVersionArn(arn + ":" + version)
                    .version(version)
                    .createdDate(Configurations.time(clock.instant()))
                    .content(output -> output.codeSha256(taken.sha256()).codeSize(taken.size()))
                    .build();
            versions.put(scope, name(layer, version), made);
            packages.use(transaction, made.layerVersionArn(), taken);
            return made;
        });
    }

    private static long next(Transaction transaction, Scope scope, String layer) throws java.sql.SQLException {
        return transaction
                .query(
                        "INSERT INTO lambda_state (account, region, name, last_version) VALUES (?, ?, ?, 1)"
                                + " ON CONFLICT (account, region, name) DO UPDATE SET last_version ="
                                + " lambda_state.last_version + 1 RETURNING last_version",
                        row -> row.number("last_version"),
                        scope.account(),
                        scope.region(),
                        "layer:" + layer)
                .getFirst();
    }

    GetLayerVersionResponse get(String named, long version) {
        String layer = layer(named);
        return versions.get(
                Scope.current(),
                name(layer, version),
                () -> LambdaErrors.missing("The resource you requested does not exist."));
    }

    GetLayerVersionResponse byArn(String arn) {
        Matcher form = ARN.matcher(arn);
        if (!form.matches() || form.group(4) == null) {
            throw LambdaErrors.invalid("Layer version " + arn + " does not exist.");
        }
        return versions.get(
                new Scope(form.group(2), form.group(1)),
                name(form.group(3), Long.parseLong(form.group(4))),
                () -> LambdaErrors.invalid("Layer version " + arn + " does not exist."));
    }

    /** What a function's configuration says of a layer. */
    Layer described(String arn) {
        GetLayerVersionResponse version = byArn(arn);
        return Layer.builder()
                .arn(version.layerVersionArn())
                .codeSize(version.content().codeSize())
                .build();
    }

    void delete(String named, long version) {
        Scope scope = Scope.current();
        String layer = layer(named);
        database.change(transaction -> {
            if (versions.delete(scope, name(layer, version))) {
                packages.release(transaction, scope.arn("lambda", "layer:" + layer + ":" + version));
            }
        });
    }

    private static LayerVersionsListItem item(GetLayerVersionResponse version) {
        return Shapes.copy(version, LayerVersionsListItem.builder()).build();
    }

    ListLayerVersionsResponse listVersions(ListLayerVersionsRequest request) {
        String arn = Scope.current().arn("lambda", "layer:" + layer(request.layerName()));
        return versions.newestFirst()
                .page(
                        Scope.current(),
                        request,
                        ListLayerVersionsResponse.builder(),
                        Layers::item,
                        version -> version.layerArn().equals(arn) && fits(version, request.compatibleRuntimeAsString()))
                .build();
    }

    private static boolean fits(GetLayerVersionResponse version, @org.jspecify.annotations.Nullable String runtime) {
        return runtime == null || version.compatibleRuntimesAsStrings().contains(runtime);
    }

    ListLayersResponse list(ListLayersRequest request) {
        Map<String, GetLayerVersionResponse> newest = new LinkedHashMap<>();
        for (GetLayerVersionResponse version : versions.all(Scope.current())) {
            if (fits(version, request.compatibleRuntimeAsString())) {
                newest.put(version.layerArn(), version); // they come in the order of their numbers
            }
        }
        List<LayersListItem> items = new ArrayList<>();
        newest.forEach((arn, version) -> items.add(LayersListItem.builder()
                .layerArn(arn)
                .layerName(layer(arn))
                .latestMatchingVersion(item(version))
                .build()));
        return ListLayersResponse.builder().layers(items).build();
    }
}
