package io.brume.bench.throughput;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts, gets and queries items of a DynamoDB table by one and by many clients, and prints how many a second: {@code
 * bench/dynamodb.sh}. Items are of about 200 bytes, a hundred to a hash key; a query reads twenty of them.
 */
public final class Tables {

    private static final int[] CLIENTS = {1, 16};
    private static final int ROUNDS = 3;
    private static final int ITEMS = 20_000;
    private static final int TOGETHER = 100;

    private Tables() {}

    /** @param arguments the endpoint, then the seconds of one measurement */
    public static void main(String... arguments) throws IOException, InterruptedException {
        URI endpoint = URI.create(arguments[0]);
        double seconds = Double.parseDouble(arguments[1]);
        makeTable(endpoint);
        System.out.println("| operation | clients | a second | lowest to highest | p50, ms | p99, ms |");
        System.out.println("|---|---|---|---|---|---|");
        for (String operation : List.of("PutItem", "GetItem", "Query", "UpdateItem")) {
            for (int clients : CLIENTS) {
                row(endpoint, operation, clients, seconds);
            }
        }
    }

    private static Connection connect(URI endpoint, String operation) throws IOException {
        return new Connection(
                endpoint,
                "Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: DynamoDB_20120810." + operation + "\r\n"
                        + "X-Amz-Date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/dynamodb/aws4_request,"
                        + " SignedHeaders=host, Signature=" + "0".repeat(64) + "\r\n");
    }

    private static void makeTable(URI endpoint) throws IOException {
        try (var connection = connect(endpoint, "CreateTable")) {
            connection.call("POST", "/", bytes("""
                    {"TableName": "bench", "BillingMode": "PAY_PER_REQUEST",
                     "AttributeDefinitions": [{"AttributeName": "h", "AttributeType": "S"},
                       {"AttributeName": "r", "AttributeType": "N"}],
                     "KeySchema": [{"AttributeName": "h", "KeyType": "HASH"}, {"AttributeName": "r", "KeyType": "RANGE"}]}
                    """));
        }
        try (var connection = connect(endpoint, "BatchWriteItem")) {
            for (int i = 0; i < ITEMS; i += 25) {
                List<String> puts = new ArrayList<>();
                for (int j = i; j < i + 25; j++) {
                    puts.add("{\"PutRequest\": {\"Item\": " + item(j) + "}}");
                }
                connection.call("POST", "/", bytes("{\"RequestItems\": {\"bench\": " + puts + "}}"));
            }
        }
    }

    private static void row(URI endpoint, String operation, int clients, double seconds)
            throws IOException, InterruptedException {
        run(endpoint, operation, clients, seconds); // to warm up
        List<Latencies> results = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            results.add(run(endpoint, operation, clients, seconds));
        }
        results.sort((a, b) -> Double.compare(a.perSecond(), b.perSecond()));
        Latencies median = results.get(ROUNDS / 2);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f to %.0f | %.2f | %.2f |%n",
                operation,
                clients,
                median.perSecond(),
                results.getFirst().perSecond(),
                results.getLast().perSecond(),
                median.median(),
                median.p99());
    }

    private static Latencies run(URI endpoint, String operation, int clients, double seconds)
            throws IOException, InterruptedException {
        var next = new AtomicInteger();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return Latencies.of(clients, _ -> {
            List<Long> latencies = new ArrayList<>();
            try (var connection = connect(endpoint, operation)) {
                while (System.nanoTime() < end) {
                    byte[] body = bytes(body(operation, next.getAndIncrement() * 7919L % ITEMS));
                    long start = System.nanoTime();
                    connection.call("POST", "/", body);
                    latencies.add(System.nanoTime() - start);
                }
            }
            return latencies;
        });
    }

    private static String body(String operation, long number) {
        return switch (operation) {
            case "PutItem" -> "{\"TableName\": \"bench\", \"Item\": " + item(number) + "}";
            case "GetItem" -> "{\"TableName\": \"bench\", \"Key\": {" + key(number) + "}}";
            case "Query" ->
                "{\"TableName\": \"bench\", \"KeyConditionExpression\": \"h = :h AND r >= :r\", \"Limit\": 20,"
                        + " \"ExpressionAttributeValues\": {\":h\": {\"S\": \"h" + number / TOGETHER
                        + "\"}, \":r\": {\"N\": \"20\"}}}";
            case "UpdateItem" ->
                "{\"TableName\": \"bench\", \"Key\": {" + key(number)
                        + "}, \"UpdateExpression\": \"ADD n :one\", \"ConditionExpression\": \"attribute_exists(h)\","
                        + " \"ExpressionAttributeValues\": {\":one\": {\"N\": \"1\"}}}";
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static String key(long number) {
        return "\"h\": {\"S\": \"h" + number / TOGETHER + "\"}, \"r\": {\"N\": \"" + number % TOGETHER + "\"}";
    }

    private static String item(long number) {
        return "{" + key(number) + ", \"n\": {\"N\": \"" + number + "\"}, \"text\": {\"S\": \"" + "x".repeat(120)
                + "\"}, \"tags\": {\"SS\": [\"a\", \"b\"]}, \"more\": {\"M\": {\"ok\": {\"BOOL\": true}}}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
