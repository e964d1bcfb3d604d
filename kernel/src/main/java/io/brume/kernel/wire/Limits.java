package io.brume.kernel.wire;

/**
 * How much of a request is taken in.
 *
 * @param bodyBytes the largest body of an operation that does not stream it
 * @param nesting the deepest nesting of JSON, CBOR, XML and query parameters
 */
public record Limits(int bodyBytes, int nesting) {

    public static final Limits DEFAULT = new Limits(64 << 20, 128);
}
