package io.brume.bench.crash;

import io.brume.kernel.job.JobKind;
import io.brume.kernel.job.Outcome;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.server.Brume;
import io.brume.server.Configuration;
import io.brume.server.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/** Brume with one service more, through which jobs can be submitted: an execution is a job that counts how often it succeeded. */
final class CrashServer implements SfnClient {

    private static final String KIND = "crash";
    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");

    private final Platform platform;
    private final Resources<DescribeExecutionResponse> executions;

    private CrashServer(Platform platform) {
        this.platform = platform;
        executions = Resources.of(platform.database(), "crash/execution", DescribeExecutionResponse.class);
        platform.jobs().define(JobKind.of(KIND, job -> {
            Thread.sleep(Math.floorMod(job.id().hashCode(), 30));
            return Outcome.done(_ -> count(job.id()));
        }));
    }

    private void count(String name) {
        boolean unused = executions
                .update(
                        SCOPE,
                        name,
                        execution -> execution.toBuilder()
                                .output(String.valueOf(Integer.parseInt(execution.output()) + 1))
                                .build())
                .isPresent();
    }

    /** @param arguments the port and the data folder */
    public static void main(String... arguments) throws Exception {
        var configuration = Configuration.of(
                Path.of(arguments[1]),
                Map.of("port", arguments[0], "engines.preload", "never", "log.level", "warn", "access-log", "false"));
        var running = Brume.start(configuration, platform -> List.of(HostedService.of(new CrashServer(platform))))
                .listen();
        System.out.println("answers at " + running.endpoint());
        Thread.currentThread().join();
    }

    @Override
    public StartExecutionResponse startExecution(StartExecutionRequest request) {
        boolean submitted = platform.database().write(_ -> {
            var execution =
                    DescribeExecutionResponse.builder().name(request.name()).output("0");
            return executions.add(SCOPE, request.name(), execution.build())
                    && platform.jobs().submit(KIND, request.name(), "");
        });
        return StartExecutionResponse.builder()
                .executionArn(submitted ? request.name() : "")
                .build();
    }

    @Override
    public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
        String name = request.executionArn();
        var missing = ExecutionDoesNotExistException.builder().message("Execution Does Not Exist: " + name);
        var execution = executions.get(SCOPE, name, missing::build);
        var state = platform.jobs().find(KIND, name).orElseThrow(missing::build);
        return execution.toBuilder()
                .status(state.status().isFinal() ? state.status().name() : "RUNNING")
                .cause(state.message())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
