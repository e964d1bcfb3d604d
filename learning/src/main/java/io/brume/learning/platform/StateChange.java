package io.brume.learning.platform;

import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Tells EventBridge of a resource's change: its description, with moments in milliseconds as in SageMaker's events. */
public final class StateChange {

    private StateChange() {}

    /**
     * Announces a change when, and only if, the transaction that this is called in is committed.
     *
     * @param type such as {@code SageMaker Training Job State Change}
     */
    public static void announce(Platform platform, Scope scope, String type, String arn, SdkPojo description) {
        JsonNode document = Json.read(Shapes.json(description));
        platform.announcements().announce(scope, "aws.sagemaker", type, List.of(arn), Json.write(detail(document, "")));
    }

    private static Object detail(JsonNode node, String name) {
        if (node.isObject()) {
            Map<String, Object> members = new LinkedHashMap<>();
            node.asObject().forEach((key, value) -> members.put(key, detail(value, key)));
            return members;
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.asArray().forEach(item -> items.add(detail(item, name)));
            return items;
        }
        boolean moment = node.isNumber() && (name.endsWith("Time") || name.equals("Timestamp"));
        return moment ? (Object) Math.round(Double.parseDouble(node.asNumber()) * 1000) : node;
    }
}
