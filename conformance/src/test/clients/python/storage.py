"""S3, its notifications to SQS, SNS and EventBridge, IAM, STS, logs and metrics through boto3: storage.py ENDPOINT"""

import datetime
import hashlib
import io
import json
import os
import sys
import time
import unittest
import urllib.request

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv.pop(1)
OPTIONS = {"endpoint_url": ENDPOINT, "region_name": "eu-west-3"}
S3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}), **OPTIONS)
SQS, SNS, EVENTS = (boto3.client(name, **OPTIONS) for name in ("sqs", "sns", "events"))
IAM, STS = boto3.client("iam", **OPTIONS), boto3.client("sts", **OPTIONS)
LOGS, CLOUDWATCH = boto3.client("logs", **OPTIONS), boto3.client("cloudwatch", **OPTIONS)
LOCATION = {"LocationConstraint": "eu-west-3"}


def queue(name):
    """A new queue's URL and ARN."""
    url = SQS.create_queue(QueueName=name)["QueueUrl"]
    arn = SQS.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return url, arn


def receive(url, wanted=1, seconds=20):
    """So many bodies of a queue's messages, which are deleted; fewer when they do not come in time."""
    bodies = []
    end = time.monotonic() + seconds
    while len(bodies) < wanted and time.monotonic() < end:
        answer = SQS.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2)
        for message in answer.get("Messages", []):
            bodies.append(message["Body"])
            SQS.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


class Storage(unittest.TestCase):
    def test_a_large_file_goes_up_and_comes_down_in_parts(self):
        S3.create_bucket(Bucket="python-large", CreateBucketConfiguration=LOCATION)
        data = os.urandom(30 * 1024 * 1024 + 7)
        S3.upload_fileobj(io.BytesIO(data), "python-large", "dir/large.bin", ExtraArgs={"Metadata": {"a": "b"}})
        down = io.BytesIO()
        S3.download_fileobj("python-large", "dir/large.bin", down)
        self.assertEqual(hashlib.sha256(down.getvalue()).digest(), hashlib.sha256(data).digest())
        self.assertEqual(S3.head_object(Bucket="python-large", Key="dir/large.bin")["Metadata"], {"a": "b"})

    def test_versions_come_back(self):
        S3.create_bucket(Bucket="python-versions", CreateBucketConfiguration=LOCATION)
        S3.put_bucket_versioning(Bucket="python-versions", VersioningConfiguration={"Status": "Enabled"})
        first = S3.put_object(Bucket="python-versions", Key="k", Body=b"one")["VersionId"]
        S3.put_object(Bucket="python-versions", Key="k", Body=b"two")
        marker = S3.delete_object(Bucket="python-versions", Key="k")
        self.assertTrue(marker["DeleteMarker"])
        with self.assertRaises(S3.exceptions.NoSuchKey):
            S3.get_object(Bucket="python-versions", Key="k")
        old = S3.get_object(Bucket="python-versions", Key="k", VersionId=first)
        self.assertEqual(old["Body"].read(), b"one")
        S3.delete_object(Bucket="python-versions", Key="k", VersionId=marker["VersionId"])
        self.assertEqual(S3.get_object(Bucket="python-versions", Key="k")["Body"].read(), b"two")

    def test_a_page_of_many_keys(self):
        S3.create_bucket(Bucket="python-pages", CreateBucketConfiguration=LOCATION)
        for i in range(30):
            S3.put_object(Bucket="python-pages", Key=f"{i % 3}/{i}", Body=b"")
        pages = S3.get_paginator("list_objects_v2").paginate(
            Bucket="python-pages", Delimiter="/", PaginationConfig={"PageSize": 2}
        )
        prefixes = [prefix["Prefix"] for page in pages for prefix in page.get("CommonPrefixes", [])]
        self.assertEqual(prefixes, ["0/", "1/", "2/"])

    def test_presigned_urls_and_forms_need_no_client(self):
        S3.create_bucket(Bucket="python-signed", CreateBucketConfiguration=LOCATION)
        signer = boto3.client(
            "s3", config=Config(signature_version="s3v4", s3={"addressing_style": "path"}), **OPTIONS
        )
        put = signer.generate_presigned_url("put_object", Params={"Bucket": "python-signed", "Key": "k"})
        request = urllib.request.Request(put, data=b"by hand", method="PUT")
        self.assertEqual(urllib.request.urlopen(request).status, 200)
        get = signer.generate_presigned_url("get_object", Params={"Bucket": "python-signed", "Key": "k"})
        self.assertEqual(urllib.request.urlopen(get).read(), b"by hand")

        form = signer.generate_presigned_post("python-signed", "forms/${filename}")
        lines = []
        for name, value in form["fields"].items():
            lines += ["--X", f'Content-Disposition: form-data; name="{name}"', "", value]
        lines += ["--X", 'Content-Disposition: form-data; name="file"; filename="f.txt"', "", "a form", "--X--", ""]
        post = urllib.request.Request(
            form["url"],
            data="\r\n".join(lines).encode(),
            headers={"Content-Type": "multipart/form-data; boundary=X"},
        )
        self.assertEqual(urllib.request.urlopen(post).status, 204)
        self.assertEqual(S3.get_object(Bucket="python-signed", Key="forms/f.txt")["Body"].read(), b"a form")

    def test_an_object_is_heard_of_in_a_queue_and_through_eventbridge(self):
        S3.create_bucket(Bucket="python-heard", CreateBucketConfiguration=LOCATION)
        direct_url, direct = queue("python-direct")
        ruled_url, ruled = queue("python-ruled")
        S3.put_bucket_notification_configuration(
            Bucket="python-heard",
            NotificationConfiguration={
                "QueueConfigurations": [{"QueueArn": direct, "Events": ["s3:ObjectCreated:*"]}],
                "EventBridgeConfiguration": {},
            },
        )
        self.assertEqual(json.loads(receive(direct_url)[0])["Event"], "s3:TestEvent")
        pattern = {"source": ["aws.s3"], "detail": {"object": {"key": [{"prefix": "pictures/"}]}}}
        EVENTS.put_rule(Name="python-pictures", EventPattern=json.dumps(pattern))
        EVENTS.put_targets(Rule="python-pictures", Targets=[{"Id": "1", "Arn": ruled}])

        S3.put_object(Bucket="python-heard", Key="pictures/a b.png", Body=b"123")

        (record,) = json.loads(receive(direct_url)[0])["Records"]
        self.assertEqual(record["eventName"], "ObjectCreated:Put")
        self.assertEqual(record["s3"]["object"]["key"], "pictures/a+b.png")
        event = json.loads(receive(ruled_url)[0])
        self.assertEqual(event["detail-type"], "Object Created")
        self.assertEqual(event["detail"]["object"]["key"], "pictures/a b.png")

    def test_a_topic_fans_out_by_filter(self):
        topic = SNS.create_topic(Name="python-topic")["TopicArn"]
        blue_url, blue = queue("python-blue")
        all_url, everything = queue("python-all")
        SNS.subscribe(
            TopicArn=topic,
            Protocol="sqs",
            Endpoint=blue,
            Attributes={"FilterPolicy": json.dumps({"colour": ["blue"]}), "RawMessageDelivery": "true"},
        )
        SNS.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=everything)
        for colour in ("red", "blue"):
            SNS.publish(
                TopicArn=topic,
                Message=f"it is {colour}",
                MessageAttributes={"colour": {"DataType": "String", "StringValue": colour}},
            )
        self.assertEqual(receive(blue_url), ["it is blue"])
        messages = {json.loads(body)["Message"] for body in receive(all_url, 2)}
        self.assertEqual(messages, {"it is red", "it is blue"})

    def test_a_fifo_queue_keeps_order_and_drops_repetitions(self):
        url = SQS.create_queue(
            QueueName="python.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"}
        )["QueueUrl"]
        for body in ("1", "2", "2", "3"):
            SQS.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g")
        self.assertEqual(receive(url, 3), ["1", "2", "3"])

    def test_a_user_and_a_role(self):
        IAM.create_user(UserName="python-user", Path="/people/")
        key = IAM.create_access_key(UserName="python-user")["AccessKey"]
        as_user = boto3.client(
            "sts",
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
            **OPTIONS,
        )
        arn = as_user.get_caller_identity()["Arn"]
        self.assertEqual(arn, "arn:aws:iam::123456789012:user/people/python-user")
        wrong = boto3.client(
            "sts", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key="wrong", **OPTIONS
        )
        with self.assertRaises(ClientError) as refused:
            wrong.get_caller_identity()
        self.assertEqual(refused.exception.response["Error"]["Code"], "SignatureDoesNotMatch")

        trust = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
        }
        role = IAM.create_role(RoleName="python-role", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
        self.assertEqual(role["AssumeRolePolicyDocument"], trust)
        session = STS.assume_role(RoleArn=role["Arn"], RoleSessionName="python")["Credentials"]
        as_role = boto3.client(
            "sts",
            aws_access_key_id=session["AccessKeyId"],
            aws_secret_access_key=session["SecretAccessKey"],
            aws_session_token=session["SessionToken"],
            **OPTIONS,
        )
        self.assertEqual(
            as_role.get_caller_identity()["Arn"], "arn:aws:sts::123456789012:assumed-role/python-role/python"
        )

    def test_logs_are_found_by_pattern(self):
        LOGS.create_log_group(logGroupName="/python/app")
        LOGS.create_log_stream(logGroupName="/python/app", logStreamName="one")
        now = int(time.time() * 1000)
        lines = ['{"level": "error", "ms": 120}', '{"level": "info", "ms": 3}', "plain ERROR text"]
        LOGS.put_log_events(
            logGroupName="/python/app",
            logStreamName="one",
            logEvents=[{"timestamp": now + i, "message": line} for i, line in enumerate(lines)],
        )

        def found(pattern):
            answer = LOGS.filter_log_events(logGroupName="/python/app", filterPattern=pattern)
            return [event["message"] for event in answer["events"]]

        self.assertEqual(found('{ $.level = "error" && $.ms > 100 }'), lines[:1])
        self.assertEqual(found("ERROR"), lines[2:])
        events = LOGS.get_log_events(logGroupName="/python/app", logStreamName="one", startFromHead=True)
        self.assertEqual([event["message"] for event in events["events"]], lines)

    def test_metrics_are_added_up(self):
        now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
        for value in (1, 2, 9):
            CLOUDWATCH.put_metric_data(
                Namespace="Python",
                MetricData=[{"MetricName": "Loss", "Value": value, "Timestamp": now, "Unit": "None"}],
            )
        statistics = CLOUDWATCH.get_metric_statistics(
            Namespace="Python",
            MetricName="Loss",
            StartTime=now - datetime.timedelta(minutes=5),
            EndTime=now + datetime.timedelta(minutes=5),
            Period=60,
            Statistics=["Sum", "Average", "Maximum", "SampleCount"],
        )
        (point,) = statistics["Datapoints"]
        self.assertEqual((point["Sum"], point["Average"], point["Maximum"], point["SampleCount"]), (12, 4, 9, 3))


if __name__ == "__main__":
    unittest.main()
