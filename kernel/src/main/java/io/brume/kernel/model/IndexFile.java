package io.brume.kernel.model;

import io.brume.kernel.model.Shape.Bounds;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes a {@link ServiceModel} as a compact binary file. */
public final class IndexFile {

    /** Raised with every change of the layout, so that a stale file is noticed. */
    private static final int LAYOUT = 0x42520001;

    private IndexFile() {}

    /** Where a client interface's index file is found on the class path. */
    public static String resource(String clientInterface) {
        return "META-INF/brume/services/" + clientInterface + ".idx";
    }

    /**
     * The model of a service.
     *
     * @param clientInterfaces the service's client interfaces, or some of them
     * @throws IOException when the class path has no index file for it
     */
    public static ServiceModel load(Iterable<Class<?>> clientInterfaces) throws IOException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context != null ? context : IndexFile.class.getClassLoader();
        for (Class<?> client : clientInterfaces) {
            for (String name : List.of(client.getName(), client.getName().replaceFirst("AsyncClient$", "Client"))) {
                InputStream in = loader.getResourceAsStream(resource(name));
                if (in != null) {
                    try (in) {
                        return read(in);
                    }
                }
            }
        }
        throw new IOException("no index of " + clientInterfaces
                + " on the class path: the module that brings it must run the index builder");
    }

    public static ServiceModel read(InputStream stream) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
        if (in.readInt() != LAYOUT) {
            throw new IOException("the index file has another layout: build again");
        }
        var model = new ServiceModel(
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                ServiceModel.Protocol.valueOf(in.readUTF()),
                text(in),
                text(in),
                text(in),
                in.readBoolean(),
                list(in, IndexFile::operation),
                list(in, IndexFile::error),
                new LinkedHashMap<>());
        for (int n = in.readInt(); n > 0; n--) {
            model.shapes().put(in.readUTF(), shape(in));
        }
        return model;
    }

    public static void write(ServiceModel model, OutputStream stream) throws IOException {
        var out = new DataOutputStream(stream);
        out.writeInt(LAYOUT);
        out.writeUTF(model.client());
        out.writeUTF(model.asyncClient());
        out.writeUTF(model.serviceId());
        out.writeUTF(model.signingName());
        out.writeUTF(model.protocol().name());
        text(out, model.targetPrefix());
        text(out, model.apiVersion());
        text(out, model.xmlNamespace());
        out.writeBoolean(model.queryCompatible());
        list(out, model.operations(), IndexFile::operation);
        list(out, model.errors(), IndexFile::error);
        out.writeInt(model.shapes().size());
        for (var shape : model.shapes().entrySet()) {
            out.writeUTF(shape.getKey());
            shape(out, shape.getValue());
        }
        out.flush();
    }

    private static OperationModel operation(DataInputStream in) throws IOException {
        return new OperationModel(
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                OperationModel.Kind.valueOf(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                in.readInt(),
                text(in),
                text(in));
    }

    private static void operation(DataOutputStream out, OperationModel operation) throws IOException {
        out.writeUTF(operation.name());
        out.writeUTF(operation.method());
        out.writeUTF(operation.descriptor());
        out.writeUTF(operation.request());
        out.writeUTF(operation.kind().name());
        out.writeUTF(operation.httpMethod());
        out.writeUTF(operation.uri());
        out.writeInt(operation.status());
        text(out, operation.target());
        text(out, operation.input());
    }

    private static ErrorModel error(DataInputStream in) throws IOException {
        return new ErrorModel(in.readUTF(), in.readUTF(), in.readInt(), text(in), in.readUTF());
    }

    private static void error(DataOutputStream out, ErrorModel error) throws IOException {
        out.writeUTF(error.exception());
        out.writeUTF(error.code());
        out.writeInt(error.status());
        text(out, error.queryCode());
        out.writeUTF(error.messageMember());
    }

    private static Shape shape(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 0 -> new Shape.Structure(list(in, source -> source.readUTF()), members(in));
            case 1 -> new Shape.ListOf(bounds(in), in.readUTF());
            case 2 -> new Shape.MapOf(bounds(in), in.readUTF(), in.readUTF());
            case 3 -> new Shape.Text(bounds(in), text(in), list(in, source -> source.readUTF()), in.readBoolean());
            case 4 -> new Shape.Amount(bounds(in), in.readBoolean());
            default -> throw new IOException("the index file is damaged: build again");
        };
    }

    private static void shape(DataOutputStream out, Shape shape) throws IOException {
        switch (shape) {
            case Shape.Structure s -> {
                out.writeByte(0);
                list(out, s.required(), DataOutputStream::writeUTF);
                out.writeInt(s.members().size());
                for (var member : s.members().entrySet()) {
                    out.writeUTF(member.getKey());
                    out.writeUTF(member.getValue());
                }
            }
            case Shape.ListOf l -> {
                out.writeByte(1);
                bounds(out, l.length());
                out.writeUTF(l.member());
            }
            case Shape.MapOf m -> {
                out.writeByte(2);
                bounds(out, m.length());
                out.writeUTF(m.key());
                out.writeUTF(m.value());
            }
            case Shape.Text t -> {
                out.writeByte(3);
                bounds(out, t.length());
                text(out, t.pattern());
                list(out, t.values(), DataOutputStream::writeUTF);
                out.writeBoolean(t.sensitive());
            }
            case Shape.Amount a -> {
                out.writeByte(4);
                bounds(out, a.bounds());
                out.writeBoolean(a.blob());
            }
        }
    }

    private static Map<String, String> members(DataInputStream in) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            members.put(in.readUTF(), in.readUTF());
        }
        return members;
    }

    private static Bounds bounds(DataInputStream in) throws IOException {
        return new Bounds(number(in), number(in));
    }

    private static void bounds(DataOutputStream out, Bounds bounds) throws IOException {
        number(out, bounds.min());
        number(out, bounds.max());
    }

    private static @Nullable Double number(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readDouble() : null;
    }

    private static void number(DataOutputStream out, @Nullable Double number) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeDouble(number);
        }
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    private static <T> List<T> list(DataInputStream in, Reader<T> reader) throws IOException {
        List<T> list = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            list.add(reader.read(in));
        }
        return list;
    }

    private static <T> void list(DataOutputStream out, List<T> list, Writer<T> writer) throws IOException {
        out.writeInt(list.size());
        for (T value : list) {
            writer.write(out, value);
        }
    }
}
