package io.brume.operations.iam;

import static io.brume.operations.iam.IamServer.READ;
import static io.brume.operations.iam.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

class UsersTest {

    private static final String EACH = "io.brume.operations.iam.IamServer#each";

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aUserIsWhatItWasCreatedAs(IamServer server) {
        var iam = server.iam();
        User created = iam.createUser(r -> r.userName("Alice").path("/team/").tags(tag("b", "2"), tag("a", "1")))
                .user();

        assertThat(created.userId()).matches("AIDA[A-Z2-7]{17}");
        assertThat(created.arn()).isEqualTo("arn:aws:iam::123456789012:user/team/Alice");
        assertThat(created.tags()).containsExactly(tag("a", "1"), tag("b", "2"));
        assertThat(iam.getUser(r -> r.userName("Alice")).user()).isEqualTo(created);
        assertThat(iam.listUsers().users()).singleElement().satisfies(listed -> {
            assertThat(listed.userId()).isEqualTo(created.userId());
            assertThat(listed.hasTags()).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void namesAreNotToldApartByTheirCase(IamServer server) {
        var iam = server.iam();
        iam.createUser(r -> r.userName("Alice"));

        assertRefused(
                () -> iam.createUser(r -> r.userName("aLICE")),
                409,
                "EntityAlreadyExists",
                "User with name aLICE already exists.");
        assertThat(iam.getUser(r -> r.userName("alice")).user().userName()).isEqualTo("Alice");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aUserWhoIsNotThereIsMissedEverywhere(IamServer server) {
        var iam = server.iam();
        String message = "The user with name nobody cannot be found.";

        assertRefused(() -> iam.getUser(r -> r.userName("nobody")), 404, "NoSuchEntity", message);
        assertRefused(() -> iam.deleteUser(r -> r.userName("nobody")), 404, "NoSuchEntity", message);
        assertRefused(() -> iam.updateUser(r -> r.userName("nobody").newUserName("b")), 404, "NoSuchEntity", message);
        assertRefused(() -> iam.createAccessKey(r -> r.userName("nobody")), 404, "NoSuchEntity", message);
        assertRefused(() -> iam.tagUser(r -> r.userName("nobody").tags(tag("a", "b"))), 404, "NoSuchEntity", message);
        assertRefused(() -> iam.listUserPolicies(r -> r.userName("nobody")), 404, "NoSuchEntity", message);
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void whatAUserHasFollowsItToItsNewName(IamServer server) {
        var iam = server.iam();
        iam.createUser(r -> r.userName("bob"));
        iam.createGroup(r -> r.groupName("readers"));
        iam.addUserToGroup(r -> r.groupName("readers").userName("bob"));
        iam.putUserPolicy(r -> r.userName("bob").policyName("inline").policyDocument(READ));
        iam.attachUserPolicy(r -> r.userName("bob").policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        var key = iam.createAccessKey(r -> r.userName("bob")).accessKey();
        assertThat(server.arn(IamServer.of(key))).isEqualTo("arn:aws:iam::123456789012:user/bob");

        iam.updateUser(r -> r.userName("bob").newUserName("robert").newPath("/x/"));

        assertThat(server.arn(IamServer.of(key))).isEqualTo("arn:aws:iam::123456789012:user/x/robert");
        assertThat(iam.listGroupsForUser(r -> r.userName("robert")).groups())
                .extracting(Group::groupName)
                .containsExactly("readers");
        assertThat(iam.getGroup(r -> r.groupName("readers")).users())
                .extracting(User::userName)
                .containsExactly("robert");
        assertThat(iam.listUserPolicies(r -> r.userName("robert")).policyNames())
                .containsExactly("inline");
        assertThat(iam.listAttachedUserPolicies(r -> r.userName("robert")).attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("AmazonS3ReadOnlyAccess");
        assertThat(iam.listAccessKeys(r -> r.userName("robert")).accessKeyMetadata())
                .singleElement()
                .satisfies(listed -> assertThat(listed.userName()).isEqualTo("robert"));
        assertRefused(
                () -> iam.getUser(r -> r.userName("bob")),
                404,
                "NoSuchEntity",
                "The user with name bob cannot be found.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aRenameToATakenNameLeavesBothAsTheyWere(IamServer server) {
        var iam = server.iam();
        iam.createUser(r -> r.userName("a"));
        iam.createUser(r -> r.userName("b"));

        assertRefused(
                () -> iam.updateUser(r -> r.userName("a").newUserName("B")),
                409,
                "EntityAlreadyExists",
                "User with name B already exists.");
        assertThat(iam.listUsers().users()).extracting(User::userName).containsExactly("a", "b");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aUserIsDeletedOnlyWhenNothingIsLeftOfIt(IamServer server) {
        var iam = server.iam();
        String arn = "arn:aws:iam::aws:policy/AdministratorAccess";
        iam.createUser(r -> r.userName("u").permissionsBoundary(arn));
        iam.createGroup(r -> r.groupName("g"));
        var key = iam.createAccessKey(r -> r.userName("u")).accessKey();
        iam.addUserToGroup(r -> r.groupName("g").userName("u"));
        iam.attachUserPolicy(r -> r.userName("u").policyArn(arn));
        iam.putUserPolicy(r -> r.userName("u").policyName("p").policyDocument(READ));

        assertConflict(server, "Cannot delete entity, must delete access keys first.");
        iam.deleteAccessKey(r -> r.userName("u").accessKeyId(key.accessKeyId()));
        assertConflict(server, "Cannot delete entity, must remove users from group first.");
        iam.removeUserFromGroup(r -> r.groupName("g").userName("u"));
        assertConflict(server, "Cannot delete entity, must detach all policies first.");
        iam.detachUserPolicy(r -> r.userName("u").policyArn(arn));
        assertConflict(server, "Cannot delete entity, must delete policies first.");
        iam.deleteUserPolicy(r -> r.userName("u").policyName("p"));
        iam.deleteUser(r -> r.userName("u"));

        assertThat(iam.listUsers().users()).isEmpty();
        assertThat(iam.getPolicy(r -> r.policyArn(arn)).policy().permissionsBoundaryUsageCount())
                .isZero();
    }

    private static void assertConflict(IamServer server, String message) {
        assertRefused(() -> server.iam().deleteUser(r -> r.userName("u")), 409, "DeleteConflict", message);
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void listsArePagedAndFilteredByPath(IamServer server) {
        var iam = server.iam();
        IntStream.range(0, 7)
                .forEach(i -> iam.createUser(r -> r.userName("u" + i).path(i % 2 == 0 ? "/even/" : "/odd/")));

        var first = iam.listUsers(r -> r.pathPrefix("/even/").maxItems(2));
        var second = iam.listUsers(r -> r.pathPrefix("/even/").maxItems(2).marker(first.marker()));

        assertThat(first.isTruncated()).isTrue();
        assertThat(first.users()).extracting(User::userName).containsExactly("u0", "u2");
        assertThat(second.isTruncated()).isFalse();
        assertThat(second.marker()).isNull();
        assertThat(second.users()).extracting(User::userName).containsExactly("u4", "u6");
        assertThat(iam.listUsersPaginator(r -> r.maxItems(3)).users()).hasSize(7);
        assertRefused(() -> iam.listUsers(r -> r.marker("none")), 400, "ValidationError", "Invalid Marker.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void tagsComeAndGoAndTheirKeysHaveNoCase(IamServer server) {
        var iam = server.iam();
        iam.createUser(r -> r.userName("u"));
        iam.tagUser(r -> r.userName("u").tags(tag("Team", "a"), tag("Cost", "1")));
        iam.tagUser(r -> r.userName("u").tags(tag("team", "b")));

        assertThat(iam.listUserTags(r -> r.userName("u")).tags()).containsExactly(tag("Cost", "1"), tag("team", "b"));
        var page = iam.listUserTags(r -> r.userName("u").maxItems(1));
        assertThat(page.tags()).containsExactly(tag("Cost", "1"));
        assertThat(iam.listUserTags(r -> r.userName("u").maxItems(1).marker(page.marker()))
                        .tags())
                .containsExactly(tag("team", "b"));
        assertRefused(
                () -> iam.tagUser(r -> r.userName("u").tags(tag("x", "1"), tag("X", "2"))),
                400,
                "InvalidInput",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        iam.untagUser(r -> r.userName("u").tagKeys("TEAM"));
        assertThat(iam.listUserTags(r -> r.userName("u")).tags()).containsExactly(tag("Cost", "1"));
        iam.tagUser(r -> r.userName("u")
                .tags(IntStream.range(0, 49).mapToObj(i -> tag("k" + i, "v")).toList()));
        assertRefused(
                () -> iam.tagUser(r -> r.userName("u").tags(tag("more", "1"))),
                409,
                "LimitExceeded",
                "The number of tags has reached the maximum limit.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void withoutANameItIsWhoeverAsks(IamServer server) {
        server.iam().createUser(r -> r.userName("u"));
        var key = server.iam().createAccessKey(r -> r.userName("u")).accessKey();
        var own = server.iam(IamServer.of(key));

        assertThat(own.getUser().user().userName()).isEqualTo("u");
        assertThat(own.listAccessKeys().accessKeyMetadata()).hasSize(1);
        assertThat(own.createAccessKey().accessKey().userName()).isEqualTo("u");
        assertThat(server.iam().getUser().user().arn()).isEqualTo("arn:aws:iam::123456789012:root");
        assertRefused(
                () -> server.iam().createAccessKey(),
                400,
                "ValidationError",
                "Must specify userName when calling with non-User credentials");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void groupsHaveMembersAndKeepThemWhenRenamed(IamServer server) {
        var iam = server.iam();
        iam.createUser(r -> r.userName("u"));
        var group = iam.createGroup(r -> r.groupName("g").path("/p/")).group();
        iam.addUserToGroup(r -> r.groupName("g").userName("u"));
        iam.addUserToGroup(r -> r.groupName("G").userName("U"));
        iam.updateGroup(r -> r.groupName("g").newGroupName("h"));

        assertThat(group.groupId()).matches("AGPA[A-Z2-7]{17}");
        assertThat(iam.getGroup(r -> r.groupName("h"))).satisfies(found -> {
            assertThat(found.group().arn()).isEqualTo("arn:aws:iam::123456789012:group/p/h");
            assertThat(found.users()).extracting(User::userName).containsExactly("u");
        });
        assertRefused(
                () -> iam.deleteGroup(r -> r.groupName("h")),
                409,
                "DeleteConflict",
                "Cannot delete entity, must remove users from group first.");
        iam.removeUserFromGroup(r -> r.groupName("h").userName("u"));
        iam.deleteGroup(r -> r.groupName("h"));
        assertRefused(
                () -> iam.getGroup(r -> r.groupName("h")),
                404,
                "NoSuchEntity",
                "The group with name h cannot be found.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void accountsDoNotSeeEachOthersUsers(IamServer server) {
        server.iam().createUser(r -> r.userName("u"));
        var other = server.iam(AwsBasicCredentials.create("111122223333", "any"));

        assertThat(other.listUsers().users()).isEmpty();
        assertThat(other.createUser(r -> r.userName("u")).user().arn()).isEqualTo("arn:aws:iam::111122223333:user/u");
    }
}
