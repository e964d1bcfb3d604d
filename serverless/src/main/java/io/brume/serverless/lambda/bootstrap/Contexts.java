package io.brume.serverless.lambda.bootstrap;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a handler may know of its invocation: the function's own {@code Context} interface, answered by its methods' names. */
final class Contexts {

    private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.";

    private Contexts() {}

    /** A context of the interface that the function brings; any object when it brings none. */
    static Object of(HttpHeaders headers, ClassLoader loader) {
        Class<?> type;
        Object logger;
        try {
            type = Class.forName(PACKAGE + "Context", false, loader);
            logger = logger(Class.forName(PACKAGE + "LambdaLogger", false, loader), loader);
        } catch (ClassNotFoundException e) {
            return new Object();
        }
        Map<String, String> env = System.getenv();
        long deadline = headers.firstValueAsLong("Lambda-Runtime-Deadline-Ms").orElse(0);
        return Proxy.newProxyInstance(loader, new Class<?>[] {type}, (proxy, method, arguments) -> {
            return switch (method.getName()) {
                case "getAwsRequestId" ->
                    headers.firstValue("Lambda-Runtime-Aws-Request-Id").orElse("");
                case "getLogGroupName" -> env.get("AWS_LAMBDA_LOG_GROUP_NAME");
                case "getLogStreamName" -> env.get("AWS_LAMBDA_LOG_STREAM_NAME");
                case "getFunctionName" -> env.get("AWS_LAMBDA_FUNCTION_NAME");
                case "getFunctionVersion" -> env.get("AWS_LAMBDA_FUNCTION_VERSION");
                case "getInvokedFunctionArn" ->
                    headers.firstValue("Lambda-Runtime-Invoked-Function-Arn").orElse("");
                case "getRemainingTimeInMillis" ->
                    Math.clamp(deadline - System.currentTimeMillis(), 0, Integer.MAX_VALUE);
                case "getMemoryLimitInMB" -> Integer.parseInt(env.getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "0"));
                case "getLogger" -> logger;
                default -> other(proxy, method, arguments);
            };
        });
    }

    private static Object logger(Class<?> type, ClassLoader loader) {
        return Proxy.newProxyInstance(loader, new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals("log") && arguments != null) {
                log(
                        arguments[0] instanceof byte[] bytes
                                ? new String(bytes, StandardCharsets.UTF_8)
                                : String.valueOf(arguments[0]));
                return null;
            }
            return other(proxy, method, arguments);
        });
    }

    /** Writes an event of the log: its line breaks are carriage returns. */
    static void log(String text) {
        System.out.println(text.stripTrailing().replace("\r\n", "\n").replace('\n', '\r'));
        System.out.flush();
    }

    private static @Nullable Object other(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" ->
                arguments != null && System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
            case "toString" -> "Context";
            default -> null; // getIdentity, getClientContext
        };
    }
}
