package io.brume.bench.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.brume.bench.resilience.Template.Header;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests that must be answered rightly whatever was sent before. */
final class GoodRequest {

    /** Long enough for engines to load. */
    private static final int DEADLINE_MILLIS = 60_000;

    private static final String ENGLISH =
            "{\"LanguageCode\":\"en\",\"Text\":\"Ada Lovelace was happy to live in London.\",\"TextList\":[\"In Paris.\"]}";

    /** What malformed requests may turn into, so that all engines that they load are loaded, and what must be in the answers. */
    private static final Map<String, String> COMPREHEND = Map.of(
            "DetectDominantLanguage", "\"en\"",
            "DetectSentiment", "POSITIVE",
            "DetectSyntax", "PROPN",
            "BatchDetectEntities", "\"LOCATION\"");

    private GoodRequest() {}

    private record Expected(Template request, String text) {}

    /** What is wrong at a server, one line each. */
    static List<Violation> failures(Target target, long seed) {
        List<Violation> failures = new ArrayList<>();
        for (Expected expected : expected(target)) {
            byte[] request = Signer.sign(expected.request).bytes();
            String got;
            try (var socket = new Socket()) {
                socket.connect(target.address(), DEADLINE_MILLIS);
                socket.setSoTimeout(DEADLINE_MILLIS);
                socket.getOutputStream().write(request);
                Answer answer = new Answer.Reader(socket.getInputStream()).next(false);
                if (answer != null
                        && answer.status() == 200
                        && new String(answer.body(), UTF_8).contains(expected.text)) {
                    continue;
                }
                got = String.valueOf(answer);
            } catch (IOException e) {
                got = e.toString();
            }
            failures.add(new Violation(
                    "good request: " + expected.request.name(), target.name(), seed, "wrong answer: " + got, request));
        }
        return failures;
    }

    private static List<Expected> expected(Target target) {
        Expected identity = new Expected(
                request("sts", "application/x-www-form-urlencoded", "Action=GetCallerIdentity&Version=2011-06-15"),
                target.product() ? "<Account>123456789012</Account>" : "<GetCallerIdentityResult>");
        List<Expected> all = new ArrayList<>(List.of(identity));
        COMPREHEND.forEach((operation, answer) -> all.add(new Expected(
                request("comprehend", "application/x-amz-json-1.1", ENGLISH)
                        .and("X-Amz-Target", "Comprehend_20171127." + operation),
                target.product() ? answer : "{}")));
        return all;
    }

    private static Template request(String service, String type, String body) {
        return new Template(
                service,
                service,
                "POST",
                "/",
                List.of(new Header("Host", "localhost"), new Header("Content-Type", type)),
                body.getBytes(UTF_8));
    }
}
