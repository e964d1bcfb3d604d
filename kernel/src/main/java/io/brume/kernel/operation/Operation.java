package io.brume.kernel.operation;

import io.brume.kernel.model.OperationModel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** One operation of a hosted service; its SDK classes are loaded on its first call. */
public final class Operation {

    private final HostedService service;
    private final OperationModel model;
    private final @Nullable Object target;
    private final Class<?> clientInterface;
    private volatile @Nullable MethodHandle builder;
    private volatile @Nullable Linked linked;

    private record Linked(MethodHandle method, MethodType type) {}

    Operation(HostedService service, OperationModel model, @Nullable Object target, Class<?> clientInterface) {
        this.service = service;
        this.model = model;
        this.target = target;
        this.clientInterface = clientInterface;
    }

    public HostedService service() {
        return service;
    }

    public OperationModel model() {
        return model;
    }

    public String name() {
        return model.name();
    }

    /** Whether the service overrides this operation's method. */
    public boolean isImplemented() {
        return target != null && service.overrides(target, model);
    }

    /** A fresh builder of the request; there is one whether or not the operation is implemented. */
    public SdkPojo newRequest() {
        try {
            MethodHandle known = builder;
            if (known == null) {
                builder = known = linkBuilder();
            }
            return (SdkPojo) known.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot make a builder of " + model.request(), e);
        }
    }

    private MethodHandle linkBuilder() throws ReflectiveOperationException {
        ClassLoader loader = clientInterface.getClassLoader();
        Class<?> request = Class.forName(model.request(), false, loader);
        Class<?> type = Class.forName(model.request() + "$Builder", false, loader);
        return MethodHandles.publicLookup()
                .findStatic(request, "builder", MethodType.methodType(type))
                .asType(MethodType.methodType(SdkPojo.class));
    }

    /** The type of the method's parameter at an index, such as the response handler's. */
    public Class<?> parameter(int index) {
        return linked().type.parameterType(index);
    }

    /** The type of the events that the caller streams in. */
    public Class<?> eventType() {
        for (Method method : clientInterface.getMethods()) {
            if (method.getName().equals(model.method())
                    && method.getParameterCount() > 1
                    && method.getParameterTypes()[0].getName().equals(model.request())
                    && method.getGenericParameterTypes()[1] instanceof ParameterizedType publisher
                    && publisher.getActualTypeArguments()[0] instanceof Class<?> event) {
                return event;
            }
        }
        throw new IllegalStateException(model.name() + " takes no events");
    }

    /**
     * Calls the service.
     *
     * @param arguments the request, then whatever the operation's kind adds
     * @throws Throwable what the service throws
     */
    public @Nullable Object invoke(Object... arguments) throws Throwable {
        MethodHandle method = linked().method;
        return switch (arguments.length) {
            case 1 -> method.invoke(target, arguments[0]);
            case 2 -> method.invoke(target, arguments[0], arguments[1]);
            default -> method.invoke(target, arguments[0], arguments[1], arguments[2]);
        };
    }

    private Linked linked() {
        Linked known = linked;
        return known != null ? known : (linked = link());
    }

    private Linked link() {
        try {
            ClassLoader loader = clientInterface.getClassLoader();
            MethodType type = MethodType.fromMethodDescriptorString(model.descriptor(), loader);
            return new Linked(
                    MethodHandles.publicLookup()
                            .findVirtual(clientInterface, model.method(), type)
                            .asType(type.insertParameterTypes(0, Object.class).generic()),
                    type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the index does not fit the SDK's " + clientInterface.getName(), e);
        }
    }
}
