package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsResponse;

/** What functions want of asynchronous invocations: retries, ages and destinations. */
final class InvokeConfigs {

    private final Resources<FunctionEventInvokeConfig> configs;
    private final Clock clock;

    InvokeConfigs(Database database, Clock clock) {
        this.clock = clock;
        configs = Resources.of(database, "lambda/event-invoke-config", FunctionEventInvokeConfig.class);
    }

    private static String name(FunctionRef ref) {
        return ref.name() + ":" + ref.qualifierOrLatest();
    }

    Optional<FunctionEventInvokeConfig> find(FunctionRef ref) {
        return configs.find(ref.scope(), name(ref));
    }

    FunctionEventInvokeConfig get(FunctionRef ref) {
        return find(ref).orElseThrow(() -> missing(ref));
    }

    private static RuntimeException missing(FunctionRef ref) {
        return LambdaErrors.missing(
                "The function " + ref.with(ref.qualifierOrLatest()).arn() + " doesn't have an EventInvokeConfig");
    }

    /** Puts a configuration in the place of the one that there was. */
    FunctionEventInvokeConfig put(FunctionRef ref, SdkPojo request) {
        FunctionEventInvokeConfig made = of(ref, request, FunctionEventInvokeConfig.builder());
        configs.put(ref.scope(), name(ref), made);
        return made;
    }

    /** Changes what the request names. */
    FunctionEventInvokeConfig update(FunctionRef ref, SdkPojo request) {
        return configs.update(ref.scope(), name(ref), now -> of(ref, request, now.toBuilder()), () -> missing(ref));
    }

    private FunctionEventInvokeConfig of(FunctionRef ref, SdkPojo request, FunctionEventInvokeConfig.Builder onto) {
        return Shapes.copy(request, onto)
                .functionArn(ref.with(ref.qualifierOrLatest()).arn())
                .lastModified(clock.instant())
                .build();
    }

    void delete(FunctionRef ref) {
        if (!configs.delete(ref.scope(), name(ref))) {
            throw missing(ref);
        }
    }

    void deleteAll(FunctionRef ref) {
        String prefix = ref.functionArn() + ":";
        for (FunctionEventInvokeConfig config : configs.all(ref.scope())) {
            if (config.functionArn().startsWith(prefix)) {
                configs.delete(ref.scope(), name(FunctionRef.of(ref.scope(), config.functionArn(), null)));
            }
        }
    }

    ListFunctionEventInvokeConfigsResponse list(ListFunctionEventInvokeConfigsRequest request) {
        Scope scope = Scope.current();
        String prefix = FunctionRef.of(request.functionName(), null).functionArn() + ":";
        return configs.page(
                        scope,
                        request,
                        ListFunctionEventInvokeConfigsResponse.builder(),
                        config -> config,
                        config -> config.functionArn().startsWith(prefix))
                .build();
    }
}
