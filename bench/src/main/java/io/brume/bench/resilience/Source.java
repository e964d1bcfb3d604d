package io.brume.bench.resilience;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What malformed requests are made from.
 *
 * @param verifies whether the server checks signatures
 */
record Source(RandomGenerator random, List<Template> templates, boolean verifies) {

    Template any() {
        return templates.get(random.nextInt(templates.size()));
    }

    Template any(Predicate<Template> suitable) {
        while (true) {
            Template template = any();
            if (suitable.test(template)) {
                return template;
            }
        }
    }

    Template withBody() {
        return any(template -> template.body().length > 0);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Signs anew most of what a server would refuse for its signature alone. */
    byte[] signed(Template template) {
        boolean streams = template.has("x-amz-content-sha256", "streaming")
                || template.target().contains("X-Amz-Signature");
        return (verifies && !streams && chance(0.8) ? Signer.sign(template) : template).bytes();
    }
}
