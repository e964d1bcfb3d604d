package io.brume.engines.nlp4j.compiler;

import edu.emory.mathcs.nlp.component.template.feature.FeatureTemplate;
import edu.emory.mathcs.nlp.learning.util.FeatureMap;
import it.unimi.dsi.fastutil.objects.Object2IntMap;
import java.lang.reflect.Field;
import java.util.List;

/** Reaches NLP4J's feature index, which its class keeps to itself. */
final class FeatureMaps {

    private FeatureMaps() {}

    static List<Object2IntMap<String>> of(FeatureTemplate<?, ?> template) {
        try {
            Field field = FeatureTemplate.class.getDeclaredField("feature_map");
            field.setAccessible(true);
            return ((FeatureMap) field.get(template)).getIndexMaps();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another NLP4J than 1.1.3?", e);
        }
    }
}
