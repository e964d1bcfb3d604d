package io.brume.bench.resilience;

import java.net.URI;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/**
 * How long to go on, against what.
 *
 * @param seconds 0 means until all requests are sent
 */
record RunOptions(
        long requests, long seconds, long seed, int connections, Optional<Kind> kind, Optional<URI> url, boolean help) {

    static final String HELP = """
            Usage: bench/malformed-requests.sh [options]

            Sends malformed requests to Brume, and to a server of all of the kernel's protocols, each with keys and without.
            Each must be answered (never by 5xx, but by 501 where it names what is not implemented) or its connection closed
            within 5 seconds; good requests must go on being answered rightly; no memory, thread or socket may be left behind.

              --requests N     how many (default 1000000)
              --seconds S      stop after this time, whatever was sent
              --seed N         repeat a run: what is sent follows from it (default: the time)
              --connections N  at once (default 32)
              --kind NAME      only this kind: NAMES
              --url URL        a server that runs already, instead of servers in this process; what it holds is not looked at
              --help           this text
            """.replace("NAMES", String.join(", ", Kind.names()));

    /** @throws IllegalArgumentException when there is something wrong with them */
    static RunOptions parse(String... arguments) {
        long requests = 1_000_000;
        long seconds = 0;
        long seed = System.currentTimeMillis();
        int connections = 32;
        Optional<Kind> kind = Optional.empty();
        Optional<URI> url = Optional.empty();
        boolean help = false;
        for (Iterator<String> rest = Arrays.asList(arguments).iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--help" -> help = true;
                case "--requests" -> requests = number(option, rest);
                case "--seconds" -> seconds = number(option, rest);
                case "--seed" -> seed = number(option, rest);
                case "--connections" -> connections = (int) number(option, rest);
                case "--kind" -> kind = Optional.of(Kind.of(value(option, rest)));
                case "--url" -> url = Optional.of(URI.create(value(option, rest)));
                default -> throw new IllegalArgumentException("there is no option " + option + "; --help lists them");
            }
        }
        return new RunOptions(requests, seconds, seed, connections, kind, url, help);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static long number(String option, Iterator<String> rest) {
        String value = value(option, rest);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " takes a number, not " + value, e);
        }
    }
}
