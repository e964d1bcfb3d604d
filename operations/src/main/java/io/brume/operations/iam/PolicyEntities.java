package io.brume.operations.iam;

import io.brume.kernel.resource.Scope;
import io.brume.operations.iam.Entity.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.PolicyGroup;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyUser;

/** Who has a managed policy. */
final class PolicyEntities {

    /** One of them: the shape that goes into one of the answer's three lists. */
    private record Holder(String reference, String path, Object shape) {}

    private final State state;

    PolicyEntities(State state) {
        this.state = state;
    }

    ListEntitiesForPolicyResponse list(Scope scope, ListEntitiesForPolicyRequest request) {
        PolicyUsageType usage = request.policyUsageFilter();
        TreeSet<String> references = new TreeSet<>();
        if (usage != PolicyUsageType.PERMISSIONS_BOUNDARY) {
            references.addAll(state.relations.owners(scope.account(), Relations.Kind.POLICY, request.policyArn()));
        }
        if (usage != PolicyUsageType.PERMISSIONS_POLICY) {
            references.addAll(state.relations.owners(scope.account(), Relations.Kind.BOUNDARY, request.policyArn()));
        }
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<Holder> holders = references.stream()
                .filter(reference -> isWanted(reference, request.entityFilter()))
                .flatMap(reference -> holder(scope, reference).stream())
                .filter(holder -> holder.path.startsWith(prefix))
                .toList();
        var page = Pages.of(
                "entities " + request.policyArn(), holders, Holder::reference, request.marker(), request.maxItems());
        return ListEntitiesForPolicyResponse.builder()
                .policyUsers(of(PolicyUser.class, page.items()))
                .policyGroups(of(PolicyGroup.class, page.items()))
                .policyRoles(of(PolicyRole.class, page.items()))
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    private static boolean isWanted(String reference, @Nullable EntityType filter) {
        return switch (filter) {
            case USER -> Entity.isOf(Kind.USER, reference);
            case GROUP -> Entity.isOf(Kind.GROUP, reference);
            case ROLE -> Entity.isOf(Kind.ROLE, reference);
            case null, default -> true;
        };
    }

    private Optional<Holder> holder(Scope scope, String reference) {
        String name = Entity.nameIn(reference);
        if (Entity.isOf(Kind.USER, reference)) {
            return state.users
                    .find(scope, name)
                    .map(user -> new Holder(
                            reference,
                            user.path(),
                            PolicyUser.builder()
                                    .userName(user.userName())
                                    .userId(user.userId())
                                    .build()));
        }
        if (Entity.isOf(Kind.GROUP, reference)) {
            return state.groups
                    .find(scope, name)
                    .map(group -> new Holder(
                            reference,
                            group.path(),
                            PolicyGroup.builder()
                                    .groupName(group.groupName())
                                    .groupId(group.groupId())
                                    .build()));
        }
        return state.roles
                .find(scope, name)
                .map(role -> new Holder(
                        reference,
                        role.path(),
                        PolicyRole.builder()
                                .roleName(role.roleName())
                                .roleId(role.roleId())
                                .build()));
    }

    private static <T> List<T> of(Class<T> type, List<Holder> holders) {
        List<T> shapes = new ArrayList<>();
        for (Holder holder : holders) {
            if (type.isInstance(holder.shape)) {
                shapes.add(type.cast(holder.shape));
            }
        }
        return shapes;
    }
}
