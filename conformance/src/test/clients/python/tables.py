"""DynamoDB and its streams through boto3: tables.py ENDPOINT"""

import sys
import time
import unittest
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError

ENDPOINT = sys.argv.pop(1)
OPTIONS = {"endpoint_url": ENDPOINT, "region_name": "eu-west-3"}
RESOURCE, CLIENT = boto3.resource("dynamodb", **OPTIONS), boto3.client("dynamodb", **OPTIONS)
STREAMS = boto3.client("dynamodbstreams", **OPTIONS)


def table(name, **more):
    """A new table with the keys h (text) and r (number)."""
    made = RESOURCE.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        **{
            "AttributeDefinitions": [{"AttributeName": "h", "AttributeType": "S"}, {"AttributeName": "r", "AttributeType": "N"}],
            "KeySchema": [{"AttributeName": "h", "KeyType": "HASH"}, {"AttributeName": "r", "KeyType": "RANGE"}],
            **more,
        },
    )
    made.wait_until_exists()
    return made


class Tables(unittest.TestCase):
    def test_values_come_back_as_they_were(self):
        kept = table("python-values")
        item = {
            "h": "é", "r": Decimal("-1.5"), "text": "", "bytes": Binary(b"\x00\xff"), "yes": True, "nothing": None,
            "texts": {"a", "b"}, "numbers": {Decimal(1), Decimal("2.5")}, "list": ["x", Decimal(1), [None]],
            "map": {"deep": {"er": "y"}}, "large": Decimal("12345678901234567890123456789012345678"),
        }
        kept.put_item(Item=item)
        self.assertEqual(kept.get_item(Key={"h": "é", "r": Decimal("-1.50")})["Item"], item)
        self.assertNotIn("Item", kept.get_item(Key={"h": "none", "r": 1}))

    def test_a_batch_is_written_and_read_in_pages(self):
        kept = table("python-batches")
        with kept.batch_writer(overwrite_by_pkeys=["h", "r"]) as batch:
            for n in range(230):
                batch.put_item(Item={"h": "a", "r": n % 220, "filler": "x" * 10_000})
        pages = list(
            CLIENT.get_paginator("query").paginate(
                TableName="python-batches",
                KeyConditionExpression="h = :h",
                ExpressionAttributeValues={":h": {"S": "a"}},
            )
        )
        self.assertEqual([page["Count"] for page in pages], [104, 104, 12])
        self.assertEqual([int(item["r"]["N"]) for page in pages for item in page["Items"]], list(range(220)))
        scanned = CLIENT.get_paginator("scan").paginate(
            TableName="python-batches", PaginationConfig={"PageSize": 33}, ProjectionExpression="r"
        )
        self.assertEqual(sum(len(page["Items"]) for page in scanned), 220)
        self.assertEqual(kept.item_count, 0)  # as it was when the table was made
        kept.reload()
        self.assertEqual(kept.item_count, 220)

    def test_conditions_of_boto3_become_expressions(self):
        kept = table("python-conditions")
        kept.put_item(Item={"h": "a", "r": 1, "status": "new", "tags": {"x"}})
        kept.update_item(
            Key={"h": "a", "r": 1},
            UpdateExpression="SET #s = :done, n = if_not_exists(n, :zero) + :two ADD tags :y",
            ConditionExpression=Attr("status").eq("new") & Attr("n").not_exists() & Attr("tags").contains("x"),
            ExpressionAttributeNames={"#s": "status"},
            ExpressionAttributeValues={":done": "done", ":zero": 0, ":two": 2, ":y": {"y"}},
        )
        found = kept.query(
            KeyConditionExpression=Key("h").eq("a") & Key("r").between(0, 2),
            FilterExpression=Attr("status").is_in(["done"]) & Attr("n").gte(2) & Attr("tags").size().eq(2),
        )
        self.assertEqual(found["Items"], [{"h": "a", "r": 1, "status": "done", "n": 2, "tags": {"x", "y"}}])
        with self.assertRaises(ClientError) as refused:
            kept.delete_item(Key={"h": "a", "r": 1}, ConditionExpression=Attr("n").lt(2), ReturnValuesOnConditionCheckFailure="ALL_OLD")
        self.assertEqual(refused.exception.response["Error"]["Code"], "ConditionalCheckFailedException")
        self.assertEqual(refused.exception.response["Error"]["Message"], "The conditional request failed")
        self.assertEqual(refused.exception.response["Item"]["n"], {"N": "2"})

    def test_a_transaction_that_is_cancelled_says_why(self):
        table("python-transactions")
        key = {"h": {"S": "a"}, "r": {"N": "1"}}
        put = {"Put": {"TableName": "python-transactions", "Item": key, "ConditionExpression": "attribute_not_exists(h)"}}
        other = {"Put": {"TableName": "python-transactions", "Item": {**key, "r": {"N": "2"}}}}
        CLIENT.transact_write_items(TransactItems=[put, other])
        with self.assertRaises(CLIENT.exceptions.TransactionCanceledException) as cancelled:
            CLIENT.transact_write_items(TransactItems=[other, put])
        self.assertEqual(
            [reason["Code"] for reason in cancelled.exception.response["CancellationReasons"]], ["None", "ConditionalCheckFailed"]
        )

    def test_a_new_index_gets_what_there_is(self):
        kept = table("python-indexes")
        with kept.batch_writer() as batch:
            for n in range(50):
                batch.put_item(Item={"h": f"h{n}", "r": n, "g": f"g{n % 5}"})
        CLIENT.update_table(
            TableName="python-indexes",
            AttributeDefinitions=[{"AttributeName": "g", "AttributeType": "S"}],
            GlobalSecondaryIndexUpdates=[{"Create": {
                "IndexName": "byG", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"},
            }}],
        )
        end = time.monotonic() + 60
        while CLIENT.describe_table(TableName="python-indexes")["Table"]["GlobalSecondaryIndexes"][0]["IndexStatus"] != "ACTIVE":
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        self.assertEqual(kept.query(IndexName="byG", KeyConditionExpression=Key("g").eq("g3"))["Count"], 10)
        kept.delete()
        kept.wait_until_not_exists()

    def test_a_stream_tells_what_changed(self):
        kept = table("python-streams", StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
        kept.put_item(Item={"h": "a", "r": 1})
        kept.delete_item(Key={"h": "a", "r": 1})
        arn = kept.latest_stream_arn
        shard = STREAMS.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = STREAMS.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        records = STREAMS.get_records(ShardIterator=iterator)["Records"]
        self.assertEqual([record["eventName"] for record in records], ["INSERT", "REMOVE"])
        self.assertEqual(records[0]["dynamodb"]["NewImage"], {"h": {"S": "a"}, "r": {"N": "1"}})


if __name__ == "__main__":
    unittest.main()
