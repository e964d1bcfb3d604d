package io.brume.kernel.s3;

import io.brume.kernel.wire.CallersBody;
import io.brume.kernel.wire.Exchange;
import io.brume.kernel.wire.Fault;
import io.brume.kernel.wire.XmlTree;
import io.brume.kernel.wire.XmlWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An upload by a browser's form, in the shape of the PutObject request that it amounts to: its fields are the headers, its file is
 * the body. What PutObject answers becomes what S3 answers to a form.
 */
public final class BrowserUpload implements Exchange {

    /** Fields that are headers of PutObject by the same name. */
    private static final Set<String> HEADERS = Set.of(
            "cache-control",
            "content-type",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-md5",
            "expires");

    /** Fields that begin like headers and are none, or would make another request of this one. */
    private static final Set<String> NO_HEADERS = Set.of(
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-signature",
            "x-amz-security-token",
            "x-amz-content-sha256",
            "x-amz-decoded-content-length",
            "x-amz-trailer",
            "x-amz-target");

    private final Exchange form;
    private final Address address;
    private final Map<String, String> fields;
    private final Map<String, String> headers = new HashMap<>();
    private final InputStream file;
    private int status = 200;
    private String eTag = "";

    private BrowserUpload(Exchange form, Address address, Map<String, String> fields, InputStream file) {
        this.form = form;
        this.address = address;
        this.fields = fields;
        this.file = file;
        fields.forEach((name, value) -> {
            boolean header = name.startsWith("x-amz-") && !NO_HEADERS.contains(name) && !name.startsWith("x-amz-copy-");
            if (header || HEADERS.contains(name)) {
                headers.put(name, value);
            }
        });
        headers.put("host", "localhost");
        String acl = fields.get("acl");
        if (acl != null) {
            headers.put("x-amz-acl", acl);
        }
        String tagging = fields.get("tagging");
        if (tagging != null) {
            headers.put("x-amz-tagging", tags(tagging));
        }
    }

    /** Whether a request is such an upload. */
    public static boolean is(Exchange exchange) {
        String type = exchange.header("content-type");
        return exchange.method().equals("POST")
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
                && exchange.header("authorization") == null;
    }

    /**
     * Reads the form up to its file and checks its policy, where it has one; whose signature it carries is left to be verified.
     *
     * @throws S3Refusal when S3 would refuse the form
     */
    public static BrowserUpload of(Exchange exchange, Instant now) throws IOException {
        Address place = Address.of(exchange);
        if (place.bucket().isEmpty() || !place.key().isEmpty()) {
            throw new S3Refusal(
                    405,
                    "MethodNotAllowed",
                    "The specified method is not allowed against this resource.",
                    "Method",
                    "POST",
                    "ResourceType",
                    place.bucket().isEmpty() ? "SERVICE" : "OBJECT");
        }
        var form = new MultipartForm(new CallersBody(exchange.body()), String.valueOf(exchange.header("content-type")));
        Map<String, String> fields = form.fields();
        String key = fields.get("key");
        if (key == null || key.isEmpty()) {
            throw new S3Refusal(
                    400,
                    "InvalidArgument",
                    key == null
                            ? "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of"
                                    + " the fields."
                            : "User key must have a length greater than 0.",
                    "ArgumentName",
                    "key",
                    "ArgumentValue",
                    "");
        }
        String named = Address.checked(key.replace("${filename}", form.fileName()));
        fields.put("key", named);
        fields.put("bucket", place.bucket());
        InputStream file = form.file();
        String document = fields.get("policy");
        if (document != null) {
            var policy = new PostPolicy(document);
            policy.check(fields, now);
            file = new Measured(file, policy.smallest(), policy.largest());
        }
        return new BrowserUpload(exchange, new Address(place.bucket(), named), fields, file);
    }

    /** The form's fields by lower-case names. */
    public Map<String, String> fields() {
        return fields;
    }

    private static String tags(String xml) {
        try {
            var tags = new StringBuilder();
            for (XmlTree set :
                    XmlTree.parse(xml.getBytes(StandardCharsets.UTF_8), 8).named("TagSet")) {
                for (XmlTree tag : set.named("Tag")) {
                    tags.append(tags.isEmpty() ? "" : "&")
                            .append(encoded(text(tag, "Key")))
                            .append('=')
                            .append(encoded(text(tag, "Value")));
                }
            }
            return tags.toString();
        } catch (Fault e) {
            throw new S3Refusal(400, "MalformedXML", String.valueOf(e.getMessage()));
        }
    }

    private static String text(XmlTree tag, String member) {
        List<XmlTree> found = tag.named(member);
        return found.isEmpty() ? "" : found.getFirst().text().toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A file that has to have a certain size; reading it fails as soon as it cannot have it any more. */
    private static final class Measured extends FilterInputStream {

        private final long smallest;
        private final long largest;
        private long size;

        Measured(InputStream in, long smallest, long largest) {
            super(in);
            this.smallest = smallest;
            this.largest = largest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = in.read(b, off, len);
            size += Math.max(0, n);
            if (size > largest) {
                throw new S3Refusal(
                        400,
                        "EntityTooLarge",
                        "Your proposed upload exceeds the maximum allowed size",
                        "ProposedSize",
                        Long.toString(size),
                        "MaxSizeAllowed",
                        Long.toString(largest));
            }
            if (n < 0 && size < smallest) {
                throw new S3Refusal(
                        400,
                        "EntityTooSmall",
                        "Your proposed upload is smaller than the minimum allowed size",
                        "ProposedSize",
                        Long.toString(size),
                        "MinSizeAllowed",
                        Long.toString(smallest));
            }
            return n;
        }
    }

    @Override
    public String method() {
        return "PUT";
    }

    @Override
    public String rawPath() {
        return "/" + encoded(address.bucket()) + "/" + encoded(address.key()).replace("%2F", "/");
    }

    @Override
    public @Nullable String rawQuery() {
        return null;
    }

    @Override
    public List<String> headers(String name) {
        String value = headers.get(name.toLowerCase(Locale.ROOT));
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public Iterable<String> headerNames() {
        return headers.keySet();
    }

    @Override
    public String sourceAddress() {
        return form.sourceAddress();
    }

    @Override
    public InputStream body() {
        return file;
    }

    @Override
    public void status(int code) {
        status = code;
    }

    @Override
    public int status() {
        return form.isCommitted() ? form.status() : status;
    }

    @Override
    public void setHeader(String name, String value) {
        if (name.equalsIgnoreCase("etag")) {
            eTag = value;
        }
        form.setHeader(name, value);
    }

    @Override
    public OutputStream respond(long length) throws IOException {
        form.status(status);
        return form.respond(length);
    }

    @Override
    public boolean isCommitted() {
        return form.isCommitted();
    }

    @Override
    public void respond(int code, @Nullable String contentType, byte[] body) throws IOException {
        if (code != 200) {
            form.respond(code, contentType, body);
            return;
        }
        String location = location();
        URI redirect = redirect();
        if (redirect != null) {
            form.setHeader("Location", redirect.toString());
            form.respond(303, null, new byte[0]);
            return;
        }
        form.setHeader("Location", location);
        switch (fields.getOrDefault("success_action_status", "204")) {
            case "200" -> form.respond(200, null, new byte[0]);
            case "201" -> form.respond(201, "application/xml", created(location));
            default -> form.respond(204, null, new byte[0]);
        }
    }

    private String location() {
        String host = form.header("host");
        String base = host == null ? "" : "http://" + host;
        String key = encoded(address.key());
        return Address.bucketOfHost(host) != null
                ? base + "/" + key
                : base + "/" + encoded(address.bucket()) + "/" + key;
    }

    /** Where the browser is to be sent; null when nowhere. */
    private @Nullable URI redirect() {
        String wanted = fields.getOrDefault("success_action_redirect", fields.get("redirect"));
        if (wanted == null) {
            return null;
        }
        String added =
                "bucket=" + encoded(address.bucket()) + "&key=" + encoded(address.key()) + "&etag=" + encoded(eTag);
        try {
            URI target = new URI(wanted);
            boolean web = "http".equalsIgnoreCase(target.getScheme()) || "https".equalsIgnoreCase(target.getScheme());
            return web && target.getHost() != null
                    ? new URI(wanted + (target.getRawQuery() == null ? "?" : "&") + added)
                    : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private byte[] created(String location) {
        var xml = new XmlWriter()
                .open("PostResponse")
                .element("Location", location)
                .element("Bucket", address.bucket())
                .element("Key", address.key())
                .element("ETag", eTag)
                .close("PostResponse");
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml).getBytes(StandardCharsets.UTF_8);
    }
}
