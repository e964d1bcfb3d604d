"""Uploads documents with boto3, and looks at what the workflow has made of them: use.py ENDPOINT REGION."""

import json
import sys
import time
import unittest

import boto3

ENDPOINT, REGION = sys.argv[1:3]
PATIENCE = 120

ANGRY = b"I hate this bank. The service is terrible, and John Smith was rude and useless."
HAPPY = b"What a wonderful day. I love this place, and Mary Jones was very kind and helpful."


def client(name):
    return boto3.client(name, endpoint_url=ENDPOINT, region_name=REGION)


s3, states, sqs, logs = map(client, ["s3", "stepfunctions", "sqs", "logs"])
table = boto3.resource("dynamodb", endpoint_url=ENDPOINT, region_name=REGION).Table("documents")
MACHINE = "arn:aws:states:%s:123456789012:stateMachine:documents" % REGION


def upload(key, body):
    """Uploads a document, and waits for the end of the execution that it starts."""
    s3.put_object(Bucket="documents", Key=key, Body=body)
    end = time.time() + PATIENCE
    while time.time() < end:
        for execution in states.list_executions(stateMachineArn=MACHINE)["executions"]:
            shown = states.describe_execution(executionArn=execution["executionArn"])
            if json.loads(shown["input"])["detail"]["object"]["key"] == key and shown["status"] != "RUNNING":
                return shown
        time.sleep(0.2)
    raise AssertionError("no execution for %s has ended" % key)


def history(execution):
    pages = states.get_paginator("get_execution_history").paginate(
        executionArn=execution["executionArn"], PaginationConfig={"PageSize": 7}
    )
    return [event for page in pages for event in page["events"]]


def alert():
    url = sqs.get_queue_url(QueueName="alerts")["QueueUrl"]
    end = time.time() + PATIENCE
    while time.time() < end:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5).get("Messages", []):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            return json.loads(message["Body"])
    raise AssertionError("nobody was told")


class Workflow(unittest.TestCase):
    def test_an_angry_document_is_remembered_and_told(self):
        execution = upload("letters/angry one.txt", ANGRY)

        self.assertEqual("SUCCEEDED", execution["status"], history(execution)[-1])
        item = table.get_item(Key={"id": "letters/angry one.txt"}, ConsistentRead=True)["Item"]
        self.assertEqual(("NEGATIVE", "en", len(ANGRY)), (item["sentiment"], item["language"], item["size"]))
        self.assertEqual(["John Smith"], json.loads(item["people"]))
        self.assertEqual("s3://archive/letters/angry one.txt.found", item["archive"])
        archived = s3.get_object(Bucket="archive", Key="letters/angry one.txt.found")["Body"].read()
        self.assertEqual(b"NEGATIVE [John Smith]", archived)
        told = alert()
        self.assertEqual("An angry document", told["Subject"])
        self.assertEqual(
            {"key": "letters/angry one.txt", "people": ["John Smith"], "angry": 1}, json.loads(told["Message"])
        )

    def test_a_happy_document_is_remembered_and_no_more(self):
        execution = upload("happy.txt", HAPPY)

        self.assertEqual("SUCCEEDED", execution["status"], history(execution)[-1])
        self.assertEqual("POSITIVE", table.get_item(Key={"id": "happy.txt"})["Item"]["sentiment"])
        self.assertEqual(1, table.get_item(Key={"id": "count-POSITIVE"})["Item"]["documents"])
        types = [event["type"] for event in history(execution)]
        self.assertEqual(["ExecutionStarted", "TaskStateEntered"], types[:2])
        self.assertEqual(["SucceedStateExited", "ExecutionSucceeded"], types[-2:])
        self.assertEqual((1, 6), (types.count("LambdaFunctionSucceeded"), types.count("TaskSucceeded")))

    def test_an_empty_document_is_refused_by_the_functions_own_error(self):
        execution = upload("empty.txt", b" ")

        self.assertEqual(("FAILED", "DocumentRefused"), (execution["status"], execution["error"]))
        told = alert()
        self.assertIn("EmptyDocument", told["Message"])
        self.assertIn("empty.txt has no text", told["Message"])
        self.assertNotIn("Item", table.get_item(Key={"id": "empty.txt"}))

    def test_other_files_start_nothing(self):
        before = len(states.list_executions(stateMachineArn=MACHINE)["executions"])
        s3.put_object(Bucket="documents", Key="picture.png", Body=b"png")
        upload("after.txt", HAPPY)  # events are handled in their order

        self.assertEqual(before + 1, len(states.list_executions(stateMachineArn=MACHINE)["executions"]))

    def test_the_functions_have_logged(self):
        upload("logged.txt", HAPPY)
        for function, line in [
            ("look", "INFO\tread logged.txt %d" % len(HAPPY)),
            ("sentiment", "logged.txt is POSITIVE"),
            ("archive", "writes logged.txt.found in archive"),
        ]:
            end = time.time() + PATIENCE
            found = []
            while not found and time.time() < end:
                found = [
                    event["message"]
                    for page in logs.get_paginator("filter_log_events").paginate(logGroupName="/aws/lambda/" + function)
                    for event in page["events"]
                    if line in event["message"]
                ]
            self.assertEqual(1, len(found), function)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
