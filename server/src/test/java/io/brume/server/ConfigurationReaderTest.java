package io.brume.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationReaderTest {

    @TempDir
    private Path folder;

    @Test
    void withNothingSetTheDefaultsHold() {
        Configuration configuration = read(Map.of(), Map.of());

        assertThat(configuration)
                .isEqualTo(new Configuration(
                        4566,
                        "127.0.0.1",
                        folder.resolve(".brume"),
                        Parts.besideTheProduct(),
                        new Configuration.State(null, null, 4),
                        List.of(),
                        Map.of(),
                        new Configuration.EngineChoice(Configuration.Preload.BACKGROUND, Map.of()),
                        Configuration.Limits.DEFAULT,
                        Configuration.LogLevel.INFO,
                        true));
    }

    @Test
    void everyKeyCanComeFromTheFile() throws IOException {
        file("""
                port: 5000
                host: localhost
                data: state
                parts: more
                database: jdbc:postgresql://localhost/brume?user=brume
                objects:
                  endpoint: http://127.0.0.1:9000
                  bucket: brume
                  region: eu-west-1
                  access-key-id: AKIDOBJECTS
                  secret-access-key: hidden
                jobs.at-once: 7
                keys:
                  - AKIDONE:secret
                  - 111122223333:other
                  - AKIDTWO:third:444455556666
                forward:
                  dynamodb: http://127.0.0.1:8000
                engines:
                  preload: never
                  EntityRecognizer: nlp4j-entity-recognizer
                limits: {body-bytes: 1000, header-bytes: 2000, nesting: 30, idle-seconds: 4}
                log.level: debug
                access-log: false
                """);

        Configuration configuration = read(Map.of(), Map.of());

        assertThat(configuration)
                .isEqualTo(new Configuration(
                        5000,
                        "localhost",
                        folder.resolve("state"),
                        folder.resolve("more"),
                        new Configuration.State(
                                "jdbc:postgresql://localhost/brume?user=brume",
                                new Configuration.ObjectStore(
                                        URI.create("http://127.0.0.1:9000"),
                                        "brume",
                                        "eu-west-1",
                                        "AKIDOBJECTS",
                                        "hidden"),
                                7),
                        List.of("AKIDONE:secret", "111122223333:other", "AKIDTWO:third:444455556666"),
                        Map.of("dynamodb", URI.create("http://127.0.0.1:8000")),
                        new Configuration.EngineChoice(
                                Configuration.Preload.NEVER, Map.of("EntityRecognizer", "nlp4j-entity-recognizer")),
                        new Configuration.Limits(1000, 2000, 30, 4),
                        Configuration.LogLevel.DEBUG,
                        false));
    }

    @Test
    void anObjectStoreWithoutItsBucketIsRefusedByTheMissingKey() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> read(Map.of("BRUME_OBJECTS_ENDPOINT", "http://127.0.0.1:9000"), Map.of()))
                .withMessageContaining("objects.bucket")
                .withMessageContaining("BRUME_OBJECTS_ENDPOINT");
    }

    @Test
    void aDatabaseThatIsNotPostgresqlIsRefused() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> read(Map.of(), Map.of("database", "jdbc:mysql://localhost/brume")))
                .withMessageContaining("jdbc:postgresql:");
    }

    @Test
    void everyKeyCanComeFromTheEnvironment() {
        Configuration configuration = read(
                Map.of(
                        "BRUME_PORT", "5001",
                        "BRUME_KEYS", "A:b, C:d:444455556666",
                        "BRUME_FORWARD_EXECUTE_API", "https://example.org",
                        "BRUME_ENGINES_EntityRecognizer", "mine",
                        "BRUME_LIMITS_IDLE_SECONDS", "7",
                        "BRUME_ACCESS_LOG", "false",
                        "BRUME_JAVA_OPTS", "-Xmx4g",
                        "HOME", "/somewhere"),
                Map.of());

        assertThat(configuration.port()).isEqualTo(5001);
        assertThat(configuration.keys()).containsExactly("A:b", "C:d:444455556666");
        assertThat(configuration.forward()).isEqualTo(Map.of("execute-api", URI.create("https://example.org")));
        assertThat(configuration.engines().preferred()).isEqualTo(Map.of("EntityRecognizer", "mine"));
        assertThat(configuration.limits().idleSeconds()).isEqualTo(7);
        assertThat(configuration.accessLog()).isFalse();
    }

    @Test
    void aFlagOverridesTheEnvironmentWhichOverridesTheFile() throws IOException {
        file("port: 1\nhost: localhost\nlog: {level: warn}\n");

        Configuration configuration = read(Map.of("BRUME_PORT", "2", "BRUME_HOST", "127.0.0.2"), Map.of("port", "3"));

        assertThat(configuration.port()).isEqualTo(3);
        assertThat(configuration.host()).isEqualTo("127.0.0.2");
        assertThat(configuration.logLevel()).isEqualTo(Configuration.LogLevel.WARN);
    }

    @Test
    void aFolderInTheFileLiesBesideTheFile() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("mine.yaml"), "data: state\n");

        assertThat(read(Map.of(), Map.of("config", "elsewhere/mine.yaml")).data())
                .isEqualTo(elsewhere.resolve("state"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "prot: 1|unknown key 'prot'; the nearest are port,",
                "engines: {prelaod: never}|unknown key 'engines.prelaod'; the nearest are engines.preload,",
                "limits: {nestng: 3}|unknown key 'limits.nestng'; the nearest are limits.nesting,",
                "port: many|`port` in FILE must be a number from 0 to 65535, not 'many'.",
                "port: 70000|must be a number from 0 to 65535, not '70000'.",
                "access-log: maybe|must be true or false, not 'maybe'.",
                "engines: {preload: soon}|must be one of background, never, not 'soon'.",
                "keys: [lonely]|`keys` is set wrongly: access key 1 is not written ID:SECRET",
                "keys: [\"a:b:12\"]|ACCOUNT is 12 digits",
                "forward: {s3: here}|must be an http or https URL, not 'here'.",
                "port: [1, 2]|`port` takes one value, not a list [1, 2].",
                "just text|must hold `key: value` lines.",
                "a: b: c|is not YAML at line 1",
                "host: 0.0.0.0|Listening on 0.0.0.0 would let anyone in who can reach it: set `keys`"
            })
    void aBadFileIsRefusedWithOneSentence(String yaml, String sentence) throws IOException {
        Path file = file(yaml + "\n");

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> read(Map.of(), Map.of()))
                .withMessageContaining(sentence.replace("FILE", file.toString()))
                .withMessageNotContaining("\n");
    }

    @Test
    void anUnknownVariableIsNamedWithTheNearest() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> read(Map.of("BRUME_LOGLEVEL", "debug"), Map.of()))
                .withMessageContaining("unknown variable 'BRUME_LOGLEVEL'; the nearest are BRUME_LOG_LEVEL,");
    }

    @Test
    void aMissingFileThatWasNamedIsRefused() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> read(Map.of(), Map.of("config", "nowhere.yaml")))
                .withMessageContaining("nowhere.yaml cannot be read");
    }

    @Test
    void anotherAddressIsFineWithKeys() {
        assertThat(read(Map.of(), Map.of("host", "0.0.0.0", "keys", "a:b")).host())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void aSecretIsNotPrinted() {
        assertThat(read(Map.of(), Map.of("keys", "someone:hush")).toString())
                .contains("keys=1")
                .doesNotContain("hush");
    }

    private Configuration read(Map<String, String> environment, Map<String, String> flags) {
        return ConfigurationReader.read(folder, environment, flags);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("brume.yaml"), yaml);
    }
}
