package io.brume.kernel.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.brume.kernel.operation.Structure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Writes SDK values as JSON or CBOR. */
final class StructuredWriter {

    private final JsonGenerator out;
    private final Timestamps timestamps;

    private StructuredWriter(JsonGenerator out, Timestamps timestamps) {
        this.out = out;
        this.timestamps = timestamps;
    }

    /** What an error's body carries besides its members. */
    record ErrorHead(String type, String messageMember, String message) {}

    /**
     * A structure with some of its members.
     *
     * @param timestamps how the protocol writes moments
     */
    static byte[] write(JsonFactory format, Timestamps timestamps, SdkPojo value, List<SdkField<?>> members) {
        return write(format, timestamps, null, value, members);
    }

    /** An error: its type and message, then its modelled members. */
    static byte[] write(
            JsonFactory format,
            Timestamps timestamps,
            @Nullable ErrorHead error,
            @Nullable SdkPojo value,
            List<SdkField<?>> members) {
        var bytes = new ByteArrayBuilder(512);
        try (JsonGenerator generator = format.createGenerator(bytes)) {
            generator.writeStartObject();
            if (error != null) {
                generator.writeStringField("__type", error.type());
                generator.writeStringField(error.messageMember(), error.message());
            }
            if (value != null) {
                new StructuredWriter(generator, timestamps).members(value, members);
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void members(SdkPojo value, List<SdkField<?>> members) throws IOException {
        for (SdkField<?> field : members) {
            Object member = Structure.value(field, value);
            if (member != null) {
                out.writeFieldName(field.locationName());
                value(field, member);
            }
        }
    }

    private void value(SdkField<?> field, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        switch (field.marshallingType().getKnownType()) {
            case STRING -> out.writeString(value.toString());
            case INTEGER -> out.writeNumber((Integer) value);
            case LONG -> out.writeNumber((Long) value);
            case SHORT -> out.writeNumber((Short) value);
            case BYTE -> out.writeNumber((Byte) value);
            case FLOAT -> real((Float) value);
            case DOUBLE -> real((Double) value);
            case BIG_DECIMAL -> out.writeNumber((BigDecimal) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case INSTANT -> moment(field, (Instant) value);
            case SDK_BYTES -> out.writeBinary(((SdkBytes) value).asByteArrayUnsafe());
            case SDK_POJO -> {
                SdkPojo pojo = (SdkPojo) value;
                out.writeStartObject();
                members(pojo, Structure.of(pojo).all());
                out.writeEndObject();
            }
            case LIST -> {
                SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
                out.writeStartArray();
                for (Object item : (List<?>) value) {
                    value(member, item);
                }
                out.writeEndArray();
            }
            case MAP -> {
                SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
                out.writeStartObject();
                for (var entry : ((Map<?, ?>) value).entrySet()) {
                    out.writeFieldName(entry.getKey().toString());
                    value(member, entry.getValue());
                }
                out.writeEndObject();
            }
            case DOCUMENT -> document((Document) value);
            default -> throw new IllegalStateException("cannot write " + field.marshallingType());
        }
    }

    private void real(Float value) throws IOException {
        if (value.isNaN() || value.isInfinite()) {
            real(value.doubleValue());
        } else {
            out.writeNumber(value);
        }
    }

    /** JSON has no numbers for these three: AWS writes strings. */
    private void real(Double value) throws IOException {
        if ((value.isNaN() || value.isInfinite()) && !(out instanceof CBORGenerator)) {
            out.writeString(value.toString());
        } else {
            out.writeNumber(value);
        }
    }

    private void moment(SdkField<?> field, Instant moment) throws IOException {
        if (out instanceof CBORGenerator cbor) {
            cbor.writeTag(1);
            if (timestamps == Timestamps.EPOCH_MILLIS) {
                out.writeNumber(moment.toEpochMilli());
            } else {
                out.writeNumber(moment.toEpochMilli() / 1000d);
            }
            return;
        }
        Timestamps format = Timestamps.of(field, timestamps);
        if (format == Timestamps.EPOCH_SECONDS) {
            out.writeNumber(Timestamps.seconds(moment));
        } else {
            out.writeString(format.write(moment));
        }
    }

    private void document(Document document) throws IOException {
        if (document.isNull()) {
            out.writeNull();
        } else if (document.isString()) {
            out.writeString(document.asString());
        } else if (document.isBoolean()) {
            out.writeBoolean(document.asBoolean());
        } else if (document.isNumber()) {
            out.writeNumber(document.asNumber().bigDecimalValue());
        } else if (document.isList()) {
            out.writeStartArray();
            for (Document item : document.asList()) {
                document(item);
            }
            out.writeEndArray();
        } else {
            out.writeStartObject();
            for (var entry : document.asMap().entrySet()) {
                out.writeFieldName(entry.getKey());
                document(entry.getValue());
            }
            out.writeEndObject();
        }
    }
}
