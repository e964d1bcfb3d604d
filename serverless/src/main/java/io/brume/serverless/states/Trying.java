package io.brume.serverless.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.language.Definition;
import io.brume.serverless.states.language.Diagnostic;
import io.brume.serverless.states.language.Machine;
import io.brume.serverless.states.run.Trial;
import java.util.List;
import software.amazon.awssdk.services.sfn.model.*;

/** Definitions and states that are looked at before anybody relies on them. */
final class Trying {

    private static final String NO_ROLE = "arn:aws:iam::000000000000:role/none";

    private final Trial trial;

    Trying(Trial trial) {
        this.trial = trial;
    }

    ValidateStateMachineDefinitionResponse validate(ValidateStateMachineDefinitionRequest request) {
        Definition definition = Definition.read(request.definition(), request.type() == StateMachineType.EXPRESS);
        boolean warnings = request.severity() == ValidateStateMachineDefinitionSeverity.WARNING;
        int most = request.maxResults() == null || request.maxResults() == 0 ? 100 : request.maxResults();
        List<Diagnostic> wanted = definition.diagnostics().stream()
                .filter(diagnostic -> diagnostic.error() || warnings || request.severity() == null)
                .toList();
        return ValidateStateMachineDefinitionResponse.builder()
                .result(
                        definition.isValid()
                                ? ValidateStateMachineDefinitionResultCode.OK
                                : ValidateStateMachineDefinitionResultCode.FAIL)
                .diagnostics(wanted.stream()
                        .limit(most)
                        .map(diagnostic -> ValidateStateMachineDefinitionDiagnostic.builder()
                                .severity(diagnostic.error() ? "ERROR" : "WARNING")
                                .code(diagnostic.code())
                                .message(diagnostic.message())
                                .location(diagnostic.location())
                                .build())
                        .toList())
                .truncated(wanted.size() > most)
                .build();
    }

    TestStateResponse test(TestStateRequest request) {
        if (request.mock() != null) {
            throw StatesErrors.invalid(
                    "Mocked results are not supported by this server: the state calls what it names");
        }
        boolean whole = request.stateName() != null;
        Definition definition =
                whole ? Definition.read(request.definition(), false) : Definition.readState(request.definition());
        if (!definition.isValid()) {
            throw StatesErrors.badDefinition(definition);
        }
        Machine machine = definition.valid();
        String name = whole ? request.stateName() : machine.startAt();
        if (!machine.states().containsKey(name)) {
            throw StatesErrors.invalid("There is no state '" + name + "' in the definition");
        }
        Trial.Outcome outcome = trial.of(
                Scope.current(),
                request.roleArn() == null ? NO_ROLE : request.roleArn(),
                machine,
                name,
                json(request.input() == null ? "{}" : request.input()),
                request.variables() == null ? null : json(request.variables()));
        JsonNode output = outcome.output();
        boolean inspect = request.inspectionLevel() == InspectionLevel.DEBUG
                || request.inspectionLevel() == InspectionLevel.TRACE;
        return TestStateResponse.builder()
                .status(outcome.status())
                .output(output == null ? null : output.toString())
                .error(outcome.error())
                .cause(outcome.cause())
                .nextState(outcome.next())
                .inspectionData(inspect ? Shapes.parse(outcome.inspection().toString(), InspectionData.class) : null)
                .build();
    }

    private static JsonNode json(String text) {
        return Json.parse(text)
                .orElseThrow(() -> InvalidExecutionInputException.builder()
                        .message("Invalid State Machine Execution Input: 'The input is not valid JSON'")
                        .build());
    }
}
