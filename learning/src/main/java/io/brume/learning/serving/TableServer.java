package io.brume.learning.serving;

import io.brume.learning.builtin.ContentTypes;
import io.brume.learning.tabular.CsvRows;
import io.brume.learning.tabular.TableModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model of tables, as automatic machine learning makes them: takes CSV as the training data had it, without the target. */
final class TableServer implements ModelServer {

    private static final Logger log = LoggerFactory.getLogger(TableServer.class);

    /** The variable that says what is answered, separated by commas. */
    private static final String OUTPUT = "SAGEMAKER_INFERENCE_OUTPUT";

    private static final Set<String> OUTPUTS = Set.of("predicted_label", "probability", "probabilities", "labels");

    private final String container;
    private final TableModel model;
    private final List<String> outputs;

    TableServer(String container, TableModel model, Map<String, String> environment) throws LoadException {
        this.container = container;
        this.model = model;
        outputs = List.of(environment.getOrDefault(OUTPUT, "predicted_label").split("\\s*,\\s*"));
        if (!OUTPUTS.containsAll(outputs)) {
            throw new LoadException(OUTPUT + " has to be some of "
                    + String.join(", ", OUTPUTS.stream().sorted().toList()));
        }
    }

    @Override
    public Answer answer(Call call) throws ModelFailure {
        String type = call.contentType() == null ? ContentTypes.CSV : ContentTypes.bare(call.contentType());
        if (!type.equals(ContentTypes.CSV)) {
            throw new ModelFailure(415, container, "content-type " + type + " not supported. Supported: text/csv.");
        }
        try {
            List<List<String>> rows = rows(call.body());
            var text = new StringBuilder();
            for (TableModel.Verdict verdict : rows.isEmpty() ? List.<TableModel.Verdict>of() : model.of(rows)) {
                write(verdict, text);
            }
            return new Answer(text.toString().getBytes(StandardCharsets.UTF_8), "text/csv; charset=utf-8", null);
        } catch (IllegalArgumentException e) {
            throw new ModelFailure(400, container, String.valueOf(e.getMessage()));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            log.error("a model failed", e);
            throw new ModelFailure(500, container, "Internal Server Error: " + e);
        }
    }

    private List<List<String>> rows(byte[] body) {
        List<List<String>> rows = new ArrayList<>();
        try (var csv = new CsvRows(new ByteArrayInputStream(body))) {
            for (List<String> row = csv.next(); row != null; row = csv.next()) {
                if (!rows.isEmpty() || !model.table().isHeader(row)) {
                    rows.add(row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private void write(TableModel.Verdict verdict, StringBuilder to) {
        for (int i = 0; i < outputs.size(); i++) {
            to.append(i == 0 ? "" : ",");
            switch (outputs.get(i)) {
                case "probability" ->
                    to.append(
                            verdict.probabilities().length == 0
                                    ? ""
                                    : String.format(
                                            Locale.ROOT, "%.6f", verdict.probabilities()[(int) verdict.value()]));
                case "probabilities" -> {
                    List<String> all = new ArrayList<>();
                    for (float one : verdict.probabilities()) {
                        all.add(String.format(Locale.ROOT, "%.6f", one));
                    }
                    to.append('"').append(all).append('"');
                }
                case "labels" ->
                    to.append('"')
                            .append(model.table().labels().stream()
                                    .map(label -> "'" + label.replace("\"", "\"\"") + "'")
                                    .toList())
                            .append('"');
                default -> to.append(quoted(verdict.label()));
            }
        }
        to.append('\n');
    }

    private static String quoted(String text) {
        return text.contains(",") || text.contains("\"") || text.contains("\n")
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }

    @Override
    public void close() {
        model.close();
    }
}
