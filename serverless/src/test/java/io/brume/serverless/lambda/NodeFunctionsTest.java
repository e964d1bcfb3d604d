package io.brume.serverless.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Handlers on Node.js, as AWS runs them. */
class NodeFunctionsTest {

    private static LambdaFixture lambda;

    @BeforeAll
    static void start() {
        assumeTrue(has("node"), "Node.js is not installed");
        lambda = new LambdaFixture();
    }

    static boolean has(String program) {
        return runs(program, "--version");
    }

    static boolean runs(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() {
        if (lambda != null) {
            lambda.close();
        }
    }

    private static String log(InvokeResponse response) {
        return new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
    }

    @Test
    void aPromisesValueIsTheAnswerAndItsLogHasAReport() {
        lambda.node("promise", "exports.handler = async (e) => { console.log('seen', e.a); return { b: e.a + 1 }; };");
        InvokeResponse response = lambda.invoke("promise", "{\"a\":1}");
        assertThat(response.payload().asUtf8String()).isEqualTo("{\"b\":2}");
        assertThat(response.executedVersion()).isEqualTo("$LATEST");
        assertThat(log(response))
                .contains(
                        "START RequestId: ",
                        "INFO\tseen 1",
                        "END RequestId: ",
                        "REPORT RequestId: ",
                        "Init Duration: ");
    }

    @Test
    void theFirstCallbackWinsOnceTheEventLoopIsEmpty() {
        lambda.node("callback", """
                let ran = '';
                exports.handler = (event, context, callback) => {
                  const before = ran;
                  setTimeout(() => { ran = 'timer ran'; }, 100);
                  callback(null, before || 'first');
                  callback(null, 'second');
                };
                """);
        assertThat(lambda.answer("callback", "{}")).isEqualTo("\"first\"");
        assertThat(lambda.answer("callback", "{}")).isEqualTo("\"timer ran\"");
    }

    @Test
    void aCallbackNeedsNoEmptyEventLoopWhenItSaysSo() {
        lambda.node("prompt", """
                exports.handler = (event, context, callback) => {
                  context.callbackWaitsForEmptyEventLoop = false;
                  setInterval(() => {}, 1000);
                  callback(null, 'at once');
                };
                """);
        assertThat(lambda.answer("prompt", "{}")).isEqualTo("\"at once\"");
    }

    @Test
    void theContextsOldMethodsAnswerToo() {
        lambda.node(
                "succeed",
                "exports.handler = (event, context) => { setInterval(() => {}, 1000); context.succeed('yes'); };");
        assertThat(lambda.answer("succeed", "{}")).isEqualTo("\"yes\"");
    }

    @Test
    void anErrorsNameIsItsType() {
        lambda.node("fails", """
                class Unpaid extends Error { constructor(m) { super(m); this.name = 'Unpaid'; } }
                exports.handler = async () => { throw new Unpaid('no money'); };
                """);
        InvokeResponse response = lambda.invoke("fails", "{}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(response.payload().asUtf8String())
                .contains("\"errorType\":\"Unpaid\"", "\"errorMessage\":\"no money\"", "\"trace\":[");
    }

    @Test
    void modulesOfBothKindsAreLoaded() {
        lambda.create(
                "module",
                "nodejs22.x",
                "src/app.handler",
                Map.of("src/app.mjs", "export const handler = async () => 'esm';"),
                20);
        assertThat(lambda.answer("module", "{}")).isEqualTo("\"esm\"");
        lambda.create(
                "typed",
                "nodejs20.x",
                "index.handler",
                Map.of(
                        "package.json",
                        "{\"type\":\"module\"}",
                        "index.js",
                        "export const handler = async () => 'typed';"),
                20);
        assertThat(lambda.answer("typed", "{}")).isEqualTo("\"typed\"");
    }

    @Test
    void aHandlerThatIsNotThereIsSaidSo() {
        lambda.node("nothing", "exports.other = 1;");
        assertThat(lambda.invoke("nothing", "{}").payload().asUtf8String())
                .contains("Runtime.HandlerNotFound", "index.handler is undefined or not exported");
        lambda.create("nowhere", "nodejs20.x", "main.handler", Map.of("index.js", ""), 20);
        assertThat(lambda.invoke("nowhere", "{}").payload().asUtf8String()).contains("Runtime.ImportModuleError");
    }

    @Test
    void theFirstVersionOfTheSdkIsToldTheEndpoint() {
        lambda.create(
                "sdk2",
                "nodejs12.x",
                "index.handler",
                Map.of(
                        "node_modules/aws-sdk/package.json", "{\"main\":\"lib/aws.js\"}",
                        "node_modules/aws-sdk/lib/aws.js",
                                "const c = { update(o) { Object.assign(c, o); } }; module.exports = { config: c };",
                        "index.js",
                                "const AWS = require('aws-sdk'); exports.handler = async () => AWS.config.endpoint;"),
                20);
        assertThat(lambda.answer("sdk2", "{}")).isEqualTo("\"http://127.0.0.1:4566\"");
        assertThat(lambda.invoke("sdk2", "{}").functionError()).isNull();
    }

    @Test
    void aProcessIsUsedAgainUntilTheFunctionChanges() {
        lambda.node("warm", "let n = 0; exports.handler = async () => ++n;");
        assertThat(lambda.answer("warm", "{}")).isEqualTo("1");
        assertThat(lambda.answer("warm", "{}")).isEqualTo("2");
        lambda.client.updateFunctionConfiguration(
                request -> request.functionName("warm").description("another"));
        assertThat(lambda.answer("warm", "{}")).isEqualTo("1");
    }
}
