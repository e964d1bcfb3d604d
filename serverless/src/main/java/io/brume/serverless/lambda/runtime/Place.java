package io.brume.serverless.lambda.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Starts processes: gives them their variables, their view of the machine and their log. */
record Place(Settings settings, Machine machine, Sandbox sandbox, NodePackages packages, Journal journal) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");

    Environment.Stream stream(Program program) {
        String day = DAY.format(LocalDate.ofInstant(settings.clock().instant(), ZoneOffset.UTC));
        String name = day + "/[" + program.version() + "]"
                + UUID.randomUUID().toString().replace("-", "");
        return new Environment.Stream(journal, program, name);
    }

    Process start(Program program, Launch launch, Sandbox.Places places, Path scratch, String api, String stream)
            throws IOException {
        var builder = new ProcessBuilder(sandbox.command(program, launch.command())).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables(program, launch, places, api, stream));
        if (!sandbox.isClosed()) {
            Files.createDirectories(scratch);
            builder.directory(program.code().toFile());
        }
        return builder.start();
    }

    private Map<String, String> variables(
            Program program, Launch launch, Sandbox.Places places, String api, String stream) {
        Map<String, String> variables = new HashMap<>();
        Settings.Credentials credentials = settings.credentials().apply(program.scope());
        variables.put("AWS_ACCESS_KEY_ID", credentials.id());
        variables.put("AWS_SECRET_ACCESS_KEY", credentials.secret());
        variables.put("AWS_ENDPOINT_URL", settings.endpoint().get().toString());
        variables.put("AWS_REGION", program.scope().region());
        variables.put("AWS_DEFAULT_REGION", program.scope().region());
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        variables.put("TZ", ":UTC");
        variables.put("LANG", "C.UTF-8");
        variables.put("HOME", places.scratch());
        variables.put("TMPDIR", places.scratch());
        variables.put("PATH", path(places));
        variables.put("LD_LIBRARY_PATH", libraries(places));
        variables.putAll(launch.environment());
        variables.putAll(program.environment());
        variables.put("_HANDLER", program.handler());
        variables.put("LAMBDA_TASK_ROOT", places.task());
        variables.put("LAMBDA_RUNTIME_DIR", places.runtime());
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + program.runtime());
        variables.put("AWS_LAMBDA_RUNTIME_API", api);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", program.function());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", program.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(program.memory()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", program.logGroup());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        return variables;
    }

    private static String path(Sandbox.Places places) {
        List<String> path = new ArrayList<>();
        path.add(System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        path.addAll(places.inLayers("bin"));
        return String.join(File.pathSeparator, path);
    }

    private static String libraries(Sandbox.Places places) {
        List<String> path = new ArrayList<>(List.of(places.task(), places.task() + "/lib"));
        path.addAll(places.inLayers("lib"));
        return String.join(File.pathSeparator, path);
    }
}
