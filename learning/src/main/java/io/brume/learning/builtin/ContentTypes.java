package io.brume.learning.builtin;

import io.brume.algorithms.data.Format;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Content types as the built-in algorithms document them, and the formats that they mean. */
public final class ContentTypes {

    public static final String CSV = "text/csv";
    public static final String LIBSVM = "text/libsvm";
    public static final String X_LIBSVM = "text/x-libsvm";
    public static final String TEXT = "text/plain";
    public static final String RECORD_IO = "application/x-recordio-protobuf";
    public static final String JSON_LINES = "application/jsonlines";
    public static final String JSON = "application/json";
    public static final String PARQUET = "application/x-parquet";

    private ContentTypes() {}

    /** Without parameters, in lower case. */
    public static String bare(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /**
     * How a channel's data is read.
     *
     * @param contentType null where the channel names none
     * @param hyperparameters those that say something of the data, such as {@code csv_weights}, are looked at
     * @throws IllegalArgumentException when the algorithm does not take it, with a sentence for the user
     */
    public static Format format(BuiltIn builtIn, @Nullable String contentType, Map<String, String> hyperparameters) {
        String given = contentType == null || contentType.isBlank() ? builtIn.contentType() : contentType;
        String type = bare(given);
        if (!builtIn.contentTypes().contains(type)) {
            throw new IllegalArgumentException("the content type " + given + " is not one that "
                    + builtIn.repository() + " takes: "
                    + String.join(", ", builtIn.contentTypes().stream().sorted().toList()));
        }
        Map<String, String> parameters = parameters(given);
        return switch (type) {
            case CSV -> csv(builtIn, parameters, hyperparameters);
            case LIBSVM, X_LIBSVM -> Format.libsvm();
            case RECORD_IO -> Format.recordIo();
            case JSON_LINES, JSON -> isText(builtIn) ? Format.text() : Format.jsonLines();
            case PARQUET -> Format.parquet();
            default -> Format.text();
        };
    }

    /** Algorithms that read text parse the objects of augmented manifests by themselves. */
    private static boolean isText(BuiltIn builtIn) {
        return builtIn.contentTypes().contains(TEXT);
    }

    private static Format csv(BuiltIn builtIn, Map<String, String> parameters, Map<String, String> hyperparameters) {
        var csv = Format.csv();
        String labels = parameters.get("label_size");
        if (labels != null) {
            try {
                csv = csv.withLabels(Integer.parseInt(labels));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("label_size has to be a number, not " + labels, e);
            }
        }
        if ("1".equals(hyperparameters.get("csv_weights"))) {
            csv = csv.withWeights();
        }
        return builtIn.missingValues() ? csv.withMissing() : csv;
    }

    private static Map<String, String> parameters(String contentType) {
        Map<String, String> parameters = new TreeMap<>();
        String[] parts = contentType.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length == 2) {
                parameters.put(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
            }
        }
        return parameters;
    }
}
