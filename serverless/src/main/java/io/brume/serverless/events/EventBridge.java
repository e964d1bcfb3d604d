package io.brume.serverless.events;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import io.brume.kernel.shape.Shapes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.*;

/** Amazon EventBridge: buses, rules that match events or the clock, and the targets that they send to. */
public final class EventBridge implements EventBridgeClient {

    private static final int MOST_TAGS = 50;

    private final Database database;
    private final Buses buses;
    private final Rules rules;
    private final RuleChanges changes;
    private final Archives archives;
    private final Replays replays;
    private final Putting putting;
    private final Ticking ticking;
    private final Tags tags;

    /** Sends to targets through the outbox, and takes the events of AWS's services from it. */
    public EventBridge(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        buses = new Buses(database, clock);
        rules = new Rules(database);
        changes = new RuleChanges(database, buses, rules, clock);
        archives = new Archives(database, clock);
        var routing = new Routing(database, rules, archives);
        putting = new Putting(database, outbox, buses, routing, archives, clock);
        replays = new Replays(database, outbox, new Dispatcher(routing), clock);
        ticking = new Ticking(new Schedules(database, outbox, rules, clock), replays);
        tags = new Tags(database);
        outbox.register("events", putting);
    }

    /** Begins to fire schedules and to go on with replays. */
    public void start() {
        ticking.start();
    }

    /** What the clock sets going, done once: for tests that turn it themselves. */
    void tick() {
        ticking.tick();
    }

    @Override
    public CreateEventBusResponse createEventBus(CreateEventBusRequest request) {
        return Shapes.copy(
                        buses.create(Scope.current(), request, map(request.tags())), CreateEventBusResponse.builder())
                .eventBusArn(new Bus(Scope.current(), request.name()).arn())
                .build();
    }

    @Override
    public DescribeEventBusResponse describeEventBus(DescribeEventBusRequest request) {
        return buses.get(bus(request.name()));
    }

    @Override
    public UpdateEventBusResponse updateEventBus(UpdateEventBusRequest request) {
        Bus bus = bus(request.name());
        DescribeEventBusResponse updated =
                buses.update(bus, kept -> Shapes.copy(request, kept).name(bus.name()));
        return Shapes.copy(updated, UpdateEventBusResponse.builder()).build();
    }

    @Override
    public DeleteEventBusResponse deleteEventBus(DeleteEventBusRequest request) {
        Bus bus = bus(request.name());
        if (bus.isDefault()) {
            throw EventErrors.invalid("Cannot delete event bus default.");
        }
        database.change(_ -> {
            if (rules.any(bus)) {
                throw EventErrors.invalid("Event bus can't be deleted since it has rules.");
            }
            buses.delete(bus);
        });
        return DeleteEventBusResponse.builder().build();
    }

    @Override
    public ListEventBusesResponse listEventBuses(ListEventBusesRequest request) {
        return buses.list(Scope.current(), request);
    }

    @Override
    public PutPermissionResponse putPermission(PutPermissionRequest request) {
        Bus bus = bus(request.eventBusName());
        DescribeEventBusResponse unused = buses.update(
                bus, kept -> kept.policy(BusPolicy.with(kept.build().policy(), bus, request)));
        return PutPermissionResponse.builder().build();
    }

    @Override
    public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
        boolean all = Boolean.TRUE.equals(request.removeAllPermissions());
        DescribeEventBusResponse unused = buses.update(
                bus(request.eventBusName()),
                kept -> kept.policy(all ? null : BusPolicy.without(kept.build().policy(), request.statementId())));
        return RemovePermissionResponse.builder().build();
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        return putting.put(request, Scope.current());
    }

    @Override
    public TestEventPatternResponse testEventPattern(TestEventPatternRequest request) {
        return EventPattern.test(request);
    }

    @Override
    public PutRuleResponse putRule(PutRuleRequest request) {
        return PutRuleResponse.builder()
                .ruleArn(changes.put(bus(request.eventBusName()), request, map(request.tags())))
                .build();
    }

    @Override
    public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
        return rules.get(bus(request.eventBusName()), request.name());
    }

    @Override
    public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
        changes.delete(existing(request.eventBusName()), request.name());
        return DeleteRuleResponse.builder().build();
    }

    @Override
    public EnableRuleResponse enableRule(EnableRuleRequest request) {
        changes.switchTo(existing(request.eventBusName()), request.name(), RuleState.ENABLED);
        return EnableRuleResponse.builder().build();
    }

    @Override
    public DisableRuleResponse disableRule(DisableRuleRequest request) {
        changes.switchTo(existing(request.eventBusName()), request.name(), RuleState.DISABLED);
        return DisableRuleResponse.builder().build();
    }

    @Override
    public ListRulesResponse listRules(ListRulesRequest request) {
        Bus bus = existing(request.eventBusName());
        Rules.Page<DescribeRuleResponse> page =
                rules.list(bus, request.namePrefix(), request.limit(), request.nextToken());
        return ListRulesResponse.builder()
                .rules(page.items().stream()
                        .map(rule -> Shapes.copy(rule, Rule.builder()).build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    @Override
    public ListRuleNamesByTargetResponse listRuleNamesByTarget(ListRuleNamesByTargetRequest request) {
        Rules.Page<String> page = rules.namesByTarget(
                existing(request.eventBusName()), request.targetArn(), request.limit(), request.nextToken());
        return ListRuleNamesByTargetResponse.builder()
                .ruleNames(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public PutTargetsResponse putTargets(PutTargetsRequest request) {
        changes.putTargets(existing(request.eventBusName()), request);
        return PutTargetsResponse.builder()
                .failedEntryCount(0)
                .failedEntries(List.of())
                .build();
    }

    @Override
    public RemoveTargetsResponse removeTargets(RemoveTargetsRequest request) {
        Bus bus = existing(request.eventBusName());
        DescribeRuleResponse unused = rules.get(bus, request.rule());
        rules.removeTargets(bus, request.rule(), request.ids());
        return RemoveTargetsResponse.builder()
                .failedEntryCount(0)
                .failedEntries(List.of())
                .build();
    }

    @Override
    public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
        Bus bus = existing(request.eventBusName());
        DescribeRuleResponse unused = rules.get(bus, request.rule());
        Rules.Page<Target> page = rules.targets(bus, request.rule(), request.limit(), request.nextToken());
        return ListTargetsByRuleResponse.builder()
                .targets(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public CreateArchiveResponse createArchive(CreateArchiveRequest request) {
        Bus bus = existing(request.eventSourceArn());
        return database.write(_ -> {
            DescribeArchiveResponse made = archives.create(bus.scope(), request);
            rules.touch(bus);
            return Shapes.copy(made, CreateArchiveResponse.builder()).build();
        });
    }

    @Override
    public DescribeArchiveResponse describeArchive(DescribeArchiveRequest request) {
        return archives.get(Scope.current(), request.archiveName());
    }

    @Override
    public ListArchivesResponse listArchives(ListArchivesRequest request) {
        return archives.list(Scope.current(), request);
    }

    @Override
    public UpdateArchiveResponse updateArchive(UpdateArchiveRequest request) {
        Scope scope = Scope.current();
        if (request.eventPattern() != null) {
            var unused = EventPattern.compile(request.eventPattern());
        }
        return database.write(_ -> {
            DescribeArchiveResponse changed =
                    archives.update(scope, request.archiveName(), kept -> Shapes.copy(request, kept));
            rules.touch(Bus.ofArn(changed.eventSourceArn()));
            return Shapes.copy(changed, UpdateArchiveResponse.builder()).build();
        });
    }

    @Override
    public DeleteArchiveResponse deleteArchive(DeleteArchiveRequest request) {
        Scope scope = Scope.current();
        database.change(_ -> {
            Bus bus = Bus.ofArn(archives.get(scope, request.archiveName()).eventSourceArn());
            archives.delete(scope, request.archiveName());
            rules.touch(bus);
        });
        return DeleteArchiveResponse.builder().build();
    }

    @Override
    public StartReplayResponse startReplay(StartReplayRequest request) {
        Scope scope = Scope.current();
        String archive = request.eventSourceArn();
        DescribeArchiveResponse source = archives.get(scope, archive.substring(archive.lastIndexOf('/') + 1));
        if (!source.eventSourceArn().equals(request.destination().arn())) {
            throw EventErrors.invalid(
                    "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not" + " permitted.");
        }
        DescribeReplayResponse started = replays.start(scope, request);
        return Shapes.copy(started, StartReplayResponse.builder()).build();
    }

    @Override
    public DescribeReplayResponse describeReplay(DescribeReplayRequest request) {
        return replays.get(Scope.current(), request.replayName());
    }

    @Override
    public ListReplaysResponse listReplays(ListReplaysRequest request) {
        return replays.list(Scope.current(), request);
    }

    @Override
    public CancelReplayResponse cancelReplay(CancelReplayRequest request) {
        return Shapes.copy(replays.cancel(Scope.current(), request.replayName()), CancelReplayResponse.builder())
                .build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        if (!tags.add(tagged(request.resourceARN()), map(request.tags()), MOST_TAGS)) {
            throw EventErrors.tooMany();
        }
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(tagged(request.resourceARN()), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        List<Tag> all = tags.of(tagged(request.resourceARN())).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return ListTagsForResourceResponse.builder().tags(all).build();
    }

    /** The ARN of a bus or a rule that exists. */
    private String tagged(String arn) {
        String[] parts = arn.split(":", 6);
        String resource = parts.length == 6 ? parts[5] : "";
        boolean exists = false;
        if (resource.startsWith("event-bus/")) {
            exists = buses.exists(Bus.ofArn(arn));
        } else if (resource.startsWith("rule/")) {
            int slash = resource.lastIndexOf('/');
            String bus = slash == 4 ? Bus.DEFAULT : resource.substring(5, slash);
            exists = rules.find(new Bus(new Scope(parts[4], parts[3]), bus), resource.substring(slash + 1))
                    .isPresent();
        }
        if (!exists) {
            throw EventErrors.missing("Resource " + arn + " does not exist.");
        }
        return arn;
    }

    private static Map<String, String> map(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value, (_, last) -> last));
    }

    private static Bus bus(@Nullable String nameOrArn) {
        return Bus.named(nameOrArn, Scope.current());
    }

    private Bus existing(@Nullable String nameOrArn) {
        Bus bus = bus(nameOrArn);
        if (!buses.exists(bus)) {
            throw EventErrors.noBus(bus);
        }
        return bus;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        ticking.close();
    }
}
