package io.brume.learning.hosting;

import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/**
 * What an endpoint serves: its configuration and its models as they were when it was deployed.
 *
 * @param job the job that deploys it
 * @param models by name
 */
record Deployment(String job, DescribeEndpointConfigResponse config, Map<String, DescribeModelResponse> models) {

    Deployment {
        models = Map.copyOf(models);
    }

    /** Production variants and shadow variants. */
    List<ProductionVariant> variants() {
        List<ProductionVariant> all = new ArrayList<>(config.productionVariants());
        all.addAll(config.shadowProductionVariants());
        return all;
    }

    String modelsJson() {
        return Json.write(models.values().stream()
                .map(model -> Json.read(Shapes.json(model)))
                .toList());
    }

    static Deployment parse(String job, String config, String models) {
        Map<String, DescribeModelResponse> byName = new LinkedHashMap<>();
        for (JsonNode node : Json.read(models).asArray()) {
            var model = Shapes.parse(Json.write(node), DescribeModelResponse.class);
            byName.put(model.modelName(), model);
        }
        return new Deployment(job, Shapes.parse(config, DescribeEndpointConfigResponse.class), byName);
    }
}
