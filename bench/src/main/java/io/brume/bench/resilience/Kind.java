package io.brume.bench.resilience;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What is wrong with a request. */
enum Kind {
    BODY_CHANGED("body, bytes changed", 200, After.ANSWERED, source -> new Bodies(source).changed()),
    BODY_VALUE("body, a value that does not fit", 220, After.ANSWERED, source -> new Bodies(source).badValue()),
    BODY_TRUNCATED("body, cut short", 50, After.ANSWERED, source -> new Bodies(source).truncated()),
    BODY_RANDOM("body, random", 30, After.ANSWERED, source -> new Bodies(source).random()),
    BODY_NESTED("body, nested deeply", 10, After.ANSWERED, source -> new Bodies(source).nested()),
    BODY_GZIP("body, broken gzip", 20, After.ANSWERED, source -> new Bodies(source).gzipped()),
    BODY_BOMB("body, gzip bomb", 0.05, After.ANSWERED, source -> new Bodies(source).bomb()),
    AWS_CHUNKED("aws-chunked, wrong", 60, After.ANSWERED, source -> new Bodies(source).awsChunked()),
    EVENTS("event frames, wrong", 60, After.ANSWERED, source -> new Bodies(source).events()),
    HEADER_CHANGED("header, bytes changed", 110, After.ANSWERED, source -> new Heads(source).headerChanged()),
    HEADER_MISSING("header, missing", 30, After.ANSWERED, source -> new Heads(source).headerMissing()),
    HEADER_ODD("header, odd or doubled", 80, After.ANSWERED, source -> new Heads(source).headerOdd()),
    TARGET("path and query", 90, After.ANSWERED, source -> new Heads(source).target()),
    SIGNATURE("signature, changed", 60, After.ANSWERED, source -> new Heads(source).signature()),
    PRESIGNED("presigned URL, changed", 40, After.ANSWERED, source -> new Heads(source).presigned()),

    LENGTHS("HTTP length, encoding, upgrade", 15, After.ENDED, source -> new Framings(source).lengths()),
    CHUNKED("HTTP chunks, wrong", 10, After.ENDED, source -> new Framings(source).chunked()),
    VERSION_METHOD("HTTP version or method", 15, After.ENDED, source -> new Framings(source).versionOrMethod()),
    REQUEST_CHANGED("whole request, bytes changed", 30, After.ENDED, source -> new Framings(source).changed()),
    REQUEST_TRUNCATED("whole request, cut short", 15, After.ENDED, source -> new Framings(source).truncated()),
    REQUEST_RANDOM("random bytes", 15, After.ENDED, source -> new Framings(source).random()),
    GIANT_HEAD("giant head", 4, After.ENDED, source -> new Framings(source).giant()),
    UNFINISHED("cut short, connection left open", 0.3, After.SILENCE, source -> new Framings(source).truncated()),
    HTTP2("HTTP/2, malformed", 15, After.HTTP2, source -> new Http2(source).malformed());

    /** What follows a request of the kind, and so what is demanded of the server. */
    enum After {
        /** Another request on the same connection: HTTP's framing is right, so there must be an answer. */
        ANSWERED,
        /** The end of the stream: the server answers or closes. */
        ENDED,
        /** Nothing: the server answers or closes too. */
        SILENCE,
        /** The end of a connection of its own, on which frames are answered. */
        HTTP2
    }

    private final String title;
    private final double weight;
    private final After after;
    private final Function<Source, byte[]> maker;

    Kind(String title, double weight, After after, Function<Source, byte[]> maker) {
        this.title = title;
        this.weight = weight;
        this.after = after;
        this.maker = maker;
    }

    /** The names on the command line. */
    static List<String> names() {
        return Arrays.stream(values()).map(Kind::label).toList();
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException when there is none of that name */
    static Kind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no kind " + label + ": " + names()));
    }

    String title() {
        return title;
    }

    After after() {
        return after;
    }

    Attack attack(Source source) {
        return new Attack(this, maker.apply(source));
    }

    private static final List<Kind> WITHIN =
            Arrays.stream(values()).filter(k -> k.after == After.ANSWERED).toList();
    private static final List<Kind> LAST =
            Arrays.stream(values()).filter(k -> k.after != After.ANSWERED).toList();

    /** A kind that another request can follow. */
    static Kind within(RandomGenerator random) {
        return pick(WITHIN, random);
    }

    /** A kind that ends its connection. */
    static Kind last(RandomGenerator random) {
        return pick(LAST, random);
    }

    private static Kind pick(List<Kind> kinds, RandomGenerator random) {
        double at =
                random.nextDouble() * kinds.stream().mapToDouble(k -> k.weight).sum();
        for (Kind kind : kinds) {
            at -= kind.weight;
            if (at < 0) {
                return kind;
            }
        }
        return kinds.getLast();
    }
}
