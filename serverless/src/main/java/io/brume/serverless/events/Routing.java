package io.brume.serverless.events;

import io.brume.kernel.database.Database;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.event.ruler.Machine;

/**
 * Which targets an event goes to: all of a bus's patterns compiled into one automaton, kept until the bus's version in the database
 * shows that a rule has changed. Thread-safe.
 */
final class Routing {

    private static final Logger log = LoggerFactory.getLogger(Routing.class);

    private static final Compiled NOTHING = new Compiled(0, Machine.builder().build(), Map.of(), List.of());

    private final Database database;
    private final Rules rules;
    private final Archives archives;
    private final Map<Bus, Compiled> compiled = new ConcurrentHashMap<>();

    Routing(Database database, Rules rules, Archives archives) {
        this.database = database;
        this.rules = rules;
        this.archives = archives;
    }

    /** A rule that takes an event, with its targets. */
    record Route(String ruleName, String ruleArn, List<Target> targets) {}

    private record Compiled(
            long version, Machine machine, Map<String, Route> routes, List<Archives.Archive> archives) {}

    /**
     * The rules that an event matches.
     *
     * @param only their ARNs; all of the bus's when it is empty
     */
    List<Route> routes(Bus bus, Event event, Collection<String> only) {
        Compiled current = compiled(bus);
        return new TreeSet<>(current.machine.rulesForJSONEvent(event.json()))
                .stream()
                        .map(current.routes::get)
                        .filter(route -> only.isEmpty() || only.contains(route.ruleArn))
                        .toList();
    }

    /** The archives that keep an event. */
    List<Archives.Archive> archives(Bus bus, Event event) {
        return compiled(bus).archives.stream()
                .filter(archive -> archive.takes(event))
                .toList();
    }

    private Compiled compiled(Bus bus) {
        long version = rules.version(bus);
        if (version == 0) {
            return NOTHING; // not kept: senders may name any number of buses that do not exist
        }
        Compiled known = compiled.get(bus);
        if (known != null && known.version == version) {
            return known;
        }
        Compiled fresh = database.read(_ -> compile(bus));
        compiled.put(bus, fresh);
        return fresh;
    }

    private Compiled compile(Bus bus) {
        Machine machine = Machine.builder().build();
        Map<String, Route> routes = new HashMap<>();
        for (DescribeRuleResponse rule : rules.all(bus)) {
            if (rule.eventPattern() == null || rule.state() == RuleState.DISABLED) {
                continue;
            }
            try {
                machine.addRule(rule.name(), rule.eventPattern());
                routes.put(rule.name(), new Route(rule.name(), rule.arn(), rules.targets(bus, rule.name())));
            } catch (IOException | RuntimeException e) {
                log.error("the pattern of {} cannot be compiled", rule.arn(), e);
            }
        }
        return new Compiled(rules.version(bus), machine, routes, archives.of(bus));
    }
}
