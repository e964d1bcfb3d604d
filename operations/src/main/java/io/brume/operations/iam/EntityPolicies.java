package io.brume.operations.iam;

import io.brume.kernel.resource.Scope;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** The managed and inline policies of users, groups and roles, which have to be there. */
final class EntityPolicies {

    private final State state;
    private final Attachments attachments;
    private final Users users;
    private final Groups groups;
    private final Roles roles;

    EntityPolicies(State state, Attachments attachments, Users users, Groups groups, Roles roles) {
        this.state = state;
        this.attachments = attachments;
        this.users = users;
        this.groups = groups;
        this.roles = roles;
    }

    /** The entity under the name that it was created with. */
    private Entity existing(Scope scope, Entity entity) {
        return switch (entity.kind()) {
            case USER -> Entity.user(users.get(scope, entity.name()).userName());
            case GROUP -> Entity.group(groups.get(scope, entity.name()).groupName());
            case ROLE -> Entity.role(roles.get(scope, entity.name()).roleName());
            case PROFILE -> throw new IllegalArgumentException("instance profiles have no policies");
        };
    }

    /** The same, for a change: not a role that AWS's services look after. */
    private Entity changeable(Scope scope, Entity entity) {
        return entity.kind() == Entity.Kind.ROLE
                ? Entity.role(roles.own(scope, entity.name()).roleName())
                : existing(scope, entity);
    }

    void attach(Scope scope, Entity entity, String policyArn) {
        state.change(scope, () -> attachments.attach(scope, changeable(scope, entity), policyArn));
    }

    void detach(Scope scope, Entity entity, String policyArn) {
        state.change(scope, () -> attachments.detach(scope, changeable(scope, entity), policyArn));
    }

    Pages<AttachedPolicy> attached(
            Scope scope, Entity entity, @Nullable String pathPrefix, @Nullable String marker, @Nullable Integer most) {
        return attachments.page(scope, existing(scope, entity), pathPrefix, marker, most);
    }

    void put(Scope scope, Entity entity, String name, String document) {
        PolicyGrammar.checkIdentity(document);
        state.change(scope, () -> state.inline.put(scope.account(), changeable(scope, entity), name, document));
    }

    /** The inline policy's document, encoded. */
    @Nullable
    String get(Scope scope, Entity entity, String name) {
        return Documents.encoded(state.inline.get(scope.account(), existing(scope, entity), name));
    }

    Pages<String> names(Scope scope, Entity entity, @Nullable String marker, @Nullable Integer most) {
        return state.inline.page(scope.account(), existing(scope, entity), marker, most);
    }

    void delete(Scope scope, Entity entity, String name) {
        state.change(scope, () -> state.inline.delete(scope.account(), changeable(scope, entity), name));
    }
}
