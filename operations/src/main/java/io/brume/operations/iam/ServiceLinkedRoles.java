package io.brume.operations.iam;

import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.Role;

/** The roles that AWS's services act as. Their names are AWS's where they are known, and made of the service's otherwise. */
final class ServiceLinkedRoles {

    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com");
    private static final String PREFIX = "AWSServiceRoleFor";
    private static final int LONGEST_NAME = 64;
    private static final Map<String, String> NAMES = Map.of(
            "autoscaling", "AutoScaling",
            "ecs", "ECS",
            "elasticloadbalancing", "ElasticLoadBalancing",
            "es", "AmazonElasticsearchService",
            "lex", "LexBots",
            "lexv2", "LexV2Bots",
            "opensearchservice", "AmazonOpenSearchService",
            "rds", "RDS",
            "sagemaker", "AmazonSageMakerNotebooks",
            "spot", "EC2Spot");

    private final State state;
    private final Roles roles;
    private final Resources<GetServiceLinkedRoleDeletionStatusResponse> deletions;

    ServiceLinkedRoles(State state, Roles roles) {
        this.state = state;
        this.roles = roles;
        deletions = Resources.of(state.database, "iam/role-deletion", GetServiceLinkedRoleDeletionStatusResponse.class);
    }

    Role create(Scope scope, CreateServiceLinkedRoleRequest request) {
        String service = request.awsServiceName();
        if (!SERVICE.matcher(service).matches()) {
            throw Errors.invalid("Service principal " + service + " is not valid.");
        }
        String name = PREFIX
                + name(service.substring(0, service.length() - ".amazonaws.com".length()))
                + (request.customSuffix() == null ? "" : "_" + request.customSuffix());
        if (name.length() > LONGEST_NAME) {
            throw Errors.invalid("The role name " + name + " would be longer than " + LONGEST_NAME + " characters.");
        }
        Role role = Role.builder()
                .path(Roles.SERVICE_PATH + service + "/")
                .roleName(name)
                .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":[\"sts:AssumeRole\"],"
                        + "\"Effect\":\"Allow\",\"Principal\":{\"Service\":[\"" + service + "\"]}}]}")
                .description(request.description())
                .maxSessionDuration(3600)
                .build();
        return Roles.asCreated(roles.add(
                scope,
                role,
                null,
                () -> Errors.invalid("Service role name " + name
                        + " has been taken in this account, please try a different suffix.")));
    }

    private static String name(String service) {
        String known = NAMES.get(service);
        return known != null
                ? known
                : Arrays.stream(service.split("[.-]"))
                        .filter(word -> !word.isEmpty())
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .collect(Collectors.joining());
    }

    /** Deletes at once; the task that is returned has succeeded. */
    String delete(Scope scope, String name) {
        return state.change(scope, () -> {
            Role role = roles.get(scope, name);
            if (!role.path().startsWith(Roles.SERVICE_PATH)) {
                throw Errors.noRole(name);
            }
            boolean unused = state.roles.delete(scope, Entity.key(name));
            String task = "task" + role.path() + role.roleName() + "/" + UUID.randomUUID();
            deletions.put(
                    scope,
                    task,
                    GetServiceLinkedRoleDeletionStatusResponse.builder()
                            .status(DeletionTaskStatusType.SUCCEEDED)
                            .build());
            return task;
        });
    }

    GetServiceLinkedRoleDeletionStatusResponse status(Scope scope, String task) {
        return deletions.get(scope, task, () -> Errors.missing("Deletion task " + task + " cannot be found."));
    }
}
