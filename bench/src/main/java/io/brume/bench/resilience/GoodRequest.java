package io.brume.bench.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.brume.bench.resilience.Template.Header;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Requests that must be answered rightly whatever was sent before. */
final class GoodRequest {

    private static final int DEADLINE_MILLIS = 10_000;

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
                new Template(
                        "GetCallerIdentity",
                        "sts",
                        "POST",
                        "/",
                        List.of(
                                new Header("Host", "localhost"),
                                new Header("Content-Type", "application/x-www-form-urlencoded")),
                        "Action=GetCallerIdentity&Version=2011-06-15".getBytes(UTF_8)),
                target.product() ? "<Account>123456789012</Account>" : "<GetCallerIdentityResult>");
        Expected language = new Expected(
                new Template(
                        "DetectDominantLanguage",
                        "comprehend",
                        "POST",
                        "/",
                        List.of(
                                new Header("Host", "localhost"),
                                new Header("Content-Type", "application/x-amz-json-1.1"),
                                new Header("X-Amz-Target", "Comprehend_20171127.DetectDominantLanguage")),
                        "{\"Text\":\"Wo ist der nächste Bahnhof, bitte?\"}".getBytes(UTF_8)),
                target.product() ? "\"de\"" : "{}");
        return List.of(identity, language);
    }
}
