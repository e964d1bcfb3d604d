package io.brume.serverless.states;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import io.brume.serverless.states.language.Definition;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.*;

/** State machines, their versions and their aliases. Thread-safe. */
final class Machines {

    private static final int TAGS = 50;
    private static final int LARGEST = 1_048_576;

    private final Database database;
    private final Tags tags;
    private final Clock clock;
    private final Resources<DescribeStateMachineResponse> machines;
    private final Resources<DescribeStateMachineResponse> versions;
    private final Resources<DescribeStateMachineAliasResponse> aliases;

    Machines(Database database, Tags tags, Clock clock) {
        this.database = database;
        this.tags = tags;
        this.clock = clock;
        machines = Resources.of(database, "states/machine", DescribeStateMachineResponse.class)
                .badToken(StatesErrors::badToken);
        versions = Resources.of(database, "states/version", DescribeStateMachineResponse.class)
                .newestFirst()
                .badToken(StatesErrors::badToken);
        aliases = Resources.of(database, "states/alias", DescribeStateMachineAliasResponse.class)
                .badToken(StatesErrors::badToken);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static void check(String definition, boolean express) {
        if (definition.length() > LARGEST) {
            throw InvalidDefinitionException.builder()
                    .message("Invalid State Machine Definition: 'The definition is larger than 1 MB'")
                    .build();
        }
        Definition read = Definition.read(definition, express);
        if (!read.isValid()) {
            throw StatesErrors.badDefinition(read);
        }
    }

    CreateStateMachineResponse create(CreateStateMachineRequest request) {
        Scope scope = Scope.current();
        String name = Arns.checkedName(request.name());
        boolean express = request.type() == StateMachineType.EXPRESS;
        check(request.definition(), express);
        if (request.versionDescription() != null && !Boolean.TRUE.equals(request.publish())) {
            throw StatesErrors.invalid("Version description can only be set when publish is true");
        }
        String arn = scope.arn("states", "stateMachine:" + name);
        DescribeStateMachineResponse fresh = DescribeStateMachineResponse.builder()
                .stateMachineArn(arn)
                .name(name)
                .status(StateMachineStatus.ACTIVE)
                .definition(request.definition())
                .roleArn(request.roleArn())
                .type(express ? StateMachineType.EXPRESS : StateMachineType.STANDARD)
                .creationDate(now())
                .loggingConfiguration(
                        request.loggingConfiguration() != null
                                ? request.loggingConfiguration()
                                : LoggingConfiguration.builder()
                                        .level(LogLevel.OFF)
                                        .includeExecutionData(false)
                                        .build())
                .tracingConfiguration(
                        request.tracingConfiguration() != null
                                ? request.tracingConfiguration()
                                : TracingConfiguration.builder().enabled(false).build())
                .encryptionConfiguration(
                        request.encryptionConfiguration() != null
                                ? request.encryptionConfiguration()
                                : EncryptionConfiguration.builder()
                                        .type(EncryptionType.AWS_OWNED_KEY)
                                        .build())
                .revisionId(UUID.randomUUID().toString())
                .build();
        Map<String, String> given = tags(request.tags());
        return database.write(_ -> {
            DescribeStateMachineResponse kept = fresh;
            if (!machines.add(scope, name, fresh)) {
                kept = machines.find(scope, name).orElseThrow();
                if (!isSame(kept, fresh)) {
                    throw StateMachineAlreadyExistsException.builder()
                            .message("State Machine Already Exists: '" + arn + "'")
                            .build();
                }
            }
            tag(arn, given);
            var answer =
                    CreateStateMachineResponse.builder().stateMachineArn(arn).creationDate(kept.creationDate());
            if (Boolean.TRUE.equals(request.publish())) {
                answer.stateMachineVersionArn(
                        publish(kept, request.versionDescription()).stateMachineArn());
            }
            return answer.build();
        });
    }

    private static boolean isSame(DescribeStateMachineResponse one, DescribeStateMachineResponse other) {
        return one.definition().equals(other.definition())
                && one.type() == other.type()
                && Objects.equals(one.loggingConfiguration(), other.loggingConfiguration())
                && Objects.equals(one.tracingConfiguration(), other.tracingConfiguration());
    }

    static Map<String, String> tags(List<Tag> list) {
        Map<String, String> tags = new HashMap<>();
        list.forEach(tag -> tags.put(tag.key(), tag.value() == null ? "" : tag.value()));
        return tags;
    }

    void tag(String arn, Map<String, String> given) {
        if (!given.isEmpty() && !tags.add(arn, given, TAGS)) {
            throw TooManyTagsException.builder()
                    .message("Too many tags: a resource can have at most " + TAGS)
                    .resourceName(arn)
                    .build();
        }
    }

    UpdateStateMachineResponse update(UpdateStateMachineRequest request) {
        Arns arn = Arns.machine(request.stateMachineArn());
        if (request.definition() == null
                && request.roleArn() == null
                && request.loggingConfiguration() == null
                && request.tracingConfiguration() == null
                && request.encryptionConfiguration() == null) {
            throw MissingRequiredParameterException.builder()
                    .message(
                            "Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or"
                                    + " the TracingConfiguration must be specified")
                    .build();
        }
        DescribeStateMachineResponse before = machine(arn);
        if (request.definition() != null) {
            check(request.definition(), before.type() == StateMachineType.EXPRESS);
        }
        String revision = UUID.randomUUID().toString();
        Instant now = now();
        return database.write(_ -> {
            DescribeStateMachineResponse after = machines.update(arn.scope(), arn.name(), old -> {
                        var changed = old.toBuilder().revisionId(revision);
                        if (request.definition() != null) {
                            changed.definition(request.definition());
                        }
                        if (request.roleArn() != null) {
                            changed.roleArn(request.roleArn());
                        }
                        if (request.loggingConfiguration() != null) {
                            changed.loggingConfiguration(request.loggingConfiguration());
                        }
                        if (request.tracingConfiguration() != null) {
                            changed.tracingConfiguration(request.tracingConfiguration());
                        }
                        return changed.build();
                    })
                    .orElseThrow(() -> StatesErrors.noMachine(request.stateMachineArn()));
            var answer = UpdateStateMachineResponse.builder().updateDate(now).revisionId(revision);
            if (Boolean.TRUE.equals(request.publish())) {
                answer.stateMachineVersionArn(
                        publish(after, request.versionDescription()).stateMachineArn());
            }
            return answer.build();
        });
    }

    void delete(String text) {
        Arns arn = Arns.machine(text);
        database.change(transaction -> {
            if (machines.find(arn.scope(), arn.name()).isPresent()) {
                boolean unused = machines.delete(arn.scope(), arn.name());
            }
            for (DescribeStateMachineResponse version : versionsOf(arn)) {
                boolean unused = versions.delete(
                        arn.scope(),
                        versionKey(arn, Arns.machine(version.stateMachineArn()).qualifier()));
            }
            for (DescribeStateMachineAliasResponse alias : aliasesOf(arn)) {
                boolean unused = aliases.delete(arn.scope(), arn.name() + ":" + alias.name());
            }
            tags.removeAll(arn.unqualified());
        });
    }

    DescribeStateMachineResponse machine(Arns arn) {
        return machines.get(arn.scope(), arn.name(), () -> StatesErrors.noMachine(arn.unqualified()));
    }

    /** A state machine or a version of one. */
    DescribeStateMachineResponse describe(String text) {
        Arns arn = Arns.machine(text);
        String qualifier = arn.qualifier();
        if (qualifier == null) {
            return machine(arn);
        }
        if (!arn.isVersion()) {
            throw StatesErrors.noMachine(text);
        }
        return version(arn, qualifier);
    }

    private DescribeStateMachineResponse version(Arns arn, String number) {
        return versions.get(
                arn.scope(), versionKey(arn, number), () -> StatesErrors.noMachine(arn.unqualified() + ":" + number));
    }

    ListStateMachinesResponse list(ListStateMachinesRequest request) {
        return machines.page(
                        Scope.current(),
                        request,
                        ListStateMachinesResponse.builder(),
                        machine -> StateMachineListItem.builder()
                                .stateMachineArn(machine.stateMachineArn())
                                .name(machine.name())
                                .type(machine.type())
                                .creationDate(machine.creationDate())
                                .build())
                .build();
    }

    /**
     * What is started by an ARN.
     *
     * @param version the ARN of the version that it is; null for the machine itself
     * @param alias the ARN of the alias that led there
     */
    record Target(
            DescribeStateMachineResponse machine,
            @Nullable String version,
            @Nullable String alias) {}

    Target target(String text) {
        Arns arn = Arns.machine(text);
        String qualifier = arn.qualifier();
        if (qualifier == null) {
            return new Target(machine(arn), null, null);
        }
        if (arn.isVersion()) {
            return new Target(version(arn, qualifier), text, null);
        }
        DescribeStateMachineAliasResponse alias = alias(text);
        String chosen = chosen(alias.routingConfiguration());
        return new Target(describe(chosen), chosen, text);
    }

    private static String chosen(List<RoutingConfigurationListItem> routes) {
        int at = ThreadLocalRandom.current().nextInt(100);
        for (RoutingConfigurationListItem route : routes) {
            at -= route.weight();
            if (at < 0) {
                return route.stateMachineVersionArn();
            }
        }
        return routes.getFirst().stateMachineVersionArn();
    }

    private static String versionKey(Arns arn, @Nullable String number) {
        String digits = String.valueOf(number);
        return arn.name() + ":" + "0".repeat(Math.max(0, 10 - digits.length())) + digits;
    }

    PublishStateMachineVersionResponse publish(PublishStateMachineVersionRequest request) {
        Arns arn = Arns.machine(request.stateMachineArn());
        return database.write(_ -> {
            DescribeStateMachineResponse machine = machine(arn);
            if (request.revisionId() != null && !request.revisionId().equals(machine.revisionId())) {
                throw ConflictException.builder()
                        .message("Failed to publish the State Machine version for revision " + request.revisionId()
                                + ". The current State Machine revision is " + machine.revisionId() + ".")
                        .build();
            }
            DescribeStateMachineResponse version = publish(machine, request.description());
            return PublishStateMachineVersionResponse.builder()
                    .stateMachineVersionArn(version.stateMachineArn())
                    .creationDate(version.creationDate())
                    .build();
        });
    }

    /** The version of a revision; a revision has one. */
    private DescribeStateMachineResponse publish(DescribeStateMachineResponse machine, @Nullable String description) {
        Arns arn = Arns.machine(machine.stateMachineArn());
        Optional<DescribeStateMachineResponse> same = versionsOf(arn).stream()
                .filter(version -> Objects.equals(version.revisionId(), machine.revisionId()))
                .findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        Instant now = now();
        return database.write(transaction -> {
            long number = transaction
                    .first(
                            "INSERT INTO states_version (machine, last) VALUES (?, 1) ON CONFLICT (machine)"
                                    + " DO UPDATE SET last = states_version.last + 1 RETURNING last",
                            row -> row.number("last"),
                            machine.stateMachineArn())
                    .orElseThrow();
            DescribeStateMachineResponse version = machine.toBuilder()
                    .stateMachineArn(machine.stateMachineArn() + ":" + number)
                    .description(description)
                    .creationDate(now)
                    .build();
            boolean unused = versions.add(arn.scope(), versionKey(arn, Long.toString(number)), version);
            return version;
        });
    }

    private List<DescribeStateMachineResponse> versionsOf(Arns arn) {
        return versions.all(arn.scope()).stream()
                .filter(version -> version.name().equals(arn.name()))
                .toList();
    }

    private List<DescribeStateMachineAliasResponse> aliasesOf(Arns arn) {
        String prefix = arn.unqualified() + ":";
        return aliases.all(arn.scope()).stream()
                .filter(alias -> alias.stateMachineAliasArn().startsWith(prefix))
                .toList();
    }

    ListStateMachineVersionsResponse versions(ListStateMachineVersionsRequest request) {
        Arns arn = Arns.machine(request.stateMachineArn());
        DescribeStateMachineResponse unused = machine(arn);
        var page = ListStateMachineVersionsRequest.builder()
                .nextToken(request.nextToken())
                .maxResults(request.maxResults())
                .build(); // the filter is another than equality
        return versions.page(
                        arn.scope(),
                        page,
                        ListStateMachineVersionsResponse.builder(),
                        version -> StateMachineVersionListItem.builder()
                                .stateMachineVersionArn(version.stateMachineArn())
                                .creationDate(version.creationDate())
                                .build(),
                        version -> version.name().equals(arn.name()))
                .build();
    }

    void deleteVersion(String text) {
        Arns arn = Arns.machine(text);
        database.change(_ -> {
            for (DescribeStateMachineAliasResponse alias : aliasesOf(arn)) {
                if (alias.routingConfiguration().stream()
                        .anyMatch(route -> route.stateMachineVersionArn().equals(text))) {
                    throw ConflictException.builder()
                            .message("Version to be deleted must not be referenced by an alias. Current list of aliases"
                                    + " referencing this version: [" + alias.name() + "]")
                            .build();
                }
            }
            boolean unused = versions.delete(arn.scope(), versionKey(arn, arn.qualifier()));
        });
    }

    CreateStateMachineAliasResponse createAlias(CreateStateMachineAliasRequest request) {
        Arns arn = checkedRoutes(request.routingConfiguration());
        String text = arn.unqualified() + ":" + request.name();
        Instant now = now();
        var alias = DescribeStateMachineAliasResponse.builder()
                .stateMachineAliasArn(text)
                .name(request.name())
                .description(request.description())
                .routingConfiguration(request.routingConfiguration())
                .creationDate(now)
                .updateDate(now)
                .build();
        aliases.create(
                arn.scope(),
                arn.name() + ":" + request.name(),
                alias,
                () -> ConflictException.builder()
                        .message(
                                "Failed to create alias because an alias with the same name and a different routing configuration"
                                        + " already exists.")
                        .build());
        return CreateStateMachineAliasResponse.builder()
                .stateMachineAliasArn(text)
                .creationDate(now)
                .build();
    }

    /** One or two versions of one state machine, whose weights are 100 together. */
    private Arns checkedRoutes(List<RoutingConfigurationListItem> routes) {
        Arns first = Arns.machine(routes.getFirst().stateMachineVersionArn());
        int weight = 0;
        for (RoutingConfigurationListItem route : routes) {
            Arns each = Arns.machine(route.stateMachineVersionArn());
            if (!each.isVersion() || !each.unqualified().equals(first.unqualified())) {
                throw StatesErrors.invalid("Routing configuration must hold versions of one state machine");
            }
            try {
                DescribeStateMachineResponse unused = describe(route.stateMachineVersionArn());
            } catch (StateMachineDoesNotExistException e) {
                throw StatesErrors.noResource(route.stateMachineVersionArn());
            }
            weight += route.weight();
        }
        if (weight != 100) {
            throw StatesErrors.invalid("Sum of routing configuration weights must equal 100. Received: " + weight);
        }
        return first;
    }

    DescribeStateMachineAliasResponse alias(String text) {
        Arns arn = Arns.machine(text);
        return aliases.get(arn.scope(), arn.name() + ":" + arn.qualifier(), () -> StatesErrors.noResource(text));
    }

    UpdateStateMachineAliasResponse updateAlias(UpdateStateMachineAliasRequest request) {
        Arns arn = Arns.machine(request.stateMachineAliasArn());
        if (request.hasRoutingConfiguration()) {
            Arns unused = checkedRoutes(request.routingConfiguration());
        }
        Instant now = now();
        DescribeStateMachineAliasResponse unused = aliases.update(
                        arn.scope(), arn.name() + ":" + arn.qualifier(), old -> {
                            var changed = old.toBuilder().updateDate(now);
                            if (request.description() != null) {
                                changed.description(request.description());
                            }
                            if (request.hasRoutingConfiguration()) {
                                changed.routingConfiguration(request.routingConfiguration());
                            }
                            return changed.build();
                        })
                .orElseThrow(() -> StatesErrors.noResource(request.stateMachineAliasArn()));
        return UpdateStateMachineAliasResponse.builder().updateDate(now).build();
    }

    void deleteAlias(String text) {
        Arns arn = Arns.machine(text);
        if (!aliases.delete(arn.scope(), arn.name() + ":" + arn.qualifier())) {
            throw StatesErrors.noResource(text);
        }
    }

    ListStateMachineAliasesResponse aliases(ListStateMachineAliasesRequest request) {
        Arns arn = Arns.machine(request.stateMachineArn());
        DescribeStateMachineResponse unused = machine(arn);
        String prefix = arn.unqualified() + ":";
        var page = ListStateMachineAliasesRequest.builder()
                .nextToken(request.nextToken())
                .maxResults(request.maxResults())
                .build();
        return aliases.page(
                        arn.scope(),
                        page,
                        ListStateMachineAliasesResponse.builder(),
                        alias -> StateMachineAliasListItem.builder()
                                .stateMachineAliasArn(alias.stateMachineAliasArn())
                                .creationDate(alias.creationDate())
                                .build(),
                        alias -> alias.stateMachineAliasArn().startsWith(prefix)
                                && (arn.qualifier() == null
                                        || alias.routingConfiguration().stream()
                                                .anyMatch(route -> route.stateMachineVersionArn()
                                                        .equals(request.stateMachineArn()))))
                .build();
    }
}
