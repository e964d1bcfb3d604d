package io.brume.kernel.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A request with what is read of it on the way: its query, its body, its form; each decoded once, within limits. */
public final class IncomingRequest {

    /** More parameters than any AWS operation takes. */
    private static final int MAX_PARAMETERS = 10_000;

    private final Exchange exchange;
    private final Limits limits;
    private @Nullable Map<String, List<String>> query;
    private @Nullable NavigableMap<String, String> form;
    private @Nullable InputStream stream;
    private byte @Nullable [] bytes;

    public IncomingRequest(Exchange exchange, Limits limits) {
        this.exchange = exchange;
        this.limits = limits;
    }

    public Exchange exchange() {
        return exchange;
    }

    public Limits limits() {
        return limits;
    }

    /** The decoded query parameters, in their order. */
    public Map<String, List<String>> query() {
        Map<String, List<String>> known = query;
        if (known == null) {
            query = known = parameters(exchange.rawQuery());
        }
        return known;
    }

    /** The body as a form. */
    public NavigableMap<String, String> form() throws IOException {
        NavigableMap<String, String> known = form;
        if (known == null) {
            known = new TreeMap<>();
            for (var parameter : parameters(text(bytes())).entrySet()) {
                known.put(parameter.getKey(), parameter.getValue().getFirst());
            }
            form = known;
        }
        return known;
    }

    /** Takes the query's parameters for the form: query requests may come by GET. */
    public void formFromQuery() {
        NavigableMap<String, String> parameters = new TreeMap<>();
        query().forEach((name, values) -> parameters.put(name, values.getFirst()));
        form = parameters;
    }

    /** A header as the operation is to see it: without the traces of how the body was wrapped for the way. */
    public @Nullable String header(String name) {
        String value = exchange.header(name);
        if (value == null) {
            return null;
        }
        if (name.equalsIgnoreCase("Content-Length")) {
            String decoded = exchange.header("x-amz-decoded-content-length");
            return decoded != null ? decoded : value;
        }
        if (name.equalsIgnoreCase("Content-Encoding")) {
            String rest = Stream.of(value.split(",", -1))
                    .map(String::strip)
                    .filter(encoding -> !encoding.isEmpty() && !encoding.equalsIgnoreCase("aws-chunked"))
                    .collect(Collectors.joining(","));
            return rest.isEmpty() ? null : rest;
        }
        return value;
    }

    /** Puts a decoded or verified stream in the body's place. */
    public void replaceBody(InputStream decoded) {
        stream = decoded;
    }

    /** The body as a stream. */
    public InputStream stream() throws IOException {
        InputStream known = stream;
        if (known == null) {
            stream = known = bytes != null ? new java.io.ByteArrayInputStream(bytes) : exchange.body();
        }
        return known;
    }

    /**
     * The whole body, inflated when it came compressed.
     *
     * @throws Fault when it is larger than the limit
     */
    public byte[] bytes() throws IOException {
        byte[] known = bytes;
        if (known == null) {
            InputStream in = stream();
            bytes = known = "gzip".equalsIgnoreCase(header("Content-Encoding")) ? inflated(in) : whole(in);
        }
        return known;
    }

    private byte[] inflated(InputStream in) throws IOException {
        try {
            return whole(new GZIPInputStream(in));
        } catch (ZipException | EOFException e) {
            throw Fault.serialization("The request's body is not valid gzip");
        }
    }

    private byte[] whole(InputStream in) throws IOException {
        byte[] body = in.readNBytes(limits.bodyBytes());
        if (body.length == limits.bodyBytes() && in.read() >= 0) {
            throw new Fault(
                    Fault.Kind.TOO_LARGE,
                    "Request must be smaller than " + limits.bodyBytes() + " bytes for this operation");
        }
        return body;
    }

    /**
     * Bytes as UTF-8 text.
     *
     * @throws Fault when they are none
     */
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Fault.serialization("The request's body is not valid UTF-8");
        }
    }

    private static Map<String, List<String>> parameters(@Nullable String encoded) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (encoded == null || encoded.isEmpty()) {
            return parameters;
        }
        int count = 0;
        for (int start = 0; start <= encoded.length(); ) {
            int end = encoded.indexOf('&', start);
            if (end < 0) {
                end = encoded.length();
            }
            if (end > start) {
                if (++count > MAX_PARAMETERS) {
                    throw Fault.serialization("The request has more than " + MAX_PARAMETERS + " parameters");
                }
                int equals = encoded.indexOf('=', start);
                boolean bare = equals < 0 || equals > end;
                String name = decode(encoded.substring(start, bare ? end : equals));
                String value = bare ? "" : decode(encoded.substring(equals + 1, end));
                parameters.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
            }
            start = end + 1;
        }
        return parameters;
    }

    /** Decodes a form's or a query's text: percent-encoding, and plus for a space. */
    private static String decode(String encoded) {
        if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
            return encoded;
        }
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Fault.serialization("The request has invalid percent-encoding");
        }
    }

    /** Decodes a part of a path, in which a plus is a plus. */
    public static String decodePath(String encoded) {
        return encoded.indexOf('%') < 0 ? encoded : decode(encoded.replace("+", "%2B"));
    }
}
