package io.brume.serverless.dynamodb.item;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items as bytes: a value is the number of its kind and its content; texts, bytes and collections begin with their length, seven
 * bits in a byte, the lowest first.
 */
public final class ItemCodec {

    private static final int FORMAT = 1;
    private static final Kind[] KINDS = Kind.values();

    private ItemCodec() {}

    public static byte[] write(Map<String, AttributeValue> item) {
        var out = new ByteArrayOutputStream(256);
        out.write(FORMAT);
        write(out, item);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Map<String, AttributeValue> map) {
        length(out, map.size());
        map.forEach((name, value) -> {
            write(out, name);
            write(out, value);
        });
    }

    private static void write(ByteArrayOutputStream out, AttributeValue value) {
        Kind kind = Kind.of(value);
        out.write(kind.ordinal());
        switch (kind) {
            case S -> write(out, value.s());
            case N -> write(out, value.n());
            case B -> write(out, value.b().asByteArrayUnsafe());
            case SS -> texts(out, value.ss());
            case NS -> texts(out, value.ns());
            case BS -> {
                length(out, value.bs().size());
                value.bs().forEach(member -> write(out, member.asByteArrayUnsafe()));
            }
            case M -> write(out, value.m());
            case L -> {
                length(out, value.l().size());
                value.l().forEach(item -> write(out, item));
            }
            case BOOL -> out.write(value.bool() ? 1 : 0);
            case NULL -> {}
        }
    }

    private static void texts(ByteArrayOutputStream out, List<String> texts) {
        length(out, texts.size());
        texts.forEach(text -> write(out, text));
    }

    private static void write(ByteArrayOutputStream out, String text) {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(ByteArrayOutputStream out, byte[] bytes) {
        length(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void length(ByteArrayOutputStream out, int length) {
        int left = length;
        while (left >= 0x80) {
            out.write(left & 0x7F | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }

    public static Map<String, AttributeValue> read(byte[] bytes) {
        try {
            var in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (in.readByte() != FORMAT) {
                throw new IllegalStateException("an item in a format that this version does not know");
            }
            return map(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, AttributeValue> map(DataInputStream in) throws IOException {
        int size = length(in);
        Map<String, AttributeValue> map = LinkedHashMap.newLinkedHashMap(size);
        for (int i = 0; i < size; i++) {
            map.put(text(in), value(in));
        }
        return map;
    }

    private static AttributeValue value(DataInputStream in) throws IOException {
        return switch (KINDS[in.readByte()]) {
            case S -> AttributeValue.fromS(text(in));
            case N -> AttributeValue.fromN(text(in));
            case B -> AttributeValue.fromB(bytes(in));
            case SS -> AttributeValue.fromSs(list(in, ItemCodec::text));
            case NS -> AttributeValue.fromNs(list(in, ItemCodec::text));
            case BS -> AttributeValue.fromBs(list(in, ItemCodec::bytes));
            case M -> AttributeValue.fromM(map(in));
            case L -> AttributeValue.fromL(list(in, ItemCodec::value));
            case BOOL -> AttributeValue.fromBool(in.readByte() != 0);
            case NULL -> AttributeValue.fromNul(true);
        };
    }

    /** Reads one value. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static <T> List<T> list(DataInputStream in, Reader<T> reader) throws IOException {
        int size = length(in);
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(reader.read(in));
        }
        return list;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(length(in)), StandardCharsets.UTF_8);
    }

    private static SdkBytes bytes(DataInputStream in) throws IOException {
        return SdkBytes.fromByteArrayUnsafe(in.readNBytes(length(in)));
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in.readUnsignedByte();
            length |= (part & 0x7F) << shift;
            if (part < 0x80) {
                return length;
            }
        }
    }
}
