package io.brume.bench.resilience;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.brume.bench.resilience.Template.Header;
import java.util.ArrayList;
import java.util.List;

/** Requests that HTTP lets through and whose head is wrong for AWS: headers, paths, queries, signatures. */
final class Heads {

    private static final List<Header> ODD = List.of(
            new Header("X-Amz-Target", ""),
            new Header("X-Amz-Target", "."),
            new Header("X-Amz-Target", "Comprehend_20171127."),
            new Header("X-Amz-Target", "Comprehend_20171127.NoSuchOperation"),
            new Header("X-Amz-Target", "Kinesis_20131202.SubscribeToShard"),
            new Header("X-Amz-Target", "a".repeat(2000)),
            new Header("smithy-protocol", "rpc-v2-cbor"),
            new Header("Content-Type", ""),
            new Header("Content-Type", "application/x-amz-cbor-1.1"),
            new Header("Content-Type", "application/x-www-form-urlencoded"),
            new Header("Content-Type", "multipart/form-data; boundary=x"),
            new Header("Content-Encoding", "gzip"),
            new Header("Content-Encoding", "aws-chunked,gzip"),
            new Header("Content-Encoding", "br, deflate"),
            new Header("Accept-Encoding", "\"\\"),
            new Header("Range", "bytes=9-1"),
            new Header("Range", "bytes=" + "9".repeat(40) + "-"),
            new Header("If-Modified-Since", "Thu, 99 Foo 0000 99:99:99 GMT"),
            new Header("x-amz-decoded-content-length", "-5"),
            new Header("x-amz-decoded-content-length", "x"),
            new Header("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
            new Header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            new Header("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-EVENTS"),
            new Header("x-amz-content-sha256", "0".repeat(64)),
            new Header("x-amz-trailer", "x-amz-checksum-crc32"),
            new Header("x-amz-date", "20240230T256161Z"),
            new Header("x-amz-date", "\u00e9\u00ff"),
            new Header("x-amz-security-token", "t".repeat(3000)),
            new Header("x-amz-meta-\u00fc", "\u00fc"),
            new Header("x-amz-meta-", "empty"),
            new Header("x-amz-request-attributes", "%%%"),
            new Header("Host", "photos.s3.us-east-1.amazonaws.com"),
            new Header("Host", ".s3.amazonaws.com"),
            new Header("Host", "..localhost"),
            new Header("Authorization", "Basic eDp5"),
            new Header("Authorization", "AWS AKID:c2ln"),
            new Header("Authorization", "AWS4-HMAC-SHA256"),
            new Header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=a/b/c/nosuchservice/aws4_request, SignedHeaders=host, Signature=0"),
            new Header("Authorization", "AWS4-HMAC-SHA256 Credential=/////, SignedHeaders=, Signature="),
            new Header(
                    "Authorization",
                    "AWS4-ECDSA-P256-SHA256 Credential=a/20240101/s3/aws4_request, SignedHeaders=host, Signature=0"));

    private static final List<String> TARGETS = List.of(
            "/%",
            "/%zz",
            "/%00",
            "/%ff",
            "/a%2",
            "/a%2fb/..;/c",
            "/../../etc/passwd",
            "/./././",
            "//",
            "///a//b",
            "/" + "a/".repeat(500),
            "/" + "%41".repeat(1000),
            "/\\",
            "/;jsessionid=1",
            "/bots/%ff/botAliases/%zz/botLocales/%/sessions/%c3%28/text",
            "/v1/voices?Engine=%zz",
            "/v1/voices?IncludeAdditionalLanguageCodes=maybe",
            "/photos?list-type=2&max-keys=99999999999999999999",
            "/photos?list-type=2&list-type=%",
            "/photos/a?partNumber=NaN&uploadId=%00",
            "/?&&&===&=",
            "/?" + "a&".repeat(5000),
            "/?Action=%zz",
            "/?Action=AssumeRole&Tags.member.1.Key=%00&Tags.member.99999999999=x",
            "/?Action=AssumeRole&Action=GetCallerIdentity",
            "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%&X-Amz-Signature=",
            "/?X-Amz-Signature",
            "/?%58-Amz-Signature=1&X-Amz-Expires=" + "9".repeat(50),
            "/service//operation/",
            "/service/Comprehend_20171127/operation/",
            "/service/Comprehend_20171127/operation/" + "x".repeat(3000),
            "/health/",
            "/health?x",
            "/metrics/../health");

    private final Source source;

    Heads(Source source) {
        this.source = source;
    }

    byte[] headerChanged() {
        Template template = source.any();
        List<Header> headers = new ArrayList<>(template.headers());
        int at = source.random().nextInt(headers.size());
        Header header = headers.get(at);
        byte[] value = Corruption.of(header.value().getBytes(ISO_8859_1), source.random());
        headers.set(at, new Header(header.name(), plain(new String(value, ISO_8859_1))));
        return source.signed(template.withHeaders(headers));
    }

    byte[] headerMissing() {
        Template template = source.any();
        return template.without(source.oneOf(template.headers()).name()).bytes();
    }

    byte[] headerOdd() {
        Template template = source.any();
        Header odd = source.chance(0.2) ? source.oneOf(template.headers()) : source.oneOf(ODD);
        boolean doubled = source.chance(0.3) && !odd.name().equals("Host");
        Template changed = doubled ? template.and(odd.name(), odd.value()) : template.with(odd.name(), odd.value());
        return source.chance(0.3) ? source.signed(changed) : changed.bytes();
    }

    byte[] target() {
        Template template = source.any();
        String target = source.chance(0.5)
                ? source.oneOf(TARGETS)
                : plain(new String(Corruption.of(template.target().getBytes(ISO_8859_1), source.random()), ISO_8859_1))
                        .replace(' ', '+')
                        .replace('#', '%');
        return source.signed(template.withTarget(target.startsWith("/") ? target : "/" + target));
    }

    byte[] signature() {
        Template template = source.any(t -> t.has("Authorization"));
        List<Header> headers = new ArrayList<>();
        for (Header header : template.headers()) {
            boolean change = header.name().equalsIgnoreCase("Authorization")
                    || header.name().toLowerCase(java.util.Locale.ROOT).startsWith("x-amz-") && source.chance(0.3);
            headers.add(change ? new Header(header.name(), changed(header.value())) : header);
        }
        return template.withHeaders(headers).bytes();
    }

    byte[] presigned() {
        Template template = source.any(t -> t.target().contains("X-Amz-Signature"));
        String changed = changed(template.target()).replace(' ', '+').replace('#', '%');
        return template.withTarget(changed.startsWith("/") ? changed : "/" + changed)
                .bytes();
    }

    private String changed(String value) {
        return plain(new String(Corruption.of(value.getBytes(ISO_8859_1), source.random()), ISO_8859_1));
    }

    /** Without what would end a line. */
    private static String plain(String value) {
        return value.replace('\r', '?').replace('\n', '?').replace('\0', '?');
    }
}
