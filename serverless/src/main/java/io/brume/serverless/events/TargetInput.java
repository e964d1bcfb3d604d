package io.brume.serverless.events;

import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** What a target gets of an event: all of it, a part, a constant text, or a template filled in. */
final class TargetInput {

    private static final int MOST_PATHS = 100;

    private TargetInput() {}

    /** @throws RuntimeException when a target's input cannot be made */
    static void check(Target target) {
        int ways = (target.input() == null ? 0 : 1)
                + (target.inputPath() == null ? 0 : 1)
                + (target.inputTransformer() == null ? 0 : 1);
        if (ways > 1) {
            throw EventErrors.invalid("Only one of Input, InputPath, or InputTransformer must be provided for target "
                    + target.id() + ".");
        }
        if (target.input() != null && Json.any(target.input()).isEmpty()) {
            throw EventErrors.invalid("JSON syntax error in input for target " + target.id() + ".");
        }
        if (target.inputPath() != null) {
            checkPath("InputPath", target.inputPath(), target.id());
        }
        if (target.inputTransformer() != null) {
            checkTransformer(target.inputTransformer(), target.id());
        }
    }

    private static void checkTransformer(InputTransformer transformer, String target) {
        Map<String, String> paths = transformer.inputPathsMap();
        if (paths.size() > MOST_PATHS) {
            throw EventErrors.invalid("InputPathsMap for target " + target + " has more than " + MOST_PATHS + " keys.");
        }
        paths.forEach((name, path) -> {
            if (InputTemplate.isReserved(name)) {
                throw EventErrors.invalid(
                        "InputPathsMap for target " + target + " contains the reserved key " + name + ".");
            }
            checkPath("InputPathsMap", path, target);
        });
        Set<String> unknown = InputTemplate.unknown(transformer.inputTemplate(), paths.keySet());
        if (!unknown.isEmpty()) {
            throw EventErrors.invalid("InputTemplate for target " + target + " contains invalid placeholder "
                    + unknown.iterator().next() + ".");
        }
    }

    private static void checkPath(String parameter, String path, String target) {
        if (JsonPath.parse(path).isEmpty()) {
            throw EventErrors.invalid("Invalid " + parameter + " for target " + target + " : [" + path + "].");
        }
    }

    static String of(Target target, Event event, String ruleArn, String ruleName) {
        if (target.input() != null) {
            return target.input();
        }
        if (target.inputPath() != null) {
            return JsonPath.parse(target.inputPath())
                    .flatMap(path -> path.in(event.json()))
                    .map(Object::toString)
                    .orElse("null");
        }
        InputTransformer transformer = target.inputTransformer();
        return transformer == null
                ? event.toString()
                : InputTemplate.fill(
                        transformer.inputTemplate(), transformer.inputPathsMap(), event, ruleArn, ruleName);
    }
}
