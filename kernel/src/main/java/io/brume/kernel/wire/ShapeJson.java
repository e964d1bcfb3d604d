package io.brume.kernel.wire;

import io.brume.kernel.operation.Structure;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** SDK shapes as JSON documents: every member by its name on the wire, wherever a protocol would put it. Moments keep milliseconds. */
public final class ShapeJson {

    private static final int DEPTH = 500;

    private ShapeJson() {}

    public static byte[] write(SdkPojo shape) {
        return StructuredWriter.write(
                BodyProtocol.Formats.JSON,
                Timestamps.EPOCH_SECONDS,
                shape,
                Structure.of(shape).all());
    }

    /**
     * Reads a document that {@link #write} made, also with an older version of the shape.
     *
     * @param builder the shape's builder
     * @throws Fault when it is no such document
     */
    public static SdkPojo read(byte[] json, SdkPojo builder) {
        StructuredReader.read(BodyProtocol.Formats.JSON, json, Timestamps.EPOCH_SECONDS, DEPTH, builder);
        return (SdkPojo) ((Buildable) builder).build();
    }
}
