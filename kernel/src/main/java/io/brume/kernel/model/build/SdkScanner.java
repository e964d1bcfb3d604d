package io.brume.kernel.model.build;

import io.brume.kernel.model.ErrorModel;
import io.brume.kernel.model.OperationModel;
import io.brume.kernel.model.OperationModel.Kind;
import io.brume.kernel.model.ServiceModel;
import io.brume.kernel.model.ServiceModel.Protocol;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads an SDK module's byte code: client interfaces, marshallers' bindings and exception codes. No class is loaded. */
final class SdkScanner {

    private static final String REQUEST_BODY = "software.amazon.awssdk.core.sync.RequestBody";
    private static final String RESPONSE_TRANSFORMER = "software.amazon.awssdk.core.sync.ResponseTransformer";
    private static final String PUBLISHER = "org.reactivestreams.Publisher";

    /** How a request is bound to HTTP, from its marshaller. */
    private record Binding(
            String method, String uri, @Nullable String target, String protocolFactory) {}

    /** One client of a module. */
    record Client(
            String name,
            String asyncName,
            String serviceId,
            String signingName,
            Protocol protocol,
            List<OperationModel> operations,
            List<ErrorModel> errors) {

        /** This client with what AWS's model adds. */
        ServiceModel model(C2jModels.Model c2j) {
            List<OperationModel> constrained = operations.stream()
                    .map(o -> new OperationModel(
                            o.name(),
                            o.method(),
                            o.descriptor(),
                            o.request(),
                            o.kind(),
                            o.httpMethod(),
                            o.uri(),
                            c2j.status(o.name()),
                            o.target(),
                            c2j.input(o.name())))
                    .toList();
            List<ErrorModel> coded = errors.stream()
                    .map(e -> new ErrorModel(
                            e.exception(), e.code(), e.status(), c2j.queryCode(e.code()), c2j.messageMember(e.code())))
                    .toList();
            return new ServiceModel(
                    name,
                    asyncName,
                    serviceId,
                    signingName,
                    protocol,
                    targetPrefix(c2j),
                    c2j.metadata("apiVersion"),
                    c2j.metadata("xmlNamespace"),
                    c2j.queryCompatible(),
                    constrained,
                    coded,
                    c2j.reachableFrom(constrained.stream()
                            .map(OperationModel::input)
                            .filter(Objects::nonNull)
                            .toList()));
        }

        private @Nullable String targetPrefix(C2jModels.Model c2j) {
            String target = operations.getFirst().target();
            return protocol == Protocol.JSON && target != null
                    ? target.substring(0, target.lastIndexOf('.'))
                    : c2j.metadata("targetPrefix");
        }
    }

    private final ZipFile jar;

    private SdkScanner(ZipFile jar) {
        this.jar = jar;
    }

    /** The clients of a jar; none when it is not an SDK module. */
    static List<Client> scan(Path path) throws IOException {
        try (var jar = new ZipFile(path.toFile())) {
            return new SdkScanner(jar).clients();
        }
    }

    private List<Client> clients() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (ZipEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            if (name.startsWith("software/amazon/awssdk/services/")
                    && !name.contains("/internal/")
                    && name.matches(".*/Default[^/$]*AsyncClient\\.class")) {
                clients.add(client(name));
            }
        }
        return clients;
    }

    private Client client(String defaultAsync) throws IOException {
        String asyncName = defaultAsync.replaceFirst("/Default([^/]*)\\.class$", "/$1");
        String syncName = asyncName.replaceFirst("AsyncClient$", "Client");
        boolean hasSync = jar.getEntry(syncName + ".class") != null;
        String interfaceName = hasSync ? syncName : asyncName;
        ClassModel implementation = parse(defaultAsync);

        Map<String, OperationModel> operations = new TreeMap<>();
        String[] factory = {""};
        for (String source : hasSync ? List.of(syncName, asyncName) : List.of(asyncName)) {
            for (MethodModel method : parse(source + ".class").methods()) {
                Kind kind = kind(method);
                if (kind == null) {
                    continue;
                }
                String request = name(method.methodTypeSymbol().parameterType(0));
                String simple = request.substring(request.lastIndexOf('.') + 1);
                String operation = simple.substring(0, simple.length() - "Request".length());
                if (operations.containsKey(operation)) {
                    continue;
                }
                Binding binding = binding(source, request);
                factory[0] = binding.protocolFactory();
                operations.put(
                        operation,
                        new OperationModel(
                                wireName(binding, operation),
                                method.methodName().stringValue(),
                                method.methodTypeSymbol().descriptorString(),
                                request,
                                kind,
                                binding.method(),
                                binding.uri(),
                                0,
                                binding.target(),
                                null));
            }
        }
        String serviceId = serviceId(implementation);
        return new Client(
                interfaceName.replace('/', '.'),
                asyncName.replace('/', '.'),
                serviceId,
                constant(parse(interfaceName + ".class"), "SERVICE_NAME"),
                protocol(factory[0], implementation),
                List.copyOf(operations.values()),
                errors(implementation));
    }

    private static String wireName(Binding binding, String operation) {
        String target = binding.target();
        return target == null || target.isEmpty() ? operation : target.substring(target.lastIndexOf('.') + 1);
    }

    /** What kind of operation a client's method is; null when it is a convenience or a paginator. */
    private static @Nullable Kind kind(MethodModel method) {
        var type = method.methodTypeSymbol();
        List<String> parameters =
                type.parameterList().stream().map(SdkScanner::name).toList();
        if (parameters.isEmpty()
                || !parameters.getFirst().endsWith("Request")
                || !parameters.getFirst().contains(".model.")) {
            return null;
        }
        String result = name(type.returnType());
        List<String> rest = parameters.subList(1, parameters.size());
        if (rest.isEmpty()) {
            return result.endsWith("Response") && result.contains(".model.") ? Kind.PLAIN : null;
        }
        if (rest.equals(List.of(REQUEST_BODY))) {
            return Kind.STREAM_IN;
        }
        if (rest.equals(List.of(RESPONSE_TRANSFORMER))) {
            return Kind.STREAM_OUT;
        }
        if (rest.equals(List.of(REQUEST_BODY, RESPONSE_TRANSFORMER))) {
            return Kind.STREAM_IN_OUT;
        }
        boolean events =
                rest.getLast().endsWith("ResponseHandler") && rest.getLast().contains(".model.");
        if (events && rest.size() == 1) {
            return Kind.EVENTS_OUT;
        }
        if (events && rest.size() == 2 && rest.getFirst().equals(PUBLISHER)) {
            return Kind.EVENTS_IN_OUT;
        }
        return rest.equals(List.of(PUBLISHER)) ? Kind.EVENTS_IN : null;
    }

    /** Marshallers live beside their client; a client's model may be another's, as DynamoDB Streams' is DynamoDB's. */
    private Binding binding(String client, String request) throws IOException {
        String clientFolder = client.substring(0, client.lastIndexOf('/'));
        String marshaller =
                clientFolder + "/transform/" + request.substring(request.lastIndexOf('.') + 1) + "Marshaller.class";
        String[] found = new String[4];
        for (MethodModel method : parse(marshaller).methods()) {
            if (!method.methodName().equalsString("<clinit>")) {
                continue;
            }
            String[] last = {""};
            eachInstruction(method, element -> {
                switch (element) {
                    case ConstantInstruction constant -> last[0] = String.valueOf(constant.constantValue());
                    case FieldInstruction field
                    when field.owner().asInternalName().endsWith("/SdkHttpMethod") ->
                        last[0] = field.name().stringValue();
                    case InvokeInstruction call -> {
                        switch (call.name().stringValue()) {
                            case "httpMethod" -> found[0] = last[0];
                            case "requestUri" -> found[1] = last[0];
                            case "operationIdentifier" -> found[2] = last[0];
                            default -> {}
                        }
                    }
                    default -> {}
                }
            });
        }
        String factory = parse(marshaller).fields().stream()
                .map(field -> name(field.fieldTypeSymbol()))
                .filter(type -> type.endsWith("ProtocolFactory"))
                .findFirst()
                .orElse("");
        return new Binding(found[0], found[1] == null ? "/" : found[1], found[2], factory);
    }

    private static Protocol protocol(String factory, ClassModel implementation) {
        if (factory.contains(".xml.")) {
            return Protocol.REST_XML;
        }
        if (factory.contains(".query.")) {
            return Protocol.QUERY;
        }
        boolean[] rest = {false};
        for (MethodModel method : implementation.methods()) {
            eachInstruction(method, element -> {
                if (element instanceof FieldInstruction field && field.name().equalsString("REST_JSON")) {
                    rest[0] = true;
                }
            });
        }
        return rest[0] ? Protocol.REST_JSON : Protocol.JSON;
    }

    private static String serviceId(ClassModel implementation) {
        String[] found = {""};
        for (MethodModel method : implementation.methods()) {
            boolean[] next = {false};
            eachInstruction(method, element -> {
                if (next[0] && element instanceof ConstantInstruction constant) {
                    found[0] = String.valueOf(constant.constantValue());
                }
                next[0] = element instanceof FieldInstruction field
                        && field.name().equalsString("SERVICE_ID");
            });
            if (!found[0].isEmpty()) {
                break;
            }
        }
        return found[0];
    }

    private static String constant(ClassModel type, String field) {
        return type.fields().stream()
                .filter(f -> f.fieldName().equalsString(field))
                .flatMap(f -> f.findAttribute(Attributes.constantValue()).stream())
                .map(a -> String.valueOf(a.constant().constantValue()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type.thisClass().asInternalName() + " has no " + field));
    }

    /** Codes and statuses of modelled exceptions, from the metadata that the client builds for its error handler. */
    private static List<ErrorModel> errors(ClassModel implementation) {
        Map<String, ErrorModel> errors = new LinkedHashMap<>();
        for (MethodModel method : implementation.methods()) {
            var reader = new ExceptionMetadataReader(errors);
            eachInstruction(method, reader);
        }
        return List.copyOf(errors.values());
    }

    /** Follows {@code ExceptionMetadata.builder().errorCode(..).httpStatusCode(..).exceptionBuilderSupplier(..).build()}. */
    private static final class ExceptionMetadataReader implements Consumer<CodeElement> {

        private final Map<String, ErrorModel> errors;
        private @Nullable ConstantDesc last;
        private @Nullable String code;
        private @Nullable String exception;
        private int status = 400;

        ExceptionMetadataReader(Map<String, ErrorModel> errors) {
            this.errors = errors;
        }

        @Override
        public void accept(CodeElement element) {
            switch (element) {
                case ConstantInstruction constant -> last = constant.constantValue();
                case InvokeDynamicInstruction dynamic
                when dynamic.name().equalsString("get") ->
                    dynamic.bootstrapArgs().forEach(argument -> {
                        if (argument instanceof DirectMethodHandleDesc handle) {
                            exception = name(handle.owner());
                        }
                    });
                case InvokeInstruction call
                when call.owner().asInternalName().endsWith("/ExceptionMetadata$Builder") -> {
                    switch (call.name().stringValue()) {
                        case "errorCode" -> code = String.valueOf(last);
                        case "httpStatusCode" -> status = last instanceof Integer number ? number : 400;
                        case "build" -> {
                            if (code != null && exception != null) {
                                errors.putIfAbsent(exception, new ErrorModel(exception, code, status, null, "message"));
                            }
                            code = null;
                            status = 400;
                        }
                        default -> {}
                    }
                }
                default -> {}
            }
        }
    }

    private static void eachInstruction(MethodModel method, Consumer<CodeElement> consumer) {
        method.code().ifPresent(code -> code.forEach(consumer));
    }

    private ClassModel parse(String entry) throws IOException {
        ZipEntry found = jar.getEntry(entry);
        if (found == null) {
            throw new IOException(jar.getName() + " lacks " + entry);
        }
        try (var in = jar.getInputStream(found)) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }

    private static String name(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.startsWith("L")
                ? descriptor.substring(1, descriptor.length() - 1).replace('/', '.')
                : descriptor;
    }
}
