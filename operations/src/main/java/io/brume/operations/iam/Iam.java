package io.brume.operations.iam;

import io.brume.kernel.database.Database;
import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.identity.Caller;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.*;

/** AWS Identity and Access Management. What it keeps is checked and returned; what policies say is not enforced. */
public final class Iam implements IamClient {

    private final Users users;
    private final UserKeys keys;
    private final Groups groups;
    private final Roles roles;
    private final ServiceLinkedRoles serviceRoles;
    private final ManagedPolicies policies;
    private final VersionedPolicies versions;
    private final PolicyEntities entities;
    private final EntityPolicies policiesOf;
    private final InstanceProfiles profiles;
    private final Account account;

    public Iam(Database database, Credentials credentials, Clock clock) {
        var state = new State(database);
        var attachments = new Attachments(state);
        var documents = new PolicyVersions(database);
        users = new Users(state, attachments, credentials, clock);
        keys = new UserKeys(state, users, credentials);
        groups = new Groups(state, users, attachments, clock);
        roles = new Roles(state, attachments, credentials, clock);
        serviceRoles = new ServiceLinkedRoles(state, roles);
        policies = new ManagedPolicies(state, documents, clock);
        versions = new VersionedPolicies(state, policies, documents, clock);
        entities = new PolicyEntities(state);
        policiesOf = new EntityPolicies(state, attachments, users, groups, roles);
        profiles = new InstanceProfiles(state, roles, clock);
        account = new Account(state);
    }

    /**
     * The role of an ARN, with its trust policy as it was written.
     *
     * @param account whose role it is
     */
    public Optional<Role> role(String account, String arn) {
        return roles.find(new Scope(account, Scope.GLOBAL), arn);
    }

    private static Scope scope() {
        return Scope.current().global();
    }

    private static Caller caller() {
        return RequestContext.current().caller();
    }

    @Override
    public CreateUserResponse createUser(CreateUserRequest request) {
        return CreateUserResponse.builder().user(users.create(scope(), request)).build();
    }

    @Override
    public GetUserResponse getUser(GetUserRequest request) {
        return GetUserResponse.builder().user(user(request.userName())).build();
    }

    @Override
    public ListUsersResponse listUsers(ListUsersRequest request) {
        return users.list(scope(), request);
    }

    @Override
    public UpdateUserResponse updateUser(UpdateUserRequest request) {
        users.update(scope(), request);
        return UpdateUserResponse.builder().build();
    }

    @Override
    public DeleteUserResponse deleteUser(DeleteUserRequest request) {
        users.delete(scope(), request.userName());
        return DeleteUserResponse.builder().build();
    }

    @Override
    public PutUserPermissionsBoundaryResponse putUserPermissionsBoundary(PutUserPermissionsBoundaryRequest request) {
        users.bound(scope(), request.userName(), request.permissionsBoundary());
        return PutUserPermissionsBoundaryResponse.builder().build();
    }

    @Override
    public DeleteUserPermissionsBoundaryResponse deleteUserPermissionsBoundary(
            DeleteUserPermissionsBoundaryRequest request) {
        users.bound(scope(), request.userName(), null);
        return DeleteUserPermissionsBoundaryResponse.builder().build();
    }

    @Override
    public TagUserResponse tagUser(TagUserRequest request) {
        users.tag(scope(), request.userName(), tags -> Tagging.CASELESS.with(tags, request.tags()));
        return TagUserResponse.builder().build();
    }

    @Override
    public UntagUserResponse untagUser(UntagUserRequest request) {
        users.tag(scope(), request.userName(), tags -> Tagging.CASELESS.without(tags, request.tagKeys()));
        return UntagUserResponse.builder().build();
    }

    @Override
    public ListUserTagsResponse listUserTags(ListUserTagsRequest request) {
        var page = tags(users.get(scope(), request.userName()).tags(), request.marker(), request.maxItems());
        return ListUserTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public CreateAccessKeyResponse createAccessKey(CreateAccessKeyRequest request) {
        return CreateAccessKeyResponse.builder()
                .accessKey(keys.create(scope(), caller(), request.userName()))
                .build();
    }

    @Override
    public ListAccessKeysResponse listAccessKeys(ListAccessKeysRequest request) {
        var page = keys.page(scope(), caller(), request.userName(), request.marker(), request.maxItems());
        return ListAccessKeysResponse.builder()
                .accessKeyMetadata(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public UpdateAccessKeyResponse updateAccessKey(UpdateAccessKeyRequest request) {
        keys.update(scope(), caller(), request.userName(), request.accessKeyId(), request.status());
        return UpdateAccessKeyResponse.builder().build();
    }

    @Override
    public DeleteAccessKeyResponse deleteAccessKey(DeleteAccessKeyRequest request) {
        keys.delete(scope(), caller(), request.userName(), request.accessKeyId());
        return DeleteAccessKeyResponse.builder().build();
    }

    @Override
    public GetAccessKeyLastUsedResponse getAccessKeyLastUsed(GetAccessKeyLastUsedRequest request) {
        return keys.lastUsed(scope(), caller(), request.accessKeyId());
    }

    @Override
    public CreateGroupResponse createGroup(CreateGroupRequest request) {
        return CreateGroupResponse.builder()
                .group(groups.create(scope(), request))
                .build();
    }

    @Override
    public GetGroupResponse getGroup(GetGroupRequest request) {
        var group = groups.get(scope(), request.groupName());
        var page = groups.members(scope(), request.groupName(), request.marker(), request.maxItems());
        return GetGroupResponse.builder()
                .group(group)
                .users(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public ListGroupsResponse listGroups(ListGroupsRequest request) {
        return groups.list(scope(), request);
    }

    @Override
    public UpdateGroupResponse updateGroup(UpdateGroupRequest request) {
        groups.update(scope(), request);
        return UpdateGroupResponse.builder().build();
    }

    @Override
    public DeleteGroupResponse deleteGroup(DeleteGroupRequest request) {
        groups.delete(scope(), request.groupName());
        return DeleteGroupResponse.builder().build();
    }

    @Override
    public AddUserToGroupResponse addUserToGroup(AddUserToGroupRequest request) {
        groups.add(scope(), request.groupName(), request.userName());
        return AddUserToGroupResponse.builder().build();
    }

    @Override
    public RemoveUserFromGroupResponse removeUserFromGroup(RemoveUserFromGroupRequest request) {
        groups.remove(scope(), request.groupName(), request.userName());
        return RemoveUserFromGroupResponse.builder().build();
    }

    @Override
    public ListGroupsForUserResponse listGroupsForUser(ListGroupsForUserRequest request) {
        var page = groups.ofUser(scope(), request.userName(), request.marker(), request.maxItems());
        return ListGroupsForUserResponse.builder()
                .groups(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public CreateRoleResponse createRole(CreateRoleRequest request) {
        return CreateRoleResponse.builder().role(roles.create(scope(), request)).build();
    }

    @Override
    public GetRoleResponse getRole(GetRoleRequest request) {
        return GetRoleResponse.builder()
                .role(roles.describe(scope(), request.roleName()))
                .build();
    }

    @Override
    public ListRolesResponse listRoles(ListRolesRequest request) {
        return roles.list(scope(), request);
    }

    @Override
    public UpdateRoleResponse updateRole(UpdateRoleRequest request) {
        roles.update(scope(), request.roleName(), request.description(), request.maxSessionDuration());
        return UpdateRoleResponse.builder().build();
    }

    @Override
    public UpdateRoleDescriptionResponse updateRoleDescription(UpdateRoleDescriptionRequest request) {
        roles.update(scope(), request.roleName(), request.description(), null);
        var role = Roles.encoded(roles.get(scope(), request.roleName()));
        return UpdateRoleDescriptionResponse.builder().role(role).build();
    }

    @Override
    public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(UpdateAssumeRolePolicyRequest request) {
        roles.trust(scope(), request.roleName(), request.policyDocument());
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    @Override
    public DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        roles.delete(scope(), request.roleName());
        return DeleteRoleResponse.builder().build();
    }

    @Override
    public PutRolePermissionsBoundaryResponse putRolePermissionsBoundary(PutRolePermissionsBoundaryRequest request) {
        roles.bound(scope(), request.roleName(), request.permissionsBoundary());
        return PutRolePermissionsBoundaryResponse.builder().build();
    }

    @Override
    public DeleteRolePermissionsBoundaryResponse deleteRolePermissionsBoundary(
            DeleteRolePermissionsBoundaryRequest request) {
        roles.bound(scope(), request.roleName(), null);
        return DeleteRolePermissionsBoundaryResponse.builder().build();
    }

    @Override
    public TagRoleResponse tagRole(TagRoleRequest request) {
        roles.tag(scope(), request.roleName(), tags -> Tagging.CASELESS.with(tags, request.tags()));
        return TagRoleResponse.builder().build();
    }

    @Override
    public UntagRoleResponse untagRole(UntagRoleRequest request) {
        roles.tag(scope(), request.roleName(), tags -> Tagging.CASELESS.without(tags, request.tagKeys()));
        return UntagRoleResponse.builder().build();
    }

    @Override
    public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
        var page = tags(roles.get(scope(), request.roleName()).tags(), request.marker(), request.maxItems());
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public CreateServiceLinkedRoleResponse createServiceLinkedRole(CreateServiceLinkedRoleRequest request) {
        return CreateServiceLinkedRoleResponse.builder()
                .role(serviceRoles.create(scope(), request))
                .build();
    }

    @Override
    public DeleteServiceLinkedRoleResponse deleteServiceLinkedRole(DeleteServiceLinkedRoleRequest request) {
        return DeleteServiceLinkedRoleResponse.builder()
                .deletionTaskId(serviceRoles.delete(scope(), request.roleName()))
                .build();
    }

    @Override
    public GetServiceLinkedRoleDeletionStatusResponse getServiceLinkedRoleDeletionStatus(
            GetServiceLinkedRoleDeletionStatusRequest request) {
        return serviceRoles.status(scope(), request.deletionTaskId());
    }

    @Override
    public CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
        return CreatePolicyResponse.builder()
                .policy(policies.create(scope(), request))
                .build();
    }

    @Override
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        return GetPolicyResponse.builder()
                .policy(policies.get(scope(), request.policyArn()))
                .build();
    }

    @Override
    public ListPoliciesResponse listPolicies(ListPoliciesRequest request) {
        var page = policies.page(scope(), request);
        return ListPoliciesResponse.builder()
                .policies(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
        policies.delete(scope(), request.policyArn());
        return DeletePolicyResponse.builder().build();
    }

    @Override
    public CreatePolicyVersionResponse createPolicyVersion(CreatePolicyVersionRequest request) {
        return CreatePolicyVersionResponse.builder()
                .policyVersion(versions.create(scope(), request))
                .build();
    }

    @Override
    public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
        return GetPolicyVersionResponse.builder()
                .policyVersion(versions.get(scope(), request.policyArn(), request.versionId()))
                .build();
    }

    @Override
    public ListPolicyVersionsResponse listPolicyVersions(ListPolicyVersionsRequest request) {
        var page = versions.page(scope(), request.policyArn(), request.marker(), request.maxItems());
        return ListPolicyVersionsResponse.builder()
                .versions(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public SetDefaultPolicyVersionResponse setDefaultPolicyVersion(SetDefaultPolicyVersionRequest request) {
        versions.setDefault(scope(), request.policyArn(), request.versionId());
        return SetDefaultPolicyVersionResponse.builder().build();
    }

    @Override
    public DeletePolicyVersionResponse deletePolicyVersion(DeletePolicyVersionRequest request) {
        versions.delete(scope(), request.policyArn(), request.versionId());
        return DeletePolicyVersionResponse.builder().build();
    }

    @Override
    public TagPolicyResponse tagPolicy(TagPolicyRequest request) {
        policies.tag(scope(), request.policyArn(), tags -> Tagging.CASED.with(tags, request.tags()));
        return TagPolicyResponse.builder().build();
    }

    @Override
    public UntagPolicyResponse untagPolicy(UntagPolicyRequest request) {
        policies.tag(scope(), request.policyArn(), tags -> Tagging.CASED.without(tags, request.tagKeys()));
        return UntagPolicyResponse.builder().build();
    }

    @Override
    public ListPolicyTagsResponse listPolicyTags(ListPolicyTagsRequest request) {
        var page = tags(policies.tags(scope(), request.policyArn()), request.marker(), request.maxItems());
        return ListPolicyTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public ListEntitiesForPolicyResponse listEntitiesForPolicy(ListEntitiesForPolicyRequest request) {
        var unused = policies.get(scope(), request.policyArn());
        return entities.list(scope(), request);
    }

    @Override
    public AttachUserPolicyResponse attachUserPolicy(AttachUserPolicyRequest request) {
        policiesOf.attach(scope(), Entity.user(request.userName()), request.policyArn());
        return AttachUserPolicyResponse.builder().build();
    }

    @Override
    public DetachUserPolicyResponse detachUserPolicy(DetachUserPolicyRequest request) {
        policiesOf.detach(scope(), Entity.user(request.userName()), request.policyArn());
        return DetachUserPolicyResponse.builder().build();
    }

    @Override
    public ListAttachedUserPoliciesResponse listAttachedUserPolicies(ListAttachedUserPoliciesRequest request) {
        var page = policiesOf.attached(
                scope(), Entity.user(request.userName()), request.pathPrefix(), request.marker(), request.maxItems());
        return ListAttachedUserPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public PutUserPolicyResponse putUserPolicy(PutUserPolicyRequest request) {
        policiesOf.put(scope(), Entity.user(request.userName()), request.policyName(), request.policyDocument());
        return PutUserPolicyResponse.builder().build();
    }

    @Override
    public GetUserPolicyResponse getUserPolicy(GetUserPolicyRequest request) {
        return GetUserPolicyResponse.builder()
                .userName(request.userName())
                .policyName(request.policyName())
                .policyDocument(policiesOf.get(scope(), Entity.user(request.userName()), request.policyName()))
                .build();
    }

    @Override
    public ListUserPoliciesResponse listUserPolicies(ListUserPoliciesRequest request) {
        var page = policiesOf.names(scope(), Entity.user(request.userName()), request.marker(), request.maxItems());
        return ListUserPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public DeleteUserPolicyResponse deleteUserPolicy(DeleteUserPolicyRequest request) {
        policiesOf.delete(scope(), Entity.user(request.userName()), request.policyName());
        return DeleteUserPolicyResponse.builder().build();
    }

    @Override
    public AttachGroupPolicyResponse attachGroupPolicy(AttachGroupPolicyRequest request) {
        policiesOf.attach(scope(), Entity.group(request.groupName()), request.policyArn());
        return AttachGroupPolicyResponse.builder().build();
    }

    @Override
    public DetachGroupPolicyResponse detachGroupPolicy(DetachGroupPolicyRequest request) {
        policiesOf.detach(scope(), Entity.group(request.groupName()), request.policyArn());
        return DetachGroupPolicyResponse.builder().build();
    }

    @Override
    public ListAttachedGroupPoliciesResponse listAttachedGroupPolicies(ListAttachedGroupPoliciesRequest request) {
        var page = policiesOf.attached(
                scope(), Entity.group(request.groupName()), request.pathPrefix(), request.marker(), request.maxItems());
        return ListAttachedGroupPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public PutGroupPolicyResponse putGroupPolicy(PutGroupPolicyRequest request) {
        policiesOf.put(scope(), Entity.group(request.groupName()), request.policyName(), request.policyDocument());
        return PutGroupPolicyResponse.builder().build();
    }

    @Override
    public GetGroupPolicyResponse getGroupPolicy(GetGroupPolicyRequest request) {
        return GetGroupPolicyResponse.builder()
                .groupName(request.groupName())
                .policyName(request.policyName())
                .policyDocument(policiesOf.get(scope(), Entity.group(request.groupName()), request.policyName()))
                .build();
    }

    @Override
    public ListGroupPoliciesResponse listGroupPolicies(ListGroupPoliciesRequest request) {
        var page = policiesOf.names(scope(), Entity.group(request.groupName()), request.marker(), request.maxItems());
        return ListGroupPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public DeleteGroupPolicyResponse deleteGroupPolicy(DeleteGroupPolicyRequest request) {
        policiesOf.delete(scope(), Entity.group(request.groupName()), request.policyName());
        return DeleteGroupPolicyResponse.builder().build();
    }

    @Override
    public AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
        policiesOf.attach(scope(), Entity.role(request.roleName()), request.policyArn());
        return AttachRolePolicyResponse.builder().build();
    }

    @Override
    public DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
        policiesOf.detach(scope(), Entity.role(request.roleName()), request.policyArn());
        return DetachRolePolicyResponse.builder().build();
    }

    @Override
    public ListAttachedRolePoliciesResponse listAttachedRolePolicies(ListAttachedRolePoliciesRequest request) {
        var page = policiesOf.attached(
                scope(), Entity.role(request.roleName()), request.pathPrefix(), request.marker(), request.maxItems());
        return ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
        policiesOf.put(scope(), Entity.role(request.roleName()), request.policyName(), request.policyDocument());
        return PutRolePolicyResponse.builder().build();
    }

    @Override
    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        return GetRolePolicyResponse.builder()
                .roleName(request.roleName())
                .policyName(request.policyName())
                .policyDocument(policiesOf.get(scope(), Entity.role(request.roleName()), request.policyName()))
                .build();
    }

    @Override
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        var page = policiesOf.names(scope(), Entity.role(request.roleName()), request.marker(), request.maxItems());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
        policiesOf.delete(scope(), Entity.role(request.roleName()), request.policyName());
        return DeleteRolePolicyResponse.builder().build();
    }

    @Override
    public CreateInstanceProfileResponse createInstanceProfile(CreateInstanceProfileRequest request) {
        return CreateInstanceProfileResponse.builder()
                .instanceProfile(profiles.create(scope(), request))
                .build();
    }

    @Override
    public GetInstanceProfileResponse getInstanceProfile(GetInstanceProfileRequest request) {
        return GetInstanceProfileResponse.builder()
                .instanceProfile(profiles.get(scope(), request.instanceProfileName()))
                .build();
    }

    @Override
    public ListInstanceProfilesResponse listInstanceProfiles(ListInstanceProfilesRequest request) {
        return profiles.list(scope(), request);
    }

    @Override
    public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(ListInstanceProfilesForRoleRequest request) {
        var page = profiles.ofRole(scope(), request.roleName(), request.marker(), request.maxItems());
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public AddRoleToInstanceProfileResponse addRoleToInstanceProfile(AddRoleToInstanceProfileRequest request) {
        profiles.add(scope(), request.instanceProfileName(), request.roleName());
        return AddRoleToInstanceProfileResponse.builder().build();
    }

    @Override
    public RemoveRoleFromInstanceProfileResponse removeRoleFromInstanceProfile(
            RemoveRoleFromInstanceProfileRequest request) {
        profiles.remove(scope(), request.instanceProfileName(), request.roleName());
        return RemoveRoleFromInstanceProfileResponse.builder().build();
    }

    @Override
    public DeleteInstanceProfileResponse deleteInstanceProfile(DeleteInstanceProfileRequest request) {
        profiles.delete(scope(), request.instanceProfileName());
        return DeleteInstanceProfileResponse.builder().build();
    }

    @Override
    public TagInstanceProfileResponse tagInstanceProfile(TagInstanceProfileRequest request) {
        profiles.tag(scope(), request.instanceProfileName(), tags -> Tagging.CASELESS.with(tags, request.tags()));
        return TagInstanceProfileResponse.builder().build();
    }

    @Override
    public UntagInstanceProfileResponse untagInstanceProfile(UntagInstanceProfileRequest request) {
        profiles.tag(scope(), request.instanceProfileName(), tags -> Tagging.CASELESS.without(tags, request.tagKeys()));
        return UntagInstanceProfileResponse.builder().build();
    }

    @Override
    public ListInstanceProfileTagsResponse listInstanceProfileTags(ListInstanceProfileTagsRequest request) {
        var page = tags(profiles.tags(scope(), request.instanceProfileName()), request.marker(), request.maxItems());
        return ListInstanceProfileTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    @Override
    public CreateAccountAliasResponse createAccountAlias(CreateAccountAliasRequest request) {
        account.alias(scope(), request.accountAlias());
        return CreateAccountAliasResponse.builder().build();
    }

    @Override
    public DeleteAccountAliasResponse deleteAccountAlias(DeleteAccountAliasRequest request) {
        account.removeAlias(scope(), request.accountAlias());
        return DeleteAccountAliasResponse.builder().build();
    }

    @Override
    public ListAccountAliasesResponse listAccountAliases(ListAccountAliasesRequest request) {
        return ListAccountAliasesResponse.builder()
                .accountAliases(account.aliases(scope()))
                .isTruncated(false)
                .build();
    }

    @Override
    public GetAccountSummaryResponse getAccountSummary(GetAccountSummaryRequest request) {
        return GetAccountSummaryResponse.builder()
                .summaryMapWithStrings(account.summary(scope()))
                .build();
    }

    /** The named user, or whoever asks; the account itself is a user without a name. */
    private User user(@Nullable String name) {
        var principal = caller().principal();
        if (name == null && !principal.isUser() && !principal.isAssumedRole()) {
            return User.builder()
                    .userId(principal.userId())
                    .arn(principal.arn())
                    .build();
        }
        return keys.user(scope(), caller(), name);
    }

    private static Pages<Tag> tags(List<Tag> tags, @Nullable String marker, @Nullable Integer most) {
        return Pages.of("tags", tags, Tag::key, marker, most);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
