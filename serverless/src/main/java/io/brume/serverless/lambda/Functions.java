package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** Functions and their published versions, as their configurations. */
final class Functions {

    private final Database database;
    private final Resources<FunctionConfiguration> latest;
    private final Resources<FunctionConfiguration> versions;
    private final Packages packages;
    private final Layers layers;
    private final Tags tags;
    private final Clock clock;

    Functions(Database database, Packages packages, Layers layers, Clock clock) {
        this.database = database;
        this.packages = packages;
        this.layers = layers;
        this.clock = clock;
        tags = new Tags(database);
        latest = Resources.of(database, "lambda/function", FunctionConfiguration.class);
        versions = Resources.of(database, "lambda/version", FunctionConfiguration.class);
    }

    FunctionConfiguration create(CreateFunctionRequest request) {
        Scope scope = Scope.current();
        FunctionRef ref = FunctionRef.of(request.functionName(), null).unqualified();
        if (request.packageType() == PackageType.IMAGE) {
            throw LambdaErrors.invalid("This server runs functions of zip files; PackageType Image is not supported.");
        }
        if (request.runtime() == null || request.handler() == null) {
            throw LambdaErrors.invalid(
                    "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }
        if (latest.find(scope, ref.name()).isPresent()) {
            throw LambdaErrors.conflict("Function already exist: " + ref.name());
        }
        FunctionCode code = request.code();
        Packages.Taken taken =
                packages.take(scope, code.zipFile(), code.s3Bucket(), code.s3Key(), code.s3ObjectVersion(), true);
        FunctionConfiguration made = Configurations.created(request, ref, taken, layers::described, clock.instant());
        boolean publish = Boolean.TRUE.equals(request.publish());
        return database.write(transaction -> {
            latest.create(
                    scope, ref.name(), made, () -> LambdaErrors.conflict("Function already exist: " + ref.name()));
            transaction.update(
                    "INSERT INTO lambda_state (account, region, name, last_version) VALUES (?, ?, ?, 0)"
                            + " ON CONFLICT (account, region, name) DO UPDATE SET last_version = 0, reserved = NULL",
                    scope.account(),
                    scope.region(),
                    ref.name());
            packages.use(transaction, use(ref, FunctionRef.LATEST), taken);
            if (request.hasTags()) {
                var _ = tags.add(ref.functionArn(), request.tags(), Integer.MAX_VALUE);
            }
            return publish ? publish(transaction, ref, made, null) : made;
        });
    }

    private static String use(FunctionRef ref, String version) {
        return ref.functionArn() + ":" + version;
    }

    FunctionConfiguration updateCode(UpdateFunctionCodeRequest request) {
        FunctionRef ref = latestOf(request.functionName());
        FunctionConfiguration before = require(ref);
        checkRevision(before, request.revisionId());
        boolean dry = Boolean.TRUE.equals(request.dryRun());
        Packages.Taken taken = packages.take(
                ref.scope(), request.zipFile(), request.s3Bucket(), request.s3Key(), request.s3ObjectVersion(), !dry);
        UnaryOperator<FunctionConfiguration> change = now -> {
            checkRevision(now, request.revisionId());
            return now.toBuilder()
                    .codeSha256(taken.sha256())
                    .codeSize(taken.size())
                    .architecturesWithStrings(
                            request.hasArchitectures()
                                    ? request.architecturesAsStrings()
                                    : now.architecturesAsStrings())
                    .lastModified(Configurations.time(clock.instant()))
                    .revisionId(UUID.randomUUID().toString())
                    .build();
        };
        if (dry) {
            return change.apply(before);
        }
        boolean publish = Boolean.TRUE.equals(request.publish());
        return database.write(transaction -> {
            FunctionConfiguration after =
                    latest.update(ref.scope(), ref.name(), change, () -> LambdaErrors.noFunction(ref.functionArn()));
            packages.use(transaction, use(ref, FunctionRef.LATEST), taken);
            return publish ? publish(transaction, ref, after, null) : after;
        });
    }

    FunctionConfiguration updateConfiguration(UpdateFunctionConfigurationRequest request) {
        FunctionRef ref = latestOf(request.functionName());
        FunctionConfiguration before = require(ref);
        checkRevision(before, request.revisionId());
        FunctionConfiguration checked = Configurations.updated(before, request, layers::described, clock.instant());
        return latest.update(
                ref.scope(),
                ref.name(),
                now -> {
                    checkRevision(now, request.revisionId());
                    return now.equals(before)
                            ? checked
                            : Configurations.updated(now, request, layers::described, clock.instant());
                },
                () -> LambdaErrors.noFunction(ref.functionArn()));
    }

    private static FunctionRef latestOf(String name) {
        FunctionRef ref = FunctionRef.of(name, null);
        if (!ref.isLatest()) {
            throw LambdaErrors.invalid("Only $LATEST of a function can be changed.");
        }
        return ref.unqualified();
    }

    private static void checkRevision(FunctionConfiguration now, @Nullable String revision) {
        if (revision != null && !revision.equals(now.revisionId())) {
            throw LambdaErrors.revision();
        }
    }

    FunctionConfiguration publish(
            FunctionRef ref, @Nullable String description, @Nullable String sha256, @Nullable String revision) {
        FunctionConfiguration now = require(ref.unqualified());
        checkRevision(now, revision);
        if (sha256 != null && !sha256.equals(now.codeSha256())) {
            throw LambdaErrors.invalid("CodeSHA256 (" + sha256 + ") is different from current CodeSHA256 in $LATEST ("
                    + now.codeSha256() + "). Please try again with the CodeSHA256 in $LATEST.");
        }
        return database.write(transaction -> publish(transaction, ref.unqualified(), now, description));
    }

    /** The version that is the same as $LATEST: the last one, or a new one. */
    private FunctionConfiguration publish(
            Transaction transaction, FunctionRef ref, FunctionConfiguration now, @Nullable String description)
            throws SQLException {
        long last = transaction.number(
                "SELECT last_version FROM lambda_state WHERE account = ? AND region = ? AND name = ?",
                ref.scope().account(),
                ref.scope().region(),
                ref.name());
        Optional<FunctionConfiguration> before = versions.find(ref.scope(), versionName(ref.name(), last));
        String text = description == null ? now.description() : description;
        if (before.isPresent() && Configurations.isSame(before.get(), now, text)) {
            return before.get();
        }
        String version = String.valueOf(last + 1);
        FunctionConfiguration published = now.toBuilder()
                .version(version)
                .description(text)
                .functionArn(ref.functionArn() + ":" + version)
                .revisionId(UUID.randomUUID().toString())
                .build();
        versions.put(ref.scope(), versionName(ref.name(), last + 1), published);
        transaction.update(
                "UPDATE lambda_state SET last_version = ? WHERE account = ? AND region = ? AND name = ?",
                last + 1,
                ref.scope().account(),
                ref.scope().region(),
                ref.name());
        packages.use(transaction, use(ref, version), now.codeSha256());
        return published;
    }

    private static String versionName(String function, long version) {
        return String.format(java.util.Locale.ROOT, "%s:%010d", function, version);
    }

    /** The configuration of $LATEST or of a version's number; no alias. */
    Optional<FunctionConfiguration> find(FunctionRef ref) {
        if (ref.isLatest()) {
            return latest.find(ref.scope(), ref.name());
        }
        if (!ref.isVersion() || String.valueOf(ref.qualifier()).length() > 10) {
            return Optional.empty();
        }
        return versions.find(ref.scope(), versionName(ref.name(), Long.parseLong(String.valueOf(ref.qualifier()))));
    }

    FunctionConfiguration require(FunctionRef ref) {
        return find(ref).orElseThrow(() -> LambdaErrors.noFunction(ref.arn()));
    }

    Resources<FunctionConfiguration> latest() {
        return latest;
    }

    /** All of a scope's functions with all of their versions. */
    List<FunctionConfiguration> allVersions(Scope scope) {
        List<FunctionConfiguration> all = new ArrayList<>();
        for (FunctionConfiguration one : latest.all(scope)) {
            all.add(one.toBuilder()
                    .functionArn(one.functionArn() + ":" + FunctionRef.LATEST)
                    .build());
        }
        all.addAll(versions.all(scope));
        all.sort(java.util.Comparator.comparing(FunctionConfiguration::functionName));
        return all;
    }

    ListVersionsByFunctionResponse listVersions(ListVersionsByFunctionRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), null).unqualified();
        FunctionConfiguration now = require(ref);
        String prefix = ref.functionArn() + ":";
        ListVersionsByFunctionResponse.Builder response = versions.page(
                ref.scope(),
                request,
                ListVersionsByFunctionResponse.builder(),
                version -> version,
                version -> version.functionArn().startsWith(prefix));
        ListVersionsByFunctionResponse page = response.build();
        if (request.marker() != null) {
            return page;
        }
        List<FunctionConfiguration> all = new ArrayList<>();
        all.add(now.toBuilder().functionArn(prefix + FunctionRef.LATEST).build());
        all.addAll(page.versions());
        return page.toBuilder().versions(all).build();
    }

    /** Deletes a version, or a function with all of its versions, in a transaction of the caller's. */
    void delete(Transaction transaction, FunctionRef ref) throws SQLException {
        if (ref.qualifier() != null) {
            if (!ref.isVersion()) {
                throw LambdaErrors.invalid("$LATEST version cannot be deleted without deleting the function.");
            }
            if (versions.delete(ref.scope(), versionName(ref.name(), Long.parseLong(ref.qualifier())))) {
                packages.release(transaction, use(ref, ref.qualifier()));
            }
            return;
        }
        if (!latest.delete(ref.scope(), ref.name())) {
            throw LambdaErrors.noFunction(ref.functionArn());
        }
        packages.release(transaction, use(ref, FunctionRef.LATEST));
        for (FunctionConfiguration version : versions.all(ref.scope())) {
            if (version.functionName().equals(ref.name())) {
                versions.delete(ref.scope(), versionName(ref.name(), Long.parseLong(version.version())));
                packages.release(transaction, use(ref, version.version()));
            }
        }
        transaction.update(
                "DELETE FROM lambda_state WHERE account = ? AND region = ? AND name = ?",
                ref.scope().account(),
                ref.scope().region(),
                ref.name());
        tags.removeAll(ref.functionArn());
    }

    /** How many executions a function may have at once; null when it shares what its account has. */
    @Nullable
    Integer reserved(FunctionRef ref) {
        return database.read(transaction -> transaction.first(
                        "SELECT reserved FROM lambda_state WHERE account = ? AND region = ? AND name = ?"
                                + " AND reserved IS NOT NULL",
                        row -> row.integer("reserved"),
                        ref.scope().account(),
                        ref.scope().region(),
                        ref.name()))
                .orElse(null);
    }

    void reserve(FunctionRef ref, @Nullable Integer concurrency) {
        database.change(transaction -> transaction.update(
                "UPDATE lambda_state SET reserved = ? WHERE account = ? AND region = ? AND name = ?",
                concurrency,
                ref.scope().account(),
                ref.scope().region(),
                ref.name()));
    }

    long reservedInAll(Scope scope) {
        return database.read(transaction -> transaction.number(
                "SELECT sum(reserved) FROM lambda_state WHERE account = ? AND region = ?",
                scope.account(),
                scope.region()));
    }

    /** The names of variables that functions cannot set. */
    static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");
}
