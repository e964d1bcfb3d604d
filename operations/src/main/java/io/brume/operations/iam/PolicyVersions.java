package io.brume.operations.iam;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/**
 * The documents of managed policies. A deleted version leaves its number behind, which is not given out again. Part of whatever
 * transaction they are called in.
 */
final class PolicyVersions {

    private static final String ROW = "SELECT version, document, created FROM iam_policy_version WHERE policy_id = ?";

    private final Database database;

    PolicyVersions(Database database) {
        this.database = database;
    }

    /** @throws software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException when it is no policy */
    static void check(String document) {
        PolicyGrammar.checkIdentity(document);
        if (PolicyGrammar.size(document) > Quotas.MANAGED_POLICY_SIZE) {
            throw Errors.quota("PolicySize", Quotas.MANAGED_POLICY_SIZE);
        }
    }

    void add(String policyId, int version, String document, Instant created) {
        database.change(transaction -> transaction.update(
                "INSERT INTO iam_policy_version (policy_id, version, document, created) VALUES (?, ?, ?, ?)",
                policyId,
                version,
                document,
                created));
    }

    /** The number after the last one that was given out. */
    int next(String policyId) {
        return 1
                + (int) (long) database.read(transaction -> transaction.number(
                        "SELECT max(version) FROM iam_policy_version WHERE policy_id = ?", policyId));
    }

    int count(String policyId) {
        return (int) (long) database.read(transaction -> transaction.number(
                "SELECT count(*) FROM iam_policy_version WHERE policy_id = ? AND document IS NOT NULL", policyId));
    }

    Optional<PolicyVersion> find(String policyId, String defaultVersion, String version) {
        int number = number(version);
        return database.read(transaction -> transaction.first(
                ROW + " AND version = ? AND document IS NOT NULL",
                row -> version(row, defaultVersion),
                policyId,
                number));
    }

    /** Newest first. */
    List<PolicyVersion> all(String policyId, String defaultVersion) {
        return database.read(transaction -> transaction.query(
                ROW + " AND document IS NOT NULL ORDER BY version DESC",
                row -> version(row, defaultVersion),
                policyId));
    }

    private static PolicyVersion version(Row row, String defaultVersion) throws SQLException {
        String id = "v" + row.integer("version");
        return PolicyVersion.builder()
                .versionId(id)
                .isDefaultVersion(id.equals(defaultVersion))
                .createDate(row.instant("created"))
                .document(row.text("document"))
                .build();
    }

    void delete(String policyId, String version) {
        int number = number(version);
        database.change(transaction -> transaction.update(
                "UPDATE iam_policy_version SET document = NULL WHERE policy_id = ? AND version = ?", policyId, number));
    }

    void removeAll(String policyId) {
        database.change(
                transaction -> transaction.update("DELETE FROM iam_policy_version WHERE policy_id = ?", policyId));
    }

    /** The number in a version's id; one that no version has when it is no number. */
    private static int number(String version) {
        try {
            return Integer.parseInt(version.substring(1));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
