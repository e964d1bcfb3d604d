package io.brume.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, with its defaults. {@link ConfigurationReader} makes it from a file, the environment and flags.
 *
 * @param port where to listen; 0 picks a free one
 * @param host the address to listen on; any but loopback needs keys
 * @param data the folder that holds all state, absolute
 * @param parts the folder of optional parts, absolute
 * @param state where what has to be remembered is kept, beside the data folder
 * @param keys {@code ID:SECRET} or {@code ID:SECRET:ACCOUNT} each; when there are any, requests must be signed with one of
 * them
 * @param forward services that another endpoint answers, by signing name
 * @param accessLog whether each request gets a line in the log
 */
public record Configuration(
        int port,
        String host,
        Path data,
        Path parts,
        State state,
        List<String> keys,
        Map<String, URI> forward,
        EngineChoice engines,
        Limits limits,
        LogLevel logLevel,
        boolean accessLog) {

    public static final int DEFAULT_PORT = 4566;
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final String DEFAULT_DATA = ".brume";

    /** @throws Refused when the address can be reached from outside and no keys guard it */
    public Configuration {
        keys = List.copyOf(keys);
        forward = Map.copyOf(forward);
        if (keys.isEmpty() && !isLoopback(host)) {
            throw new Refused("Listening on " + host + " would let anyone in who can reach it: set `keys` (ID:SECRET),"
                    + " or leave `host` at " + DEFAULT_HOST + ".");
        }
    }

    /** All defaults, with the data folder under a folder. */
    public static Configuration defaults(Path folder) {
        return ConfigurationReader.read(folder, Map.of(), Map.of());
    }

    /**
     * The defaults with some settings.
     *
     * @param data the data folder
     * @param settings values by key, as on the command line without dashes
     * @throws Refused when a key is unknown or a value cannot be used
     */
    public static Configuration of(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("data", data.toString());
        return ConfigurationReader.read(data, Map.of(), all);
    }

    /** The same on another port and another data folder, for a server beside the configured one. */
    Configuration beside(int otherPort, Path otherData) {
        return new Configuration(
                otherPort,
                DEFAULT_HOST,
                otherData,
                parts,
                State.DEFAULT,
                keys,
                forward,
                engines,
                limits,
                logLevel,
                accessLog);
    }

    /** Without the keys, so that no secret can reach a log. */
    @Override
    public String toString() {
        return "Configuration[port=" + port + ", host=" + host + ", data=" + data + ", parts=" + parts + ", state="
                + state + ", keys="
                + keys.size()
                + ", forward="
                + forward + ", engines=" + engines + ", limits=" + limits + ", logLevel=" + logLevel + ", accessLog="
                + accessLog + "]";
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new Refused("The host '" + host + "' is unknown: set `host` to an address of this machine.");
        }
    }

    /**
     * Where state is kept, and how much of it is worked on at once.
     *
     * @param database the JDBC URL of a PostgreSQL database; null for a file in the data folder
     * @param objects another object store that holds S3's bytes; null for files in the data folder
     * @param jobsAtOnce how many asynchronous jobs run at a time
     */
    public record State(@Nullable String database, @Nullable ObjectStore objects, int jobsAtOnce) {
        public static final State DEFAULT = new State(null, null, 4);

        /** Without the URL, which may hold a password. */
        @Override
        public String toString() {
            return "State[database=" + (database == null ? "file" : "postgresql") + ", objects=" + objects
                    + ", jobsAtOnce=" + jobsAtOnce + "]";
        }
    }

    /** A bucket of an S3-compatible store, which nothing else may write into. */
    public record ObjectStore(URI endpoint, String bucket, String region, String accessKeyId, String secretAccessKey) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "ObjectStore[endpoint=" + endpoint + ", bucket=" + bucket + "]";
        }
    }

    /** When engines are loaded. */
    public enum Preload {
        /** One after another once the server answers. */
        BACKGROUND,
        /** Each when it is first needed. */
        NEVER
    }

    /**
     * Which engines do the work.
     *
     * @param preferred engine names by task, such as {@code EntityRecognizer -> nlp4j-entity-recognizer}
     */
    public record EngineChoice(Preload preload, Map<String, String> preferred) {
        public EngineChoice {
            preferred = Map.copyOf(preferred);
        }
    }

    /**
     * What one request may take.
     *
     * @param bodyBytes a body that is held in memory; a body that streams has no limit
     * @param headerBytes request line and headers together
     * @param nesting depth of arrays and objects in a body
     * @param idleSeconds silence after which a connection is closed
     */
    public record Limits(int bodyBytes, int headerBytes, int nesting, int idleSeconds) {
        public static final Limits DEFAULT = new Limits(64 << 20, 32 << 10, 128, 60);
    }

    /** How much is logged. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
