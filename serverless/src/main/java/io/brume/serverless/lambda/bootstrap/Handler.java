package io.brume.serverless.lambda.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function's handler: a class that implements {@code RequestHandler} or {@code RequestStreamHandler}, or one method of a class. Those
 * interfaces are the function's own, so they are known by their names alone.
 */
final class Handler {

    private static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";

    private final @Nullable Object target;
    private final Method method;

    private Handler(@Nullable Object target, Method method) {
        this.target = target;
        this.method = method;
        method.setAccessible(true);
    }

    /** What keeps a handler from being called, with Lambda's name for it. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        private final String type;

        Fault(String type, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    /** @param name {@code package.Class} or {@code package.Class::method} */
    static Handler load(String name, ClassLoader loader) throws Throwable {
        String[] parts = name.split("::", 2);
        Class<?> type;
        try {
            type = Class.forName(parts[0], true, loader);
        } catch (ClassNotFoundException e) {
            throw new Fault("java.lang.ClassNotFoundException", "Class not found: " + parts[0], e);
        }
        Method method = method(type, parts.length > 1 ? parts[1] : "handleRequest");
        if (Modifier.isStatic(method.getModifiers())) {
            return new Handler(null, method);
        }
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return new Handler(constructor.newInstance(), method);
        } catch (NoSuchMethodException e) {
            throw new Fault("java.lang.Exception", "Class " + parts[0] + " has no public zero-argument constructor", e);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Of several methods of that name, the one with the most parameters. */
    private static Method method(Class<?> type, String name) throws Fault {
        List<Method> named = Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge() && !method.isSynthetic())
                .filter(method -> method.getParameterCount() <= 3)
                .sorted(Comparator.comparingInt(Method::getParameterCount).reversed())
                .toList();
        if (named.isEmpty()) {
            throw new Fault(
                    "java.lang.NoSuchMethodException",
                    "No public method named " + name + " with appropriate method signature found on class "
                            + type.getName(),
                    null);
        }
        return named.getFirst();
    }

    /** Calls the handler; returns its answer's bytes. What it throws is thrown on. */
    byte[] handle(byte[] event, Object context) throws Throwable {
        Class<?>[] types = method.getParameterTypes();
        Type[] generic = method.getGenericParameterTypes();
        var arguments = new Object[types.length];
        boolean streams = false;
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < types.length; i++) {
            if (types[i] == InputStream.class) {
                arguments[i] = new ByteArrayInputStream(event);
            } else if (types[i] == OutputStream.class) {
                arguments[i] = out;
                streams = true;
            } else if (types[i].getName().equals(CONTEXT)) {
                arguments[i] = context;
            } else {
                arguments[i] = input(generic[i], event);
            }
        }
        Object answer;
        try {
            answer = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        return streams ? out.toByteArray() : written(answer);
    }

    private static @Nullable Object input(Type type, byte[] event) throws Fault {
        try {
            String text = new String(event, StandardCharsets.UTF_8);
            return Beans.to(type, text.isBlank() ? null : Json.parse(text));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new Fault(
                    "java.lang.RuntimeException",
                    "An error occurred during JSON parsing: the event is no " + type.getTypeName() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static byte[] written(@Nullable Object answer) throws Fault {
        try {
            var out = new StringBuilder();
            Json.write(Beans.from(answer), out);
            return out.toString().getBytes(StandardCharsets.UTF_8);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new Fault(
                    "java.lang.RuntimeException",
                    "An error occurred during JSON serialization of response: " + e.getMessage(),
                    e);
        }
    }
}
