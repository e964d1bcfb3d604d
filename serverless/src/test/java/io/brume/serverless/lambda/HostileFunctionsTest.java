package io.brume.serverless.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Functions that behave badly: their callers get Lambda's own errors, and the next call works. */
@Tag("slow")
class HostileFunctionsTest {

    private LambdaFixture lambda;

    @BeforeEach
    void start() {
        assumeTrue(NodeFunctionsTest.has("node"), "Node.js is not installed");
        lambda = new LambdaFixture();
        lambda.node("good", "exports.handler = async () => 'well';");
    }

    @AfterEach
    void stop() {
        if (lambda != null) {
            assertThat(lambda.answer("good", "{}")).isEqualTo("\"well\"");
            lambda.close();
        }
    }

    private String error(String name) {
        InvokeResponse response = lambda.invoke(name, "{}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        return response.payload().asUtf8String();
    }

    @Test
    void aLoopTimesOut() {
        lambda.create(
                "loop", "nodejs20.x", "index.handler", Map.of("index.js", "exports.handler = () => { for (;;); };"), 2);
        assertThat(error("loop")).contains("\"errorType\":\"Sandbox.Timedout\"", "Task timed out after 2.00 seconds");
        assertThat(error("loop")).contains("Task timed out after 2.00 seconds");
    }

    @Test
    void anExitIsSaidSo() {
        lambda.node("exit", "exports.handler = () => process.exit(3);");
        assertThat(error("exit")).contains("Runtime.ExitError", "Runtime exited with error: exit status 3");
        lambda.node("leave", "exports.handler = () => process.exit(0);");
        assertThat(error("leave")).contains("Runtime.ExitError", "Runtime exited without providing a reason");
        lambda.node("early", "process.exit(4);");
        assertThat(error("early")).contains("Runtime.ExitError", "exit status 4");
    }

    @Test
    void aKilledProcessIsSaidSo() {
        lambda.node("kill", "exports.handler = () => new Promise(() => process.kill(process.pid, 'SIGKILL'));");
        assertThat(error("kill")).contains("Runtime.ExitError", "signal: killed");
    }

    @Test
    void aForkerIsStoppedWithAllThatItStarted() {
        lambda.create("fork", "nodejs20.x", "index.handler", Map.of("index.js", """
                const cp = require('child_process');
                exports.handler = async () => {
                  for (let i = 0; i < 3000; i++) { cp.spawn('sleep', ['271.828']); await new Promise(setImmediate); }
                  await new Promise(() => {});
                };
                """), 60);
        assertThat(error("fork")).containsAnyOf("Runtime.ExitError", "Runtime.OutOfMemory", "EAGAIN");
    }

    @Test
    void memoryIsLimited() {
        lambda.node(
                "eat",
                "exports.handler = async () => { const a = []; for (;;) { a.push(Buffer.alloc(8 << 20, 1));"
                        + " await new Promise(setImmediate); } };");
        assertThat(error("eat")).contains("Runtime.OutOfMemory", "signal: killed");
    }

    @Test
    void aFullTmpIsTheFunctionsOwnMatter() {
        lambda.node("fill", """
                const fs = require('fs');
                const part = Buffer.alloc(4 << 20, 1);
                exports.handler = async () => {
                  try {
                    for (;;) { fs.appendFileSync(require('os').tmpdir() + '/x', part); await new Promise(setImmediate); }
                  } catch (e) { throw new Error(e.code); }
                };
                """);
        assertThat(error("fill")).containsAnyOf("ENOSPC", "Runtime.ExitError");
    }

    @Test
    void aHundredMegabytesOfLogAreOnlyLong() {
        lambda.create("print", "nodejs20.x", "index.handler", Map.of("index.js", """
                exports.handler = async () => {
                  const line = 'x'.repeat(65535) + '\\n';
                  for (let i = 0; i < 1600; i++) process.stdout.write(line);
                  return 'printed';
                };
                """), 120);
        assertThat(lambda.answer("print", "{}")).isEqualTo("\"printed\"");
    }

    @Test
    void anAnswerThatIsTooLargeIsRefused() {
        lambda.node("large", "exports.handler = async () => 'x'.repeat(7 << 20);");
        assertThat(error("large")).contains("Function.ResponseSizeTooLarge");
    }

    @Test
    void theDataFolderIsOutOfSightInASandbox() {
        assumeTrue(NodeFunctionsTest.runs("bwrap", "--unshare-pid", "--ro-bind", "/", "/", "true"), "no bubblewrap");
        assertThat(Files.exists(lambda.data.resolve("brume.db"))).isTrue();
        lambda.node(
                "peek",
                "exports.handler = async () => require('fs').existsSync('" + lambda.data.resolve("brume.db") + "');");
        assertThat(lambda.answer("peek", "{}")).isEqualTo("false");
    }

    @Test
    void packagesThatLeaveTheirFolderOrAreNoneAreRefused() {
        assertThatThrownBy(() -> lambda.create("slip", "nodejs20.x", "a.b", Map.of("../../evil.js", "x"), 3))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(() -> lambda.create(
                        "none", "nodejs20.x", "a.b", software.amazon.awssdk.core.SdkBytes.fromUtf8String("no zip"), 3))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Could not unzip uploaded file");
    }
}
