package io.brume.server;

import io.brume.kernel.identity.AccessKeys;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a {@link Configuration} from {@code brume.yaml}, then {@code BRUME_*} of the environment, then flags; each overrides the
 * ones before. Relative folders start at the file that names them, else at the working folder.
 */
final class ConfigurationReader {

    private static final String FILE = "brume.yaml";

    private final Map<String, Setting> settings = new HashMap<>();

    /** A value as text, with where it came from. */
    private record Setting(String text, String origin, Path base) {}

    private ConfigurationReader() {}

    /**
     * @param flags values by key, without dashes; {@code config} names the file
     * @throws Refused when a key is unknown or a value cannot be used
     */
    static Configuration read(Path folder, Map<String, String> environment, Map<String, String> flags) {
        var reader = new ConfigurationReader();
        String named = flags.getOrDefault("config", environment.getOrDefault("BRUME_CONFIG", ""));
        if (!named.isBlank()) {
            Path file = path(named, "--config", folder);
            if (!Files.isReadable(file)) {
                throw new Refused("The configuration file " + file + " cannot be read: check `--config`.");
            }
            reader.addFile(file);
        } else if (Files.isReadable(folder.resolve(FILE))) {
            reader.addFile(folder.resolve(FILE));
        }
        environment.forEach((name, value) -> reader.addVariable(name, value, folder));
        flags.forEach((name, value) -> reader.addFlag(name, value, folder));
        return reader.configuration(folder);
    }

    private void addFile(Path file) {
        Path base = file.toAbsolutePath().normalize().getParent();
        for (var entry : yaml(file).entrySet()) {
            if (!Keys.isKnown(entry.getKey())) {
                throw new Refused(Keys.unknown(file + " has an unknown key", entry.getKey(), Keys.plain()));
            }
            settings.put(entry.getKey(), new Setting(entry.getValue(), file.toString(), base == null ? file : base));
        }
    }

    private void addVariable(String name, String value, Path folder) {
        if (!name.startsWith(Keys.PREFIX) || Keys.SCRIPT_VARIABLES.contains(name) || value.isBlank()) {
            return;
        }
        String key = Keys.ofVariable(name);
        if (key == null) {
            throw new Refused(Keys.unknown("The environment has an unknown variable", name, Keys.variables()));
        }
        settings.put(key, new Setting(value, name, folder));
    }

    private void addFlag(String name, String value, Path folder) {
        if (name.equals("config")) {
            return;
        }
        if (!Keys.isKnown(name)) {
            throw new Refused(Keys.unknown("There is no option", "--" + name, Keys.flags()));
        }
        settings.put(name, new Setting(value, "--" + name, folder));
    }

    private Configuration configuration(Path folder) {
        var limits = Configuration.Limits.DEFAULT;
        return new Configuration(
                number("port", 0, 65_535, Configuration.DEFAULT_PORT),
                text("host", Configuration.DEFAULT_HOST),
                folder("data", folder.resolve(Configuration.DEFAULT_DATA)),
                folder("parts", Parts.besideTheProduct()),
                state(),
                keys(),
                under("forward.", setting -> endpoint("A forward", setting)),
                new Configuration.EngineChoice(
                        choice("engines.preload", Configuration.Preload.BACKGROUND),
                        under("engines.", Setting::text).entrySet().stream()
                                .filter(e -> !e.getKey().equals("preload"))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))),
                new Configuration.Limits(
                        number("limits.body-bytes", 1, Integer.MAX_VALUE, limits.bodyBytes()),
                        number("limits.header-bytes", 256, 1 << 20, limits.headerBytes()),
                        number("limits.nesting", 1, 10_000, limits.nesting()),
                        number("limits.idle-seconds", 1, 86_400, limits.idleSeconds())),
                choice("log.level", Configuration.LogLevel.INFO),
                yesOrNo("access-log", true));
    }

    private Configuration.State state() {
        Setting database = settings.get("database");
        if (database != null && !database.text.startsWith("jdbc:postgresql:")) {
            throw bad("database", database, "a JDBC URL that begins with jdbc:postgresql:");
        }
        return new Configuration.State(
                database == null ? null : database.text,
                objects(),
                number("jobs.at-once", 1, 1_000, Configuration.State.DEFAULT.jobsAtOnce()));
    }

    private Configuration.@Nullable ObjectStore objects() {
        Setting endpoint = settings.get("objects.endpoint");
        if (endpoint == null) {
            return null;
        }
        return new Configuration.ObjectStore(
                endpoint("An object store", endpoint),
                needed("objects.bucket", endpoint),
                text("objects.region", "us-east-1"),
                needed("objects.access-key-id", endpoint),
                needed("objects.secret-access-key", endpoint));
    }

    private String needed(String key, Setting because) {
        Setting setting = settings.get(key);
        if (setting == null) {
            throw new Refused("`" + key + "` has to be set too, since " + because.origin + " sets `objects.endpoint`.");
        }
        return setting.text;
    }

    private Path folder(String key, Path otherwise) {
        Setting setting = settings.get(key);
        return setting == null
                ? otherwise.toAbsolutePath().normalize()
                : path(setting.text, setting.origin, setting.base);
    }

    private static Path path(String text, String origin, Path base) {
        try {
            return base.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Refused(origin + " names a path that cannot exist: '" + text + "'.");
        }
    }

    private String text(String key, String otherwise) {
        Setting setting = settings.get(key);
        return setting == null ? otherwise : setting.text;
    }

    private int number(String key, int least, int most, int otherwise) {
        Setting setting = settings.get(key);
        if (setting == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(setting.text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the sentence below serves both
        }
        throw bad(key, setting, "a number from " + least + " to " + most);
    }

    private boolean yesOrNo(String key, boolean otherwise) {
        Setting setting = settings.get(key);
        if (setting == null) {
            return otherwise;
        }
        return switch (setting.text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(key, setting, "true or false");
        };
    }

    private <E extends Enum<E>> E choice(String key, E otherwise) {
        Setting setting = settings.get(key);
        if (setting == null) {
            return otherwise;
        }
        List<E> choices = List.of(otherwise.getDeclaringClass().getEnumConstants());
        return choices.stream()
                .filter(c -> c.name().equalsIgnoreCase(setting.text.strip()))
                .findAny()
                .orElseThrow(() -> bad(
                        key,
                        setting,
                        "one of "
                                + choices.stream()
                                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private List<String> keys() {
        List<String> keys = Arrays.stream(text("keys", "").split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
        try {
            var _ = AccessKeys.of(keys);
            return keys;
        } catch (IllegalArgumentException e) {
            throw new Refused("`keys` is set wrongly: " + e.getMessage() + ".");
        }
    }

    private <T> Map<String, T> under(String prefix, Function<Setting, T> read) {
        Map<String, T> found = new TreeMap<>();
        settings.forEach((key, setting) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), read.apply(setting));
            }
        });
        return found;
    }

    private static URI endpoint(String what, Setting setting) {
        try {
            var uri = new URI(setting.text.strip());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // the sentence below serves both
        }
        throw new Refused(what + " (" + setting.origin + ") must be an http or https URL, not '" + setting.text + "'.");
    }

    private static Refused bad(String key, Setting setting, String wanted) {
        String where = setting.origin.startsWith("-") || setting.origin.startsWith(Keys.PREFIX)
                ? setting.origin
                : "`" + key + "` in " + setting.origin;
        return new Refused(where + " must be " + wanted + ", not '" + setting.text + "'.");
    }

    private static Map<String, String> yaml(Path file) {
        try (var in = Files.newInputStream(file)) {
            Object root = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            Map<String, String> flat = new TreeMap<>();
            switch (root) {
                case null -> {}
                case Map<?, ?> map -> flatten("", map, flat);
                default -> throw new Refused(file + " must hold `key: value` lines.");
            }
            return flat;
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(m -> " at line " + (m.getLine() + 1)).orElse("");
            throw new Refused(file + " is not YAML" + line + ": " + e.getProblem() + ".");
        } catch (YamlEngineException | IOException e) {
            throw new Refused(file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> flat) {
        map.forEach((name, value) -> {
            String key = prefix + name;
            String text = scalar(key, value);
            if (value instanceof Map<?, ?> inner) {
                flatten(key + ".", inner, flat);
            } else if (text != null) {
                flat.put(key, text);
            }
        });
    }

    private static @Nullable String scalar(String key, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> _ -> null;
            case List<?> list
            when !key.equals("keys") -> throw new Refused("`" + key + "` takes one value, not a list " + list + ".");
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
            default -> String.valueOf(value);
        };
    }
}
