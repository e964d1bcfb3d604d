package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeEndpointsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeEndpointsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.Endpoint;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;

/** Amazon DynamoDB: tables in the database. */
public final class DynamoDb implements DynamoDbClient {

    private static final int MOST_TABLES_LISTED = 100;
    private static final int MOST_TAGS_LISTED = 10;
    private static final long ACCOUNT_UNITS = 80_000;
    private static final long TABLE_UNITS = 40_000;
    private static final long ENDPOINT_MINUTES = 1440;

    private final Tables tables;
    private final Tags tags;
    private final DynamoDbStreams readers;
    private final TableChanges changes;
    private final Expiry expiry;
    private final Writes writes;
    private final Reads reads;
    private final Searches searches;
    private final BatchWrites batches;
    private final Transactions transactions;
    private final Housekeeping housekeeping;

    public DynamoDb(Database database, Clock clock) {
        tables = new Tables(database);
        tags = new Tags(database);
        var streams = new Streams(database, clock);
        readers = new DynamoDbStreams(streams, clock);
        changes = new TableChanges(database, clock, tables, streams, tags);
        expiry = new Expiry(database, tables);
        var writing = new Writing(database, tables, streams);
        writes = new Writes(tables, writing);
        reads = new Reads(database, tables);
        searches = new Searches(database, tables);
        batches = new BatchWrites(tables, writing);
        transactions = new Transactions(database, clock, tables, writing);
        housekeeping = new Housekeeping(database, clock, tables, writing, streams);
    }

    /** Begins to fill new indexes and to remove what has expired; {@link #close} ends it. */
    public DynamoDb start() {
        housekeeping.start();
        return this;
    }

    /** What reads the streams of these tables. */
    public DynamoDbStreams streams() {
        return readers;
    }

    Housekeeping housekeeping() {
        return housekeeping;
    }

    @Override
    public CreateTableResponse createTable(CreateTableRequest request) {
        return CreateTableResponse.builder()
                .tableDescription(changes.create(request))
                .build();
    }

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
        Table table = tables.described(TableName.of(request.tableName()));
        return DescribeTableResponse.builder()
                .table(Descriptions.measured(table, tables))
                .build();
    }

    @Override
    public ListTablesResponse listTables(ListTablesRequest request) {
        int most = request.limit() == null ? MOST_TABLES_LISTED : request.limit();
        String after = request.exclusiveStartTableName() == null ? "" : request.exclusiveStartTableName();
        List<String> names = tables.names(Scope.current(), after, most + 1);
        boolean more = names.size() > most;
        return ListTablesResponse.builder()
                .tableNames(more ? names.subList(0, most) : names)
                .lastEvaluatedTableName(more ? names.get(most - 1) : null)
                .build();
    }

    @Override
    public UpdateTableResponse updateTable(UpdateTableRequest request) {
        var description = changes.update(request);
        housekeeping.wake();
        return UpdateTableResponse.builder().tableDescription(description).build();
    }

    @Override
    public DeleteTableResponse deleteTable(DeleteTableRequest request) {
        var description = changes.delete(TableName.of(request.tableName()));
        housekeeping.wake();
        return DeleteTableResponse.builder().tableDescription(description).build();
    }

    @Override
    public DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
        return DescribeTimeToLiveResponse.builder()
                .timeToLiveDescription(expiry.describe(TableName.of(request.tableName())))
                .build();
    }

    @Override
    public UpdateTimeToLiveResponse updateTimeToLive(UpdateTimeToLiveRequest request) {
        expiry.update(TableName.of(request.tableName()), request.timeToLiveSpecification());
        housekeeping.wake();
        return UpdateTimeToLiveResponse.builder()
                .timeToLiveSpecification(request.timeToLiveSpecification())
                .build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        changes.tag(TableName.ofArn(request.resourceArn()), request.tags());
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(existing(request.resourceArn()).arn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsOfResourceResponse listTagsOfResource(ListTagsOfResourceRequest request) {
        String after = request.nextToken() == null ? "" : request.nextToken();
        List<Tag> all = tags.of(existing(request.resourceArn()).arn()).tailMap(after).entrySet().stream()
                .filter(tag -> !tag.getKey().equals(after))
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        boolean more = all.size() > MOST_TAGS_LISTED;
        return ListTagsOfResourceResponse.builder()
                .tags(more ? all.subList(0, MOST_TAGS_LISTED) : all)
                .nextToken(more ? all.get(MOST_TAGS_LISTED - 1).key() : null)
                .build();
    }

    private TableName existing(String arn) {
        TableName name = TableName.ofArn(arn);
        return tables.find(name).map(Table::name).orElseThrow(() -> TableChanges.noResource(name));
    }

    @Override
    public DescribeLimitsResponse describeLimits(DescribeLimitsRequest request) {
        return DescribeLimitsResponse.builder()
                .accountMaxReadCapacityUnits(ACCOUNT_UNITS)
                .accountMaxWriteCapacityUnits(ACCOUNT_UNITS)
                .tableMaxReadCapacityUnits(TABLE_UNITS)
                .tableMaxWriteCapacityUnits(TABLE_UNITS)
                .build();
    }

    /** This server itself, as the caller called it. */
    @Override
    public DescribeEndpointsResponse describeEndpoints(DescribeEndpointsRequest request) {
        return DescribeEndpointsResponse.builder()
                .endpoints(Endpoint.builder()
                        .address(URI.create(RequestContext.current().endpoint()).getAuthority())
                        .cachePeriodInMinutes(ENDPOINT_MINUTES)
                        .build())
                .build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return writes.put(request);
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return writes.update(request);
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return writes.delete(request);
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return reads.get(request);
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return searches.query(request);
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        return searches.scan(request);
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return reads.get(request);
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        return batches.write(request);
    }

    @Override
    public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
        return reads.get(request);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return transactions.write(request);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        housekeeping.close();
    }
}
