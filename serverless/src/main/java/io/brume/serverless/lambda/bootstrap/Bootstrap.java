package io.brume.serverless.lambda.bootstrap;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The main program of a Java function's process. */
public final class Bootstrap {

    private final String base = "http://" + env("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Bootstrap() {}

    private static String env(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value;
    }

    /** Runs until the process is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Bootstrap().run();
    }

    private void run() throws IOException, InterruptedException {
        ClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Handler handler;
        try {
            handler = Handler.load(env("_HANDLER"), loader);
        } catch (Throwable e) {
            report("init/error", e);
            System.exit(1);
            return;
        }
        while (true) {
            HttpResponse<byte[]> next = http.send(
                    HttpRequest.newBuilder(URI.create(base + "invocation/next")).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            String id =
                    next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElse("");
            next.headers()
                    .firstValue("Lambda-Runtime-Trace-Id")
                    .ifPresent(trace -> System.setProperty("com.amazonaws.xray.traceHeader", trace));
            try {
                byte[] answer = handler.handle(next.body(), Contexts.of(next.headers(), loader));
                System.out.flush();
                System.err.flush();
                post("invocation/" + id + "/response", answer, null);
            } catch (Throwable e) {
                report("invocation/" + id + "/error", e);
                if (e instanceof VirtualMachineError) {
                    System.exit(1);
                }
            }
        }
    }

    /** The package's classes and those of the jars in its lib folder, then the layers' jars. */
    private static URL[] classPath() throws MalformedURLException {
        List<File> path = new ArrayList<>();
        var root = new File(env("LAMBDA_TASK_ROOT"));
        path.add(root);
        path.addAll(jars(new File(root, "lib")));
        path.addAll(jars(root));
        for (String layer : env("BRUME_LAYERS").split(File.pathSeparator, -1)) {
            if (!layer.isEmpty()) {
                path.addAll(jars(new File(layer)));
            }
        }
        var urls = new URL[path.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = path.get(i).toURI().toURL();
        }
        return urls;
    }

    private static List<File> jars(File folder) {
        File[] found = folder.listFiles((_, name) -> name.endsWith(".jar"));
        if (found == null) {
            return List.of();
        }
        Arrays.sort(found);
        return List.of(found);
    }

    private void report(String target, Throwable error) throws IOException, InterruptedException {
        var trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        Contexts.log(error.getMessage() + ": " + error.getClass().getName() + "\n" + trace);
        String type = error instanceof Handler.Fault fault
                ? fault.type()
                : error.getClass().getName();
        var out = new StringBuilder();
        Json.write(described(error, type, 0), out);
        post(target, out.toString().getBytes(StandardCharsets.UTF_8), type);
    }

    private static Map<String, @Nullable Object> described(Throwable error, String type, int depth) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("errorMessage", error.getMessage());
        described.put("errorType", type);
        described.put(
                "stackTrace",
                Arrays.stream(error.getStackTrace())
                        .takeWhile(frame -> !frame.getClassName().startsWith("io.brume.serverless.lambda.bootstrap"))
                        .filter(frame -> !frame.getClassName().startsWith("jdk.internal.reflect")
                                && !frame.getClassName().startsWith("java.lang.reflect"))
                        .map(StackTraceElement::toString)
                        .toList());
        Throwable cause = error.getCause();
        if (cause != null && depth < 10) {
            described.put("cause", described(cause, cause.getClass().getName(), depth + 1));
        }
        return described;
    }

    private void post(String target, byte[] body, @Nullable String errorType) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + target))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (errorType != null) {
            request.header("Lambda-Runtime-Function-Error-Type", errorType);
        }
        try {
            http.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            Contexts.log("the answer was not taken: " + e.getMessage());
        }
    }
}
