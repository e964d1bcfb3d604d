package io.brume.serverless.lambda;

import io.brume.kernel.shape.Shapes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** Makes configurations of what requests say, with AWS's defaults and limits. */
final class Configurations {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);
    private static final Pattern RUNS = Pattern.compile("(nodejs|python3|java|provided).*");
    private static final int LARGEST_ENVIRONMENT = 4 << 10;
    private static final int MOST_LAYERS = 5;

    private Configurations() {}

    static String time(Instant moment) {
        return TIME.format(moment);
    }

    static FunctionConfiguration created(
            CreateFunctionRequest request,
            FunctionRef ref,
            Packages.Taken code,
            Function<String, Layer> layers,
            Instant now) {
        var builder = FunctionConfiguration.builder();
        defaults(builder, ref.name());
        Shapes.copy(request.toBuilder().layers((List<String>) null).build(), builder);
        builder.functionName(ref.name())
                .functionArn(ref.functionArn())
                .version(FunctionRef.LATEST)
                .codeSha256(code.sha256())
                .codeSize(code.size())
                .lastModified(time(now))
                .revisionId(UUID.randomUUID().toString());
        if (request.hasLayers() && !request.layers().isEmpty()) {
            builder.layers(described(request.layers(), layers));
        }
        return checked(builder.build());
    }

    private static void defaults(FunctionConfiguration.Builder builder, String name) {
        builder.description("")
                .timeout(3)
                .memorySize(128)
                .packageType(PackageType.ZIP)
                .architectures(Architecture.X86_64)
                .ephemeralStorage(storage -> storage.size(512))
                .tracingConfig(tracing -> tracing.mode(TracingMode.PASS_THROUGH))
                .snapStart(
                        snap -> snap.applyOn(SnapStartApplyOn.NONE).optimizationStatus(SnapStartOptimizationStatus.OFF))
                .loggingConfig(logging(null, name))
                .state(State.ACTIVE)
                .lastUpdateStatus(LastUpdateStatus.SUCCESSFUL);
    }

    private static LoggingConfig logging(@Nullable LoggingConfig asked, String name) {
        LoggingConfig.Builder logging = asked == null ? LoggingConfig.builder() : asked.toBuilder();
        if (asked == null || asked.logFormat() == null) {
            logging.logFormat(LogFormat.TEXT);
        }
        if (asked == null || asked.logGroup() == null) {
            logging.logGroup("/aws/lambda/" + name);
        }
        return logging.build();
    }

    static FunctionConfiguration updated(
            FunctionConfiguration before,
            UpdateFunctionConfigurationRequest request,
            Function<String, Layer> layers,
            Instant now) {
        FunctionConfiguration.Builder builder = before.toBuilder();
        Shapes.copy(
                request.toBuilder()
                        .layers((List<String>) null)
                        .functionName(null)
                        .revisionId(null)
                        .build(),
                builder);
        if (request.hasLayers()) {
            builder.layers(described(request.layers(), layers));
        }
        builder.lastModified(time(now)).revisionId(UUID.randomUUID().toString());
        return checked(builder.build());
    }

    private static List<Layer> described(List<String> arns, Function<String, Layer> layers) {
        if (arns.size() > MOST_LAYERS) {
            throw LambdaErrors.invalid("Cannot reference more than 5 layers.");
        }
        return arns.stream().map(layers).toList();
    }

    private static FunctionConfiguration checked(FunctionConfiguration made) {
        check(String.valueOf(made.runtimeAsString()));
        EnvironmentResponse environment = made.environment();
        if (environment != null) {
            check(environment.variables());
        }
        if (made.loggingConfig() == null
                || made.loggingConfig().logGroup() == null
                || made.loggingConfig().logFormat() == null) {
            return made.toBuilder()
                    .loggingConfig(logging(made.loggingConfig(), made.functionName()))
                    .build();
        }
        return made;
    }

    private static void check(String runtime) {
        if (Runtime.fromValue(runtime) == Runtime.UNKNOWN_TO_SDK_VERSION) {
            throw LambdaErrors.invalid(
                    "Value " + runtime + " at 'runtime' failed to satisfy constraint: Member must satisfy"
                            + " enum value set: "
                            + Runtime.knownValues().stream()
                                    .map(Runtime::toString)
                                    .sorted()
                                    .toList()
                            + " or be a valid ARN");
        }
        if (!RUNS.matcher(runtime).matches()) {
            throw LambdaErrors.invalid("This server does not run " + runtime
                    + ": it runs the runtimes nodejs, python3, java and provided.");
        }
    }

    private static void check(Map<String, String> variables) {
        var reserved = new TreeSet<>(variables.keySet());
        reserved.retainAll(Functions.RESERVED);
        if (!reserved.isEmpty()) {
            throw LambdaErrors.invalid(
                    "Lambda was unable to configure your environment variables because the environment"
                            + " variables you have provided contains reserved keys that are currently not supported for"
                            + " modification. Reserved keys used in this request: " + String.join(", ", reserved));
        }
        int size = variables.entrySet().stream()
                .mapToInt(one -> bytes(one.getKey()) + bytes(one.getValue()))
                .sum();
        if (size > LARGEST_ENVIRONMENT || variables.values().stream().anyMatch(value -> value.indexOf(0) >= 0)) {
            throw LambdaErrors.invalid(
                    "Lambda was unable to configure your environment variables because the environment"
                            + " variables you have provided exceeded the 4KB limit.");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether a published version is what $LATEST is now. */
    static boolean isSame(FunctionConfiguration published, FunctionConfiguration now, @Nullable String description) {
        return published.equals(now.toBuilder()
                .version(published.version())
                .functionArn(published.functionArn())
                .revisionId(published.revisionId())
                .lastModified(published.lastModified())
                .description(description)
                .build());
    }
}
