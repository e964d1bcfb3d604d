package io.brume.kernel.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.http.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserUploadTest {

    private final EdgeService service = new EdgeService();
    private final TestServer open = TestServer.hosting(service);
    private final TestServer guarded =
            TestServer.with().hosting(service).keys("ID:SECRET:111122223333").start();

    @AfterEach
    void close() {
        open.close();
        guarded.close();
    }

    private static String part(String name, String value) {
        return "--XX\nContent-Disposition: form-data; name=\"" + name + "\"\n\n" + value + "\n";
    }

    private static String file(String content) {
        return "--XX\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\temp\\photo.png\"\n"
                + "Content-Type: image/png\n\n" + content + "\n--XX--\n";
    }

    private static String form(Map<String, String> fields, String content) {
        var form = new StringBuilder();
        fields.forEach((name, value) -> form.append(part(name, value)));
        return form + file(content);
    }

    private static String post(TestServer server, String path, String body) {
        return server.raw("POST " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n"
                + "Content-Type: multipart/form-data; boundary=XX\nContent-Length: "
                + body.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1).length + "\n\n" + body);
    }

    /** The fields of a form that is signed with the key of {@link #guarded}. */
    private static Map<String, String> signed(Map<String, String> fields, String conditions, Duration valid) {
        String moment = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        String day = moment.substring(0, 8);
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        all.put("X-Amz-Credential", "ID/" + day + "/eu-west-1/s3/aws4_request");
        all.put("X-Amz-Date", moment);
        String policy = "{\"expiration\": \"" + Instant.now().plus(valid) + "\", \"conditions\": [" + conditions
                + "[\"starts-with\", \"$x-amz-algorithm\", \"AWS4\"], [\"starts-with\", \"$X-Amz-Credential\", \"\"],"
                + " [\"starts-with\", \"$x-amz-date\", \"\"]]}";
        String base64 = Base64.getEncoder().encodeToString(policy.getBytes(StandardCharsets.UTF_8));
        all.put("Policy", base64);
        byte[] key = hmac(
                hmac(hmac(hmac("AWS4SECRET".getBytes(StandardCharsets.UTF_8), day), "eu-west-1"), "s3"),
                "aws4_request");
        all.put("X-Amz-Signature", HexFormat.of().formatHex(hmac(key, base64)));
        return all;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final String CONDITIONS = "{\"bucket\": \"b\"}, [\"starts-with\", \"$key\", \"in/\"],"
            + " [\"content-length-range\", 2, 10], [\"eq\", \"$x-amz-meta-colour\", \"blue\"],"
            + " [\"starts-with\", \"$Content-Type\", \"image/\"],";

    private static final Map<String, String> FIELDS =
            Map.of("key", "in/${filename}", "x-amz-meta-colour", "blue", "Content-Type", "image/png");

    @Test
    void aFormIsAnUpload() {
        String answer = post(
                open,
                "/b",
                form(
                        Map.of(
                                "key", "in/${filename}",
                                "Content-Type", "image/png",
                                "Cache-Control", "no-cache",
                                "acl", "private",
                                "x-amz-meta-Colour", "blue",
                                "tagging",
                                        "<Tagging><TagSet><Tag><Key>a b</Key><Value>1&amp;2</Value></Tag></TagSet></Tagging>"),
                        "content"));

        assertThat(answer)
                .startsWith("HTTP/1.1 204")
                .contains("ETag: \"e\"", "Location: http://localhost/b/in%2Fphoto.png".replace("%2F", "%2F"));
        assertThat(service.objects).containsExactly(Map.entry("b/in/photo.png", "content"));
        var put = service.puts.getFirst();
        assertThat(put.contentType()).isEqualTo("image/png");
        assertThat(put.cacheControl()).isEqualTo("no-cache");
        assertThat(put.aclAsString()).isEqualTo("private");
        assertThat(put.metadata()).containsExactly(Map.entry("colour", "blue"));
        assertThat(put.tagging()).isEqualTo("a%20b=1%262");
        assertThat(service.contexts.getFirst().form()).isTrue();
    }

    @Test
    void theFormSaysHowSuccessIsAnswered() {
        assertThat(post(open, "/b/", form(Map.of("key", "k", "success_action_status", "200"), "x")))
                .startsWith("HTTP/1.1 200");
        assertThat(post(open, "/b", form(Map.of("key", "a&b", "success_action_status", "201"), "x")))
                .startsWith("HTTP/1.1 201")
                .contains("<PostResponse><Location>http://localhost/b/a%26b</Location><Bucket>b</Bucket>")
                .contains("<Key>a&amp;b</Key><ETag>&quot;e&quot;</ETag></PostResponse>");
        assertThat(post(open, "/b", form(Map.of("key", "k", "success_action_status", "999"), "x")))
                .startsWith("HTTP/1.1 204");
        assertThat(post(
                        open,
                        "/b",
                        form(Map.of("key", "k", "success_action_redirect", "https://app.test/done?x=1"), "x")))
                .startsWith("HTTP/1.1 303")
                .contains("Location: https://app.test/done?x=1&bucket=b&key=k&etag=%22e%22");
        assertThat(post(open, "/b", form(Map.of("key", "k", "success_action_redirect", "javascript:alert(1)"), "x")))
                .startsWith("HTTP/1.1 204");
    }

    @Test
    void aSignedFormPassesWhereThereAreKeys() {
        assertThat(post(guarded, "/b", form(signed(FIELDS, CONDITIONS, Duration.ofMinutes(1)), "content")))
                .startsWith("HTTP/1.1 204");
        assertThat(service.objects).containsExactly(Map.entry("b/in/photo.png", "content"));
        assertThat(service.contexts.getFirst().caller().accountId()).isEqualTo("111122223333");
    }

    @Test
    void aFormThatIsNotSignedOrWronglyIsRefusedWhereThereAreKeys() {
        Map<String, String> wrong = signed(FIELDS, CONDITIONS, Duration.ofMinutes(1));
        wrong.put("X-Amz-Signature", "0".repeat(64));
        Map<String, String> nobody = signed(FIELDS, CONDITIONS, Duration.ofMinutes(1));
        nobody.computeIfPresent("X-Amz-Credential", (_, value) -> value.replace("ID", "NOBODY"));
        Map<String, String> without = signed(FIELDS, CONDITIONS, Duration.ofMinutes(1));
        without.remove("X-Amz-Signature");

        assertThat(post(guarded, "/b", form(FIELDS, "content")))
                .startsWith("HTTP/1.1 403")
                .contains("AccessDenied");
        assertThat(post(guarded, "/b", form(wrong, "content"))).contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(post(guarded, "/b", form(nobody, "content"))).contains("<Code>InvalidAccessKeyId</Code>");
        assertThat(post(guarded, "/b", form(without, "content")))
                .startsWith("HTTP/1.1 400")
                .contains("Bucket POST must contain a field named &apos;X-Amz-Signature&apos;".replace("&apos;", "'"));
        assertThat(service.objects).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "key, out/x, 'Policy Condition failed: [&quot;starts-with&quot;, &quot;$key&quot;, &quot;in/&quot;]'",
        "x-amz-meta-colour, red, 'Policy Condition failed: [&quot;eq&quot;, &quot;$x-amz-meta-colour&quot;, &quot;blue&quot;]'",
        "Content-Type, 'image/png,text/html', 'Policy Condition failed: [&quot;starts-with&quot;, &quot;$Content-Type&quot;'",
        "x-amz-meta-other, x, 'Extra input fields: x-amz-meta-other'",
        "acl, public-read, 'Extra input fields: acl'",
    })
    void aFieldThatThePolicyDoesNotAllowIsRefused(String name, String value, String why) {
        for (TestServer server : new TestServer[] {open, guarded}) {
            Map<String, String> fields = new LinkedHashMap<>(FIELDS);
            fields.put(name, value);
            assertThat(post(server, "/b", form(signed(fields, CONDITIONS, Duration.ofMinutes(1)), "content")))
                    .startsWith("HTTP/1.1 403")
                    .contains("<Code>AccessDenied</Code><Message>Invalid according to Policy: " + why);
        }
        assertThat(service.objects).isEmpty();
    }

    @Test
    void aPolicyHoldsForItsBucketItsTimeAndItsSizes() {
        Map<String, String> good = signed(FIELDS, CONDITIONS, Duration.ofMinutes(1));
        assertThat(post(guarded, "/c", form(good, "content")))
                .contains("Policy Condition failed: [&quot;eq&quot;, &quot;$bucket&quot;");
        assertThat(post(guarded, "/b", form(signed(FIELDS, CONDITIONS, Duration.ofMinutes(-1)), "content")))
                .startsWith("HTTP/1.1 403")
                .contains("Invalid according to Policy: Policy expired.");
        assertThat(post(guarded, "/b", form(good, "12345678901")))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>EntityTooLarge</Code>", "<MaxSizeAllowed>10</MaxSizeAllowed>");
        assertThat(post(guarded, "/b", form(good, "1")))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>EntityTooSmall</Code>", "<MinSizeAllowed>2</MinSizeAllowed>");
        assertThat(service.objects).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "[]",
                "{}",
                "{\"expiration\": \"2099-01-01T00:00:00Z\"}",
                "{\"expiration\": \"tomorrow\", \"conditions\": []}",
                "{\"expiration\": \"2099-01-01T00:00:00Z\", \"conditions\": [[\"like\", \"$key\", \"x\"]]}",
                "{\"expiration\": \"2099-01-01T00:00:00Z\", \"conditions\": [{\"key\": 1}]}",
                "{\"expiration\": \"2099-01-01T00:00:00Z\", \"conditions\": [[\"content-length-range\", \"a\", -1]]}",
            })
    void aPolicyThatIsNoneIsRefused(String policy) {
        String base64 = Base64.getEncoder().encodeToString(policy.getBytes(StandardCharsets.UTF_8));
        assertThat(post(open, "/b", form(Map.of("key", "k", "policy", base64), "x")))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>InvalidPolicyDocument</Code>");
    }

    @Test
    void aFormThatIsNoneIsRefused() {
        String name = part("key", "k");
        for (String body : new String[] {
            "",
            "nothing",
            "--XX",
            "--XX\n",
            "--YY\n\n",
            "--XX\nno header\n\nx\n--XX--\n",
            name,
            name + "--XX\nContent-Disposition: form-data; name=\"file\"\n\nnever ends",
            "x".repeat(5000) + "\n" + name
        }) {
            assertThat(post(open, "/b", body)).startsWith("HTTP/1.1 400").contains("<Code>MalformedPOSTRequest</Code>");
        }
        assertThat(post(open, "/b", name + "--XX--\n")).contains("POST requires exactly one file upload per request.");
        assertThat(post(open, "/b", file("x"))).contains("Bucket POST must contain a field named 'key'.");
        assertThat(post(open, "/b", part("key", "") + file("x")))
                .contains("User key must have a length greater than 0.");
        assertThat(post(open, "/b", part("key", "k".repeat(1025)) + file("x")))
                .contains("<Code>KeyTooLongError</Code>");
        assertThat(post(open, "/b", part("x-ignore-a", "k".repeat(30_000)) + name + file("x")))
                .contains("<Code>MaxPostPreDataLengthExceededError</Code>");
        assertThat(post(open, "/b/k", name + file("x"))).startsWith("HTTP/1.1 405");
        assertThat(service.objects).isEmpty();
    }

    @Test
    void whatLooksLikeAnEndIsContent() {
        String content = "\n--X\n--XY-\n\n--\n--XX".repeat(3).replace("\n--XX", "\n--XW") + "\r";
        assertThat(post(open, "/b", part("key", "k") + file(content))).startsWith("HTTP/1.1 204");
        assertThat(service.objects).containsEntry("b/k", content.replace("\n", "\r\n"));
    }

    @Test
    void aLargeFilePassesThrough() {
        String content = "0123456789abcde\r".repeat(100_000);
        assertThat(post(open, "/b", part("key", "k") + file(content))).startsWith("HTTP/1.1 204");
        assertThat(service.objects.get("b/k")).isEqualTo(content);
    }

    @Test
    void noFieldMakesAnotherRequestOfIt() {
        assertThat(post(
                        open,
                        "/b",
                        form(Map.of("key", "k", "x-amz-copy-source", "other/secret", "x-amz-trailer", "x"), "content")))
                .startsWith("HTTP/1.1 204");
        assertThat(service.objects).containsExactly(Map.entry("b/k", "content"));
    }
}
