package io.brume.kernel.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.http.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests whose body is an XML document. */
class DocumentsTest {

    private static final String TAGS = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";

    private final EdgeService service = new EdgeService();
    private final TestServer server = TestServer.hosting(service);

    @AfterEach
    void close() {
        server.close();
    }

    private String put(String document, String header) {
        return server.raw("PUT /b?tagging HTTP/1.1\nHost: localhost\nConnection: close\n" + header + "Content-Length: "
                + document.length() + "\n\n" + document);
    }

    @Test
    void aDocumentThatIsWhatItsHeadersSayPasses() {
        assertThat(put(TAGS, "Content-MD5: jqzPL3CP1xqTN8blcrX3gg==\nx-amz-checksum-crc32: 5y4GWw==\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(service.objects).containsEntry("b", "a");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==, BadDigest",
        "Content-MD5: AAAA, InvalidDigest",
        "Content-MD5: no, InvalidDigest",
        "x-amz-checksum-crc32: AAAAAA==, BadDigest",
        "x-amz-checksum-sha256: AAAAAA==, InvalidRequest",
    })
    void aDocumentThatIsNotWhatItsHeadersSayIsRefused(String header, String code) {
        assertThat(put(TAGS, header + "\n")).startsWith("HTTP/1.1 400").contains("<Code>" + code + "</Code>");
        assertThat(service.objects).isEmpty();
    }

    @Test
    void aDocumentThatIsNoXmlIsMalformed() {
        for (String document : new String[] {"<Tagging>", "no xml", "<!DOCTYPE x><Tagging/>"}) {
            assertThat(put(document, ""))
                    .startsWith("HTTP/1.1 400")
                    .contains("<Code>MalformedXML</Code>", "did not validate against our published schema");
        }
    }
}
