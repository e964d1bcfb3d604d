package io.brume.serverless.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.database.Database;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;

/** The policies of functions: kept and shown, as this server does not weigh who may call what. */
final class Permissions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 20 << 10;

    private final Database database;

    Permissions(Database database) {
        this.database = database;
    }

    /** Adds a statement to the policy of a function, a version or an alias; returns it as JSON. */
    String add(FunctionRef ref, AddPermissionRequest request) {
        String arn = ref.arn();
        String statement = statement(arn, request).toString();
        database.change(transaction -> {
            long size = transaction.number("SELECT sum(length(statement)) FROM lambda_permission WHERE arn = ?", arn);
            if (size + statement.length() > LARGEST) {
                throw software.amazon.awssdk.services.lambda.model.PolicyLengthExceededException.builder()
                        .type("User")
                        .message("The final policy size is bigger than the limit (20480).")
                        .build();
            }
            long position = transaction.number("SELECT max(position) FROM lambda_permission WHERE arn = ?", arn) + 1;
            int added = transaction.update(
                    "INSERT INTO lambda_permission (arn, sid, position, statement) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    arn,
                    request.statementId(),
                    position,
                    statement);
            if (added == 0) {
                throw LambdaErrors.conflict(
                        "The statement id (" + request.statementId()
                                + ") provided already exists. Please provide a new statement id, or remove the existing statement.");
            }
        });
        return statement;
    }

    private static ObjectNode statement(String arn, AddPermissionRequest request) {
        ObjectNode statement = JSON.createObjectNode();
        statement.put("Sid", request.statementId()).put("Effect", "Allow");
        String principal = request.principal();
        if (principal.equals("*")) {
            statement.put("Principal", "*");
        } else if (principal.endsWith(".amazonaws.com")) {
            statement.putObject("Principal").put("Service", principal);
        } else {
            String account = principal.matches("\\d{12}") ? "arn:aws:iam::" + principal + ":root" : principal;
            statement.putObject("Principal").put("AWS", account);
        }
        statement.put("Action", request.action()).put("Resource", arn);
        ObjectNode condition = JSON.createObjectNode();
        put(condition, "ArnLike", "AWS:SourceArn", request.sourceArn());
        put(condition, "StringEquals", "AWS:SourceAccount", request.sourceAccount());
        put(condition, "StringEquals", "lambda:FunctionUrlAuthType", request.functionUrlAuthTypeAsString());
        put(condition, "StringEquals", "lambda:EventSourceToken", request.eventSourceToken());
        put(condition, "StringEquals", "aws:PrincipalOrgID", request.principalOrgID());
        if (!condition.isEmpty()) {
            statement.set("Condition", condition);
        }
        return statement;
    }

    private static void put(ObjectNode condition, String operator, String key, @Nullable String value) {
        if (value != null) {
            condition.withObject("/" + operator).put(key, value);
        }
    }

    /** The policy as JSON; null when it has no statement. */
    @Nullable
    String policy(FunctionRef ref) {
        List<String> statements = database.read(transaction -> transaction.query(
                "SELECT statement FROM lambda_permission WHERE arn = ? ORDER BY position",
                row -> row.text("statement"),
                ref.arn()));
        if (statements.isEmpty()) {
            return null;
        }
        ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17").put("Id", "default");
        ArrayNode all = policy.putArray("Statement");
        try {
            for (String statement : statements) {
                all.add(JSON.readTree(statement));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return policy.toString();
    }

    /** Changes whenever the policy does. */
    static String revision(String policy) {
        return UUID.nameUUIDFromBytes(policy.getBytes(StandardCharsets.UTF_8)).toString();
    }

    void remove(FunctionRef ref, String sid) {
        int removed = database.write(transaction ->
                transaction.update("DELETE FROM lambda_permission WHERE arn = ? AND sid = ?", ref.arn(), sid));
        if (removed == 0) {
            throw LambdaErrors.missing("Statement " + sid + " is not found in resource policy.");
        }
    }

    /** Removes the policies of a function and of all that is under it. */
    void removeAll(FunctionRef ref) {
        String prefix = ref.functionArn() + ":";
        database.change(transaction -> transaction.update(
                "DELETE FROM lambda_permission WHERE arn = ? OR substr(arn, 1, " + prefix.length() + ") = ?",
                ref.functionArn(),
                prefix));
    }
}
