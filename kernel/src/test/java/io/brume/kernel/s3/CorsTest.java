package io.brume.kernel.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.http.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CorsTest {

    private final EdgeService service = new EdgeService();
    private final TestServer server =
            TestServer.with().hosting(service).keys("ID:SECRET").start();

    @AfterEach
    void close() {
        server.close();
    }

    private String ask(String path, String... headers) {
        return server.raw("OPTIONS " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n"
                + String.join("\n", headers) + "\n\n");
    }

    @Test
    void aPreflightThatARuleAllowsIsAnsweredByIt() {
        assertThat(ask(
                        "/open/k",
                        "Origin: https://app.example.com",
                        "Access-Control-Request-Method: PUT",
                        "Access-Control-Request-Headers: content-type, x-amz-date"))
                .startsWith("HTTP/1.1 200")
                .contains(
                        "Access-Control-Allow-Origin: https://app.example.com",
                        "Access-Control-Allow-Credentials: true",
                        "Access-Control-Allow-Methods: GET, PUT",
                        "Access-Control-Allow-Headers: content-type, x-amz-date",
                        "Access-Control-Expose-Headers: ETag, x-amz-request-id",
                        "Access-Control-Max-Age: 3000",
                        "Vary: Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
                        "Content-Length: 0");
    }

    @Test
    void theFirstRuleThatFitsAnswers() {
        assertThat(ask("/open/k", "Origin: https://elsewhere.test", "Access-Control-Request-Method: GET"))
                .contains("Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: GET\r")
                .doesNotContain("Allow-Credentials", "Max-Age");
    }

    @Test
    void aPreflightThatNoRuleAllowsIsForbidden() {
        for (String[] headers : new String[][] {
            {"Origin: https://elsewhere.test", "Access-Control-Request-Method: PUT"},
            {"Origin: https://example.com", "Access-Control-Request-Method: PUT"},
            {"Origin: https://app.example.com", "Access-Control-Request-Method: DELETE"},
            {
                "Origin: https://app.example.com",
                "Access-Control-Request-Method: PUT",
                "Access-Control-Request-Headers: authorization"
            }
        }) {
            assertThat(ask("/open/k", headers))
                    .startsWith("HTTP/1.1 403")
                    .contains("<Code>AccessForbidden</Code>", "<ResourceType>OBJECT</ResourceType>")
                    .doesNotContain("Access-Control-Allow");
        }
    }

    @Test
    void aPreflightIsRefusedWithTheReason() {
        String origin = "Origin: https://app.example.com";
        assertThat(ask("/open/k"))
                .startsWith("HTTP/1.1 400")
                .contains("Insufficient information. Origin request header needed.");
        assertThat(ask("/open/k", origin))
                .startsWith("HTTP/1.1 400")
                .contains("Invalid Access-Control-Request-Method: null");
        assertThat(ask("/other/k", origin)).contains("CORS is not enabled for this bucket.");
        assertThat(ask("/none/k", origin)).startsWith("HTTP/1.1 403").contains("CORSResponse: Bucket not found");
    }

    @Test
    void answersToAPageCarryTheRuleAndOthersDoNot() {
        service.objects.put("open/k", "content");
        String get = "GET /open/k HTTP/1.1\nHost: localhost\nConnection: close\n";

        assertThat(server.raw(get + "Origin: https://app.example.com\n\n"))
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: https://app.example.com")
                .endsWith("content");
        assertThat(server.raw(get + "\n")).startsWith("HTTP/1.1 200").doesNotContain("Access-Control");
        assertThat(
                        server.raw(
                                "GET /other/k HTTP/1.1\nHost: localhost\nConnection: close\nOrigin: https://app.example.com\n\n"))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("Access-Control");
    }

    @Test
    void unsignedRequestsPassOnlyWhereEveryoneMay() {
        service.objects.put("open/k", "content");
        service.objects.put("other/k", "content");

        assertThat(server.raw("GET /open/k HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 200");
        for (String refused : new String[] {
            "GET /other/k HTTP/1.1\n", "PUT /open/k HTTP/1.1\nContent-Length: 1\n", "DELETE /open/k HTTP/1.1\n"
        }) {
            assertThat(server.raw(refused + "Host: localhost\nConnection: close\n\nx"))
                    .startsWith("HTTP/1.1 403")
                    .contains("<Code>AccessDenied</Code>", "<Message>Access Denied</Message>");
        }
        assertThat(service.objects).containsEntry("open/k", "content");
    }
}
