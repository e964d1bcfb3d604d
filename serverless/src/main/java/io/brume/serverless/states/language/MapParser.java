package io.brume.serverless.states.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what is special about Map states. */
final class MapParser {

    private static final double MANY = 1_000_000_000;
    private static final int LONGEST_LABEL = 40;

    private final MachineParser machines;
    private final Fields fields;
    private final Report report;

    MapParser(MachineParser machines, Fields fields, Report report) {
        this.machines = machines;
        this.fields = fields;
        this.report = report;
    }

    State parse(Common common) {
        String field = fields.has("ItemProcessor") ? "ItemProcessor" : "Iterator";
        Fields processor = fields.object(field);
        if (processor == null) {
            report.schema("The field 'ItemProcessor' is required but missing", fields.at("ItemProcessor"));
            return new State.MapState(common, new Machine("", Map.of(), null), null, null, null, null, null, null);
        }
        processor.only(MachineParser.NESTED);
        if (fields.has("Parameters") && fields.has("ItemSelector")) {
            fields.error("Parameters", "Only one of 'Parameters' and 'ItemSelector' may be given");
        }
        State.Distributed distributed = distributed(processor);
        Machine machine = machines.machine(processor, fields.isJsonata(), false);
        JsonNode selector = fields.template(fields.has("ItemSelector") ? "ItemSelector" : "Parameters");
        return new State.MapState(
                common,
                machine,
                items(),
                selector,
                fields.number("MaxConcurrency", 0, MANY),
                fields.number("ToleratedFailureCount", 0, MANY),
                fields.number("ToleratedFailurePercentage", 0, 100),
                distributed);
    }

    private @Nullable Setting items() {
        if (fields.isJsonata()) {
            JsonNode items = fields.template("Items");
            if (items != null && !items.isArray() && !items.isTextual() && !items.isObject()) {
                fields.error("Items", "Value must be an array, an object or a JSONata expression");
            }
            return items == null ? null : new Setting("Items", items, null);
        }
        if (!fields.has("ItemsPath")) {
            return null;
        }
        String path = fields.path("ItemsPath", false);
        return path == null ? null : new Setting("Items", null, path);
    }

    private State.@Nullable Distributed distributed(Fields processor) {
        Fields config = processor.object("ProcessorConfig");
        String mode = config == null ? null : config.text("Mode");
        if (config == null || mode == null || mode.equals("INLINE")) {
            for (String field : new String[] {"ItemReader", "ItemBatcher", "ResultWriter", "Label"}) {
                if (fields.has(field)) {
                    fields.error(field, "Field '" + field + "' is supported in DISTRIBUTED mode only");
                }
            }
            return null;
        }
        if (!mode.equals("DISTRIBUTED")) {
            config.error("Mode", "Value must be one of 'INLINE', 'DISTRIBUTED'");
        }
        if (machines.express()) {
            config.error("Mode", "Express state machines do not support DISTRIBUTED mode");
        }
        String type = config.text("ExecutionType");
        if (type != null && !type.equals("STANDARD") && !type.equals("EXPRESS")) {
            config.error("ExecutionType", "Value must be one of 'STANDARD', 'EXPRESS'");
        }
        String label = fields.text("Label");
        if (label != null && (label.length() > LONGEST_LABEL || !label.matches("[A-Za-z0-9_-]+"))) {
            fields.error("Label", "A label has 1 to 40 letters, digits, hyphens and underscores");
        }
        return new State.Distributed(
                "EXPRESS".equals(type), label, reader(), fields.objectTemplate("ItemBatcher"), writer());
    }

    private @Nullable JsonNode reader() {
        Fields reader = fields.object("ItemReader");
        if (reader == null) {
            return null;
        }
        String resource = reader.requiredText("Resource");
        if (!resource.endsWith(":s3:getObject") && !resource.endsWith(":s3:listObjectsV2")) {
            reader.error(
                    "Resource", "Value must be arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2");
        }
        JsonNode unused = reader.template(fields.isJsonata() ? "Arguments" : "Parameters");
        return reader.json();
    }

    private @Nullable JsonNode writer() {
        Fields writer = fields.object("ResultWriter");
        if (writer == null) {
            return null;
        }
        JsonNode unused = writer.template(fields.isJsonata() ? "Arguments" : "Parameters");
        String resource = writer.text("Resource");
        if (resource != null && !resource.endsWith(":s3:putObject")) {
            writer.error("Resource", "Value must be arn:aws:states:::s3:putObject");
        }
        return writer.json();
    }
}
