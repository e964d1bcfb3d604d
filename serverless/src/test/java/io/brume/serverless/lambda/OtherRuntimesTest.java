package io.brume.serverless.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/** Handlers in Python and in Java, and programs that speak the Runtime API themselves. */
class OtherRuntimesTest {

    private static LambdaFixture lambda;

    @BeforeAll
    static void start() {
        lambda = new LambdaFixture();
    }

    @AfterAll
    static void stop() {
        lambda.close();
    }

    @Test
    void aPythonHandlerGetsItsEventAndItsContext() {
        assumeTrue(NodeFunctionsTest.has("python3"), "Python is not installed");
        lambda.create("python", "python3.7", "app.main.handler", Map.of("app/main.py", """
                def handler(event, context):
                    print("seen", event)
                    return {"name": context.function_name, "n": event["n"] + 1}
                def fails(event, context):
                    raise KeyError("missing")
                """), 60);
        assertThat(lambda.answer("python", "{\"n\":1}")).isEqualTo("{\"name\": \"python\", \"n\": 2}");
        lambda.client.updateFunctionConfiguration(
                request -> request.functionName("python").handler("app.main.fails"));
        assertThat(lambda.invoke("python", "{}").payload().asUtf8String())
                .contains("\"errorType\": \"KeyError\"", "\"errorMessage\": \"'missing'\"", "in fails");
        lambda.client.updateFunctionConfiguration(
                request -> request.functionName("python").handler("app.main.none"));
        assertThat(lambda.invoke("python", "{}").payload().asUtf8String())
                .contains("Runtime.HandlerNotFound", "Handler 'none' missing on module 'app.main'");
        lambda.client.updateFunctionConfiguration(
                request -> request.functionName("python").handler("other.none"));
        assertThat(lambda.invoke("python", "{}").payload().asUtf8String())
                .contains("Runtime.ImportModuleError", "Unable to import module 'other': No module named 'other'");
    }

    @Test
    void aProgramMaySpeakTheRuntimeApiItself() {
        assumeTrue(NodeFunctionsTest.has("curl"), "curl is not installed");
        lambda.create("shell", "provided.al2023", "none", Map.of("bootstrap", """
                #!/bin/sh
                while true; do
                  api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
                  event=$(curl -s -D "$TMPDIR/head" "$api/next")
                  id=$(grep -i '^Lambda-Runtime-Aws-Request-Id' "$TMPDIR/head" | cut -d' ' -f2 | tr -d '\\r\\n')
                  curl -s -d "[$event]" "$api/$id/response" > /dev/null
                done
                """), 60);
        assertThat(lambda.answer("shell", "{\"a\":1}")).isEqualTo("[{\"a\":1}]");
    }

    @Test
    void javaHandlersOfAllKindsAreCalled(@TempDir Path folder) throws IOException {
        SdkBytes jar = compiled(
                folder,
                Map.of(
                        "com/amazonaws/services/lambda/runtime/LambdaLogger.java",
                        "package com.amazonaws.services.lambda.runtime; public interface LambdaLogger { void log(String text); }",
                        "com/amazonaws/services/lambda/runtime/Context.java",
                        "package com.amazonaws.services.lambda.runtime; public interface Context { String getFunctionName();"
                                + " int getRemainingTimeInMillis(); LambdaLogger getLogger(); }",
                        "com/amazonaws/services/lambda/runtime/RequestHandler.java",
                        "package com.amazonaws.services.lambda.runtime;"
                                + " public interface RequestHandler<I, O> { O handleRequest(I input, Context context); }",
                        "shop/Orders.java",
                        """
                package shop;
                import com.amazonaws.services.lambda.runtime.*;
                import java.io.*;
                import java.util.*;
                public class Orders implements RequestHandler<Orders.Order, Orders.Total> {
                    public static class Order {
                        private List<Integer> prices = List.of();
                        public void setPrices(List<Integer> prices) { this.prices = prices; }
                    }
                    public record Total(String by, int sum) {}
                    public Total handleRequest(Order order, Context context) {
                        context.getLogger().log("adding");
                        if (order.prices.isEmpty()) { throw new IllegalStateException("nothing"); }
                        return new Total(context.getFunctionName(), order.prices.stream().mapToInt(i -> i).sum());
                    }
                    public void stream(InputStream in, OutputStream out) throws IOException { in.transferTo(out); }
                    public static String plain(Map<String, String> event) { return event.get("name"); }
                }
                """));
        lambda.create("java", "java17", "shop.Orders", jar, 60);
        assertThat(lambda.answer("java", "{\"prices\":[1,2,39]}")).isEqualTo("{\"by\":\"java\",\"sum\":42}");
        assertThat(lambda.invoke("java", "{}").payload().asUtf8String())
                .contains("\"errorType\":\"java.lang.IllegalStateException\"", "\"errorMessage\":\"nothing\"");
        lambda.create("stream", "java21", "shop.Orders::stream", jar, 60);
        assertThat(lambda.answer("stream", "{\"a\":[1]}")).isEqualTo("{\"a\":[1]}");
        lambda.create("plain", "java21", "shop.Orders::plain", jar, 60);
        assertThat(lambda.answer("plain", "{\"name\":\"n\"}")).isEqualTo("\"n\"");
    }

    private static SdkBytes compiled(Path folder, Map<String, String> sources) throws IOException {
        for (var source : sources.entrySet()) {
            Path file = folder.resolve("src").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
        Path out = folder.resolve("out");
        List<String> arguments = Stream.concat(
                        Stream.of("-d", out.toString()),
                        sources.keySet().stream()
                                .map(name -> folder.resolve("src").resolve(name).toString()))
                .toList();
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(failed).isZero();
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                Stream<Path> classes = Files.walk(out)) {
            for (Path file : (Iterable<Path>) classes.filter(Files::isRegularFile)::iterator) {
                zip.putNextEntry(new ZipEntry(out.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }
}
