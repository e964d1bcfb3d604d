package io.brume.kernel.operation;

import io.brume.kernel.model.ErrorModel;
import io.brume.kernel.model.IndexFile;
import io.brume.kernel.model.OperationModel;
import io.brume.kernel.model.OperationModel.Kind;
import io.brume.kernel.model.ServiceModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;

/** An AWS service that this process answers for: its index, and the object that implements the SDK's client interface. */
public final class HostedService {

    private final ServiceModel model;
    private final Map<String, Operation> operations = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, ErrorModel> errors = new HashMap<>();
    private final Map<Object, Set<String>> overridden = new ConcurrentHashMap<>();
    private final Validator validator;
    private final Collection<Object> implementations;

    private HostedService(ServiceModel model, Map<Class<?>, Object> implementations) {
        this.model = model;
        this.implementations = implementations.values();
        for (OperationModel operation : model.operations()) {
            Class<?> client = clientOf(operation, implementations.keySet());
            operations.put(operation.name(), new Operation(this, operation, implementations.get(client), client));
        }
        model.errors().forEach(error -> errors.put(error.exception(), error));
        validator = new Validator(model.shapes());
    }

    /** Event streams exist on the asynchronous interface only; all else is on the first. */
    private Class<?> clientOf(OperationModel operation, Set<Class<?>> clients) {
        boolean events = operation.kind() == Kind.EVENTS_OUT
                || operation.kind() == Kind.EVENTS_IN
                || operation.kind() == Kind.EVENTS_IN_OUT;
        String name = events ? model.asyncClient() : model.client();
        return clients.stream()
                .filter(client -> client.getName().equals(name))
                .findFirst()
                .orElse(AwsClient.class);
    }

    /**
     * Hosts a service.
     *
     * @param implementations the object that implements the service's client interface, and one that implements the asynchronous
     *     interface's event-stream operations where there are any
     * @throws IllegalArgumentException when an object implements no AWS client interface
     */
    public static HostedService of(Object... implementations) {
        Map<Class<?>, Object> byInterface = new HashMap<>();
        for (Object implementation : implementations) {
            Collection<Class<?>> clients = clientInterfaces(implementation.getClass());
            if (clients.isEmpty()) {
                throw new IllegalArgumentException(
                        implementation.getClass().getName() + " implements no AWS client interface");
            }
            clients.forEach(client -> byInterface.put(client, implementation));
        }
        try {
            return new HostedService(IndexFile.load(byInterface.keySet()), byInterface);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Collection<Class<?>> clientInterfaces(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Class<?> candidate : c.getInterfaces()) {
                if (candidate != AwsClient.class && AwsClient.class.isAssignableFrom(candidate)) {
                    found.add(candidate);
                }
            }
        }
        return found;
    }

    public ServiceModel model() {
        return model;
    }

    public Collection<Operation> operations() {
        return operations.values();
    }

    /** The operation of that name, whatever its case. */
    public @Nullable Operation operation(String name) {
        return operations.get(name);
    }

    public Validator validator() {
        return validator;
    }

    /** The implementation as something else that it is too; empty when it is not. */
    public <T> Optional<T> as(Class<T> type) {
        return implementations.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** What the service's model says of an exception; null when it is none of the service's. */
    public @Nullable ErrorModel error(Throwable exception) {
        for (Class<?> type = exception.getClass(); type != null; type = type.getSuperclass()) {
            ErrorModel error = errors.get(type.getName());
            if (error != null) {
                return error;
            }
        }
        return null;
    }

    /** Whether an implementation's class, not just the SDK's interface, has the operation's method. */
    boolean overrides(Object implementation, OperationModel operation) {
        return overridden
                .computeIfAbsent(implementation, HostedService::overriddenMethods)
                .contains(operation.method() + operation.descriptor());
    }

    private static Set<String> overriddenMethods(Object implementation) {
        Set<String> methods = new HashSet<>();
        for (Class<?> type = implementation.getClass();
                type != Object.class && type != null;
                type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                methods.add(method.getName()
                        + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                                .toMethodDescriptorString());
            }
        }
        return methods;
    }
}
