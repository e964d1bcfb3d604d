package io.brume.learning.payload;

import io.brume.algorithms.data.TextBatch;
import io.brume.algorithms.ipinsights.IpInsightsModel;
import io.brume.learning.builtin.ContentTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** IP Insights' own requests and answers: pairs of an entity and an address. */
final class PairsRequest {

    private static final Set<String> TYPES = Set.of(ContentTypes.CSV, ContentTypes.JSON, ContentTypes.JSON_LINES);
    private static final Set<String> ANSWERS = Set.of(ContentTypes.JSON, ContentTypes.JSON_LINES);

    private PairsRequest() {}

    static Payload answer(IpInsightsModel model, byte[] body, @Nullable String contentType, @Nullable String accept) {
        Accept wanted = Accept.of(accept, ContentTypes.JSON, ANSWERS);
        var rows = new ArrayList<List<Member>>();
        for (IpInsightsModel.Verbose pair : model.verbose(new TextBatch(lines(body, contentType)))) {
            var dot = new Member("dot_product", pair.dotProduct());
            rows.add(
                    wanted.verbose()
                            ? List.of(
                                    dot,
                                    new Member("entity_embedding", pair.entityEmbedding()),
                                    new Member("ip_embedding", pair.ipEmbedding()))
                            : List.of(dot));
        }
        return new Payload(Rendering.write(wanted.type(), "predictions", rows), wanted.type());
    }

    private static List<String> lines(byte[] body, @Nullable String contentType) {
        String type = NumericRequest.type(contentType, TYPES);
        String text = new String(body, StandardCharsets.UTF_8);
        if (type.equals(ContentTypes.CSV)) {
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
        List<JsonNode> instances = type.equals(ContentTypes.JSON)
                ? NumericRequest.instances(body)
                : text.lines()
                        .filter(line -> !line.isBlank())
                        .map(NumericRequest::document)
                        .toList();
        return instances.stream().map(PairsRequest::line).toList();
    }

    /** {@code {"features": ["entity", "address"]}}, or within {@code data} and {@code values}. */
    private static String line(JsonNode instance) {
        JsonNode data = instance.isObject() ? instance.field("data").orElse(instance) : instance;
        JsonNode features = data.isObject() ? data.field("features").orElse(data) : data;
        JsonNode values = features.isObject() ? features.field("values").orElse(features) : features;
        if (!values.isArray()
                || values.asArray().size() != 2
                || !values.asArray().stream().allMatch(JsonNode::isString)) {
            throw new Refused(400, "Each instance has to have 'features' of two texts: an entity and an address.");
        }
        return values.asArray().get(0).text() + "," + values.asArray().get(1).text();
    }
}
