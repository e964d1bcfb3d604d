package io.brume.bench.resilience;

import io.brume.bench.resilience.Kind.After;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Some malformed requests, sent to one server on one connection as far as it stays open. All of it follows from the seed, but for
 * the dates in signatures.
 */
final class Conversation {

    /** In which each request must be answered or its connection closed. */
    private static final int DEADLINE_MILLIS = 5000;

    private static final int MOST_AT_ONCE = 28;

    private final Target target;
    private final long seed;
    private final Tally tally;
    private final List<Attack> attacks = new ArrayList<>();
    private final List<Attack> own = new ArrayList<>();

    /** @param only the one kind to send; all of them when empty */
    Conversation(Target target, List<Template> templates, long seed, Optional<Kind> only, Tally tally) {
        this.target = target;
        this.seed = seed;
        this.tally = tally;
        var random = new Random(seed);
        var source = new Source(random, templates, target.verifies());
        int within = 4 + random.nextInt(MOST_AT_ONCE - 4);
        if (only.isEmpty() || only.get().after() == After.ANSWERED) {
            for (int n = within; n > 0; n--) {
                attacks.add(only.orElseGet(() -> Kind.within(random)).attack(source));
            }
        }
        if (only.isEmpty() || only.get().after() != After.ANSWERED) {
            Attack last = only.orElseGet(() -> Kind.last(random)).attack(source);
            (last.kind().after() == After.HTTP2 ? own : attacks).add(last);
        }
    }

    void run() {
        int done = 0;
        while (done < attacks.size()) {
            done += send(attacks.subList(done, attacks.size()));
        }
        own.forEach(attack -> http2(attack));
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        if (target.address().getAddress().isLoopbackAddress()) {
            // Other loopback addresses have ports of their own, so that closed connections do not use them all up.
            byte[] own = {127, 0, 0, (byte) (2 + Math.floorMod(seed, 100))};
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(own), 0));
        }
        socket.connect(target.address(), DEADLINE_MILLIS);
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Sends requests on a new connection and reads their answers; gives how many are done with, at least one. */
    private int send(List<Attack> left) {
        int done = 0;
        Attack current = left.getFirst();
        try (Socket socket = connect()) {
            write(socket, left);
            var reader = new Answer.Reader(socket.getInputStream());
            for (; done < left.size(); done++) {
                current = left.get(done);
                long began = System.nanoTime();
                if (current.kind().after() != After.ANSWERED) {
                    List<Answer> answers = rest(reader, current);
                    check(current, answers, startsWith(current.bytes(), "HEAD "));
                    tally.done(current.kind(), answers, System.nanoTime() - began);
                    return done + 1;
                }
                Answer answer = answer(reader);
                if (answer == null) {
                    return closedAt(done, current);
                }
                check(current, List.of(answer), false);
                tally.done(current.kind(), List.of(answer), System.nanoTime() - began);
                if (answer.closes()) {
                    return done + 1;
                }
            }
            return done;
        } catch (SocketTimeoutException e) {
            violation(current, "neither answered nor closed within " + DEADLINE_MILLIS + " ms");
        } catch (Answer.Malformed e) {
            violation(current, "malformed answer: " + e.getMessage());
        } catch (IOException e) {
            return closedAt(done, current);
        }
        tally.done(current.kind(), List.of(), 0);
        return done + 1;
    }

    /** A request that closes a connection on which others were answered before gets one of its own, on which it must be answered. */
    private int closedAt(int done, Attack current) {
        if (done > 0) {
            return done;
        }
        if (current.kind().after() == After.ANSWERED) {
            violation(current, "closed without an answer");
        }
        tally.done(current.kind(), List.of(), 0);
        return 1;
    }

    private static void write(Socket socket, List<Attack> left) throws IOException {
        var bytes = new ByteArrayOutputStream();
        left.forEach(attack -> bytes.writeBytes(attack.bytes()));
        try {
            socket.getOutputStream().write(bytes.toByteArray());
            if (left.getLast().kind().after() == After.ENDED) {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // The server closed before it read everything; what it answered until then can be read.
        }
    }

    private static @Nullable Answer answer(Answer.Reader reader) throws IOException {
        Answer answer = reader.next(false);
        while (answer != null && answer.isInterim()) {
            answer = reader.next(false);
        }
        return answer;
    }

    /** All answers until the server closes. */
    private static List<Answer> rest(Answer.Reader reader, Attack attack) throws IOException {
        List<Answer> answers = new ArrayList<>();
        boolean toHead = startsWith(attack.bytes(), "HEAD ");
        try {
            for (Answer answer = reader.next(toHead); answer != null; answer = reader.next(false)) {
                answers.add(answer);
                if (answer.status() == 101) {
                    break; // another protocol from here on
                }
            }
        } catch (SocketTimeoutException | Answer.Malformed e) {
            throw e;
        } catch (IOException e) {
            // reset: closed too
        }
        return answers;
    }

    private static boolean startsWith(byte[] bytes, String start) {
        for (int i = 0; i < start.length(); i++) {
            if (i >= bytes.length || bytes[i] != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void http2(Attack attack) {
        long began = System.nanoTime();
        List<Answer> answers = List.of();
        var received = new ByteArrayOutputStream();
        try (Socket socket = connect()) {
            write(socket, List.of(attack));
            socket.shutdownOutput();
            byte[] buffer = new byte[8192];
            for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
                received.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException e) {
            violation(attack, "neither answered nor closed within " + DEADLINE_MILLIS + " ms");
        } catch (IOException e) {
            // reset: closed too
        }
        try {
            answers = Http2Answers.read(received.toByteArray());
            check(attack, answers, false);
        } catch (IOException e) {
            violation(attack, "malformed answer: " + e.getMessage());
        }
        tally.done(attack.kind(), answers, System.nanoTime() - began);
    }

    private void check(Attack attack, List<Answer> answers, boolean toHead) {
        for (Answer answer : answers) {
            if (toHead && answer.status() == 501) {
                continue; // what it names is in the body, which HEAD does not get
            }
            String complaint = answer.complaint();
            if (complaint != null) {
                violation(attack, complaint + ": " + answer);
            }
        }
    }

    private void violation(Attack attack, String what) {
        tally.violation(new Violation(attack.kind().title(), target.name(), seed, what, attack.bytes()));
    }
}
