package io.brume.kernel.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The members of an SDK class, sorted once by where they travel. */
public final class Structure {

    private static final Map<Class<?>, Structure> KNOWN = new ConcurrentHashMap<>();

    private final List<SdkField<?>> all;
    private final List<SdkField<?>> bound = new ArrayList<>();
    private final List<SdkField<?>> body = new ArrayList<>();
    private final Map<String, SdkField<?>> byName = new HashMap<>();
    private final Map<String, SdkField<?>> byMember = new HashMap<>();
    private final @Nullable SdkField<?> payload;

    private Structure(List<SdkField<?>> fields) {
        all = fields;
        SdkField<?> explicit = null;
        for (SdkField<?> field : fields) {
            byName.put(field.locationName(), field);
            byMember.put(field.memberName(), field);
            if (field.location() != null && field.location() != MarshallLocation.PAYLOAD) {
                bound.add(field);
            } else if (field.containsTrait(PayloadTrait.class)) {
                explicit = field;
            } else {
                body.add(field);
            }
        }
        payload = explicit;
    }

    /** The structure of a value or a builder. */
    public static Structure of(SdkPojo pojo) {
        Structure known = KNOWN.get(pojo.getClass());
        return known != null ? known : KNOWN.computeIfAbsent(pojo.getClass(), _ -> new Structure(pojo.sdkFields()));
    }

    public List<SdkField<?>> all() {
        return all;
    }

    /** Members that REST protocols put into the path, the query, headers or the status line. */
    public List<SdkField<?>> bound() {
        return bound;
    }

    /** Members that travel together as the body's structure. */
    public List<SdkField<?>> body() {
        return body;
    }

    /** The member that is the body all by itself. */
    public @Nullable SdkField<?> payload() {
        return payload;
    }

    /** The member of that name on the wire. */
    public @Nullable SdkField<?> named(String locationName) {
        return byName.get(locationName);
    }

    /** The member of that name in the model, such as {@code TrainingJobName}. */
    public @Nullable SdkField<?> member(String memberName) {
        return byMember.get(memberName);
    }

    /** A member's value; null when it was never set, also for lists and maps that the SDK makes up. */
    public static @Nullable Object value(SdkField<?> field, SdkPojo pojo) {
        Object value = field.getValueOrDefault(pojo);
        return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap ? null : value;
    }
}
