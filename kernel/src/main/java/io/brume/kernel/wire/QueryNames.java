package io.brume.kernel.wire;

import io.brume.kernel.operation.Operation;
import java.util.Locale;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.MapTrait;

/**
 * What members are called in awsQuery. The SDK's classes tell it, but for SQS's: they know only the JSON protocol, while older
 * clients go on to speak awsQuery.
 */
sealed interface QueryNames {

    static QueryNames of(Operation operation) {
        return operation.service().model().serviceId().equals("SQS")
                ? new OfSqs(operation.name())
                : AsTheSdkSays.INSTANCE;
    }

    /** A member's name in requests. */
    String in(SdkField<?> field);

    /** A member's name in answers. */
    String out(SdkField<?> field);

    String key(SdkField<?> map, MapTrait trait);

    String value(SdkField<?> map, MapTrait trait);

    /** The names in the SDK's classes. */
    enum AsTheSdkSays implements QueryNames {
        INSTANCE;

        @Override
        public String in(SdkField<?> field) {
            return field.locationName();
        }

        @Override
        public String out(SdkField<?> field) {
            return field.unmarshallLocationName();
        }

        @Override
        public String key(SdkField<?> map, MapTrait trait) {
            return trait.keyLocationName();
        }

        @Override
        public String value(SdkField<?> map, MapTrait trait) {
            return trait.valueLocationName();
        }
    }

    /** SQS's names: collections go by the name of one item, batches by their operation's. */
    record OfSqs(String operation) implements QueryNames {

        @Override
        public String in(SdkField<?> field) {
            return name(field);
        }

        @Override
        public String out(SdkField<?> field) {
            return name(field);
        }

        private String name(SdkField<?> field) {
            String name = field.memberName();
            MarshallingType<?> type = field.marshallingType();
            if (type != MarshallingType.LIST && type != MarshallingType.MAP) {
                return field.locationName();
            }
            return switch (name) {
                case "Entries" -> operation + "RequestEntry";
                case "Successful", "Results" -> operation + "ResultEntry";
                case "Failed" -> "BatchResultErrorEntry";
                case "Actions" -> "ActionName";
                default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1, name.length() - 1);
            };
        }

        @Override
        public String key(SdkField<?> map, MapTrait trait) {
            return name(map).equals("Tag") ? "Key" : "Name";
        }

        @Override
        public String value(SdkField<?> map, MapTrait trait) {
            return "Value";
        }
    }
}
