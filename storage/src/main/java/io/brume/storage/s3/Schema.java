package io.brume.storage.s3;

import io.brume.kernel.operation.Structure;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.services.s3.model.FilterRule;

/** Holds documents to what S3's schema wants of them: members that have to be there, and values that are enumerated. */
final class Schema {

    private static final String UNKNOWN = "UNKNOWN_TO_SDK_VERSION";

    /** The methods of a shape that answer with enumerated values. */
    private static final Map<Class<?>, List<Method>> ENUMERATED = new ConcurrentHashMap<>();

    private Schema() {}

    /** @throws Refusal when a document is not what the schema wants */
    static <T extends SdkPojo> T checked(T document) {
        for (Method method : ENUMERATED.computeIfAbsent(document.getClass(), Schema::enumerated)) {
            if (values(document, method)
                    .anyMatch(value ->
                            value instanceof Enum<?> constant && constant.name().equals(UNKNOWN))) {
                throw Refusal.malformedXml();
            }
        }
        for (SdkField<?> field : Structure.of(document).all()) {
            Object value = Structure.value(field, document);
            if (value == null && field.containsTrait(RequiredTrait.class)) {
                throw Refusal.malformedXml();
            }
            if (value instanceof SdkPojo nested) {
                checked(nested);
            } else if (value instanceof Collection<?> many) {
                many.forEach(item -> {
                    if (item instanceof SdkPojo nested) {
                        checked(nested);
                    }
                });
            }
        }
        return document;
    }

    private static List<Method> enumerated(Class<?> type) {
        if (type == FilterRule.class) {
            return List.of(); // S3 takes its names in any case
        }
        return Stream.of(type.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> method.getReturnType().isEnum()
                        || method.getReturnType() == List.class
                                && method.getGenericReturnType().getTypeName().contains(".model."))
                .toList();
    }

    private static Stream<?> values(SdkPojo document, Method method) {
        try {
            Object value = method.invoke(document);
            return value instanceof List<?> list ? list.stream() : Stream.ofNullable(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
