package io.brume.operations.iam;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.User;

/** All that IAM remembers, by name in lower case, and the order in which it changes. */
final class State {

    final Database database;
    final Resources<User> users;
    final Resources<Group> groups;
    final Resources<Role> roles;
    final Resources<Policy> policies;
    final Resources<InstanceProfile> profiles;
    final Relations relations;
    final InlinePolicies inline;

    State(Database database) {
        this.database = database;
        users = resources("iam/user", User.class);
        groups = resources("iam/group", Group.class);
        roles = resources("iam/role", Role.class);
        policies = resources("iam/policy", Policy.class);
        profiles = resources("iam/instance-profile", InstanceProfile.class);
        relations = new Relations(database);
        inline = new InlinePolicies(database);
    }

    private <T extends SdkPojo> Resources<T> resources(String kind, Class<T> type) {
        return Resources.of(database, kind, type).badToken(Pages::invalidMarker);
    }

    /**
     * Makes a change, one at a time in an account: what it has checked still holds when it writes, also where servers share a
     * database.
     */
    <T> T change(Scope scope, Supplier<T> change) {
        return database.write(transaction -> {
            transaction.update(
                    "INSERT INTO iam_account (account, changes) VALUES (?, 1)"
                            + " ON CONFLICT (account) DO UPDATE SET changes = iam_account.changes + 1",
                    scope.account());
            return change.get();
        });
    }

    /** {@link #change(Scope, Supplier)} without a result. */
    void change(Scope scope, Runnable change) {
        boolean unused = change(scope, () -> {
            change.run();
            return true;
        });
    }

    static <T extends SdkPojo> void checkQuota(Resources<T> resources, Scope scope, String what, long most) {
        if (resources.count(scope) >= most) {
            throw Errors.quota(what, most);
        }
    }
}
