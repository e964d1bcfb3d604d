package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;

/** Names for versions, which may send a share of what comes to a second one. */
final class Aliases {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final Functions functions;
    private final Resources<AliasConfiguration> aliases;

    Aliases(Database database, Functions functions) {
        this.functions = functions;
        aliases = Resources.of(database, "lambda/alias", AliasConfiguration.class);
    }

    private static String name(FunctionRef ref, String alias) {
        return ref.name() + ":" + alias;
    }

    AliasConfiguration create(CreateAliasRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), null).unqualified();
        if (NUMBER.matcher(request.name()).matches()) {
            throw LambdaErrors.invalid("An alias cannot be named like a version: " + request.name());
        }
        functions.require(ref.with(request.functionVersion()));
        check(ref, request.functionVersion(), request.routingConfig());
        AliasConfiguration made = Shapes.copy(request, AliasConfiguration.builder())
                .description(request.description() == null ? "" : request.description())
                .aliasArn(ref.with(request.name()).arn())
                .revisionId(UUID.randomUUID().toString())
                .build();
        aliases.create(
                ref.scope(),
                name(ref, request.name()),
                made,
                () -> LambdaErrors.conflict("Alias already exists: " + made.aliasArn()));
        return made;
    }

    private void check(FunctionRef ref, String version, @Nullable AliasRoutingConfiguration routing) {
        Map<String, Double> weights = routing == null ? Map.of() : routing.additionalVersionWeights();
        if (weights.size() > 1) {
            throw LambdaErrors.invalid("Number of items in AdditionalVersionWeights cannot be greater than 1.");
        }
        for (var weight : weights.entrySet()) {
            if (weight.getValue() < 0 || weight.getValue() > 1) {
                throw LambdaErrors.invalid("A version's weight lies between 0.0 and 1.0.");
            }
            if (weight.getKey().equals(version)) {
                throw LambdaErrors.invalid("Invalid function version " + version + ". Function version " + version
                        + " is already included in routing configuration.");
            }
            if (version.equals(FunctionRef.LATEST) || weight.getKey().equals(FunctionRef.LATEST)) {
                throw LambdaErrors.invalid("$LATEST is not supported for an alias pointing to more than 1 version");
            }
            functions.require(ref.with(weight.getKey()));
        }
    }

    AliasConfiguration get(FunctionRef ref, String alias) {
        return aliases.get(ref.scope(), name(ref, alias), () -> missing(ref, alias));
    }

    private static RuntimeException missing(FunctionRef ref, String alias) {
        return LambdaErrors.missing("Cannot find alias arn: " + ref.with(alias).arn());
    }

    AliasConfiguration update(UpdateAliasRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), null).unqualified();
        AliasConfiguration before = get(ref, request.name());
        String version = request.functionVersion() == null ? before.functionVersion() : request.functionVersion();
        functions.require(ref.with(version));
        check(ref, version, request.routingConfig() == null ? before.routingConfig() : request.routingConfig());
        return aliases.update(
                ref.scope(),
                name(ref, request.name()),
                now -> {
                    if (request.revisionId() != null && !request.revisionId().equals(now.revisionId())) {
                        throw LambdaErrors.revision();
                    }
                    return Shapes.copy(request, now.toBuilder())
                            .revisionId(UUID.randomUUID().toString())
                            .build();
                },
                () -> missing(ref, request.name()));
    }

    void delete(FunctionRef ref, String alias) {
        functions.require(ref.unqualified());
        aliases.delete(ref.scope(), name(ref, alias));
    }

    void deleteAll(FunctionRef ref) {
        String prefix = ref.functionArn() + ":";
        for (AliasConfiguration alias : aliases.all(ref.scope())) {
            if (alias.aliasArn().startsWith(prefix)) {
                aliases.delete(ref.scope(), name(ref, alias.name()));
            }
        }
    }

    /** @throws RuntimeException when an alias names this version */
    void checkUnused(FunctionRef version) {
        String prefix = version.functionArn() + ":";
        for (AliasConfiguration alias : aliases.all(version.scope())) {
            boolean names = alias.functionVersion().equals(version.qualifier())
                    || (alias.routingConfig() != null
                            && alias.routingConfig().additionalVersionWeights().containsKey(version.qualifier()));
            if (alias.aliasArn().startsWith(prefix) && names) {
                throw LambdaErrors.conflict(
                        "Unable to delete version because the following aliases reference it: [" + alias.name() + "]");
            }
        }
    }

    ListAliasesResponse list(ListAliasesRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), null).unqualified();
        functions.require(ref);
        String prefix = ref.functionArn() + ":";
        return aliases.page(
                        Scope.current(),
                        request,
                        ListAliasesResponse.builder(),
                        alias -> alias,
                        alias -> alias.aliasArn().startsWith(prefix)
                                && (request.functionVersion() == null
                                        || request.functionVersion().equals(alias.functionVersion())))
                .build();
    }

    /** What runs when a function is called by this name: an alias leads to one of its versions. */
    FunctionConfiguration resolve(FunctionRef ref) {
        if (ref.isLatest() || ref.isVersion()) {
            return functions.require(ref);
        }
        AliasConfiguration alias = aliases.get(
                ref.scope(), name(ref, String.valueOf(ref.qualifier())), () -> LambdaErrors.noFunction(ref.arn()));
        return functions.require(ref.with(version(alias)));
    }

    private static String version(AliasConfiguration alias) {
        if (alias.routingConfig() != null) {
            double at = ThreadLocalRandom.current().nextDouble();
            for (var weight : alias.routingConfig().additionalVersionWeights().entrySet()) {
                at -= weight.getValue();
                if (at < 0) {
                    return weight.getKey();
                }
            }
        }
        return alias.functionVersion();
    }
}
