// S3 with its upload manager and presigned URLs, and SQS, through the AWS SDK for JavaScript: node storage.test.mjs ENDPOINT
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { GetObjectCommand, NoSuchKey, S3, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { QueueDoesNotExist, SQS } from "@aws-sdk/client-sqs";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const endpoint = process.argv[2];
const options = {
  endpoint,
  region: "eu-west-3",
  maxAttempts: 1,
  credentials: { accessKeyId: "AKIDTEST", secretAccessKey: "secret" },
};
const s3 = new S3({ ...options, forcePathStyle: true });
const sqs = new SQS(options);
const Bucket = "javascript";
const sha = (bytes) => createHash("sha256").update(bytes).digest("hex");

before(() => s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-3" } }));
after(() => [s3, sqs].forEach((client) => client.destroy()));

test("an object comes back as it was put", async () => {
  const Key = "Größe/ü ñ 漢字 +%.txt";
  await s3.putObject({ Bucket, Key, Body: "hello", ContentType: "text/plain", Metadata: { colour: "blue" } });
  const object = await s3.getObject({ Bucket, Key });
  assert.equal(await object.Body.transformToString(), "hello");
  assert.equal(object.ContentType, "text/plain");
  assert.deepEqual(object.Metadata, { colour: "blue" });
});

test("the upload manager sends a stream in parts", async () => {
  const bytes = randomBytes(17 * 1024 * 1024 + 3);
  const Body = Readable.from((function* () {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  })());
  const done = await new Upload({ client: s3, params: { Bucket, Key: "parts", Body }, queueSize: 3 }).done();
  assert.match(done.ETag, /-4"$/);
  const object = await s3.getObject({ Bucket, Key: "parts" });
  assert.equal(sha(await object.Body.transformToByteArray()), sha(bytes));
});

test("a listing pages", async () => {
  await Promise.all(Array.from({ length: 25 }, (_, i) => s3.putObject({ Bucket, Key: `page/${i}`, Body: "" })));
  const keys = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 10 }, { Bucket, Prefix: "page/" })) {
    keys.push(...page.Contents.map((object) => object.Key));
  }
  assert.equal(keys.length, 25);
  assert.deepEqual(keys, [...keys].sort());
});

test("a missing key is its own exception", async () => {
  await assert.rejects(s3.getObject({ Bucket, Key: "missing" }), (error) => error instanceof NoSuchKey);
});

test("a presigned URL serves anyone", async () => {
  await s3.putObject({ Bucket, Key: "signed", Body: "for all" });
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 60 });
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), "for all");
});

test("a message is received and deleted", async () => {
  const { QueueUrl } = await sqs.createQueue({ QueueName: "javascript" });
  await sqs.sendMessage({ QueueUrl, MessageBody: "hello", MessageAttributes: {
    colour: { DataType: "String", StringValue: "blue" },
  } });
  const { Messages } = await sqs.receiveMessage({ QueueUrl, MessageAttributeNames: ["All"], WaitTimeSeconds: 5 });
  assert.equal(Messages[0].Body, "hello");
  assert.equal(Messages[0].MessageAttributes.colour.StringValue, "blue");
  await sqs.deleteMessage({ QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle });
  const counts = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
  assert.equal(counts.Attributes.ApproximateNumberOfMessages, "0");
  assert.equal(counts.Attributes.ApproximateNumberOfMessagesNotVisible, "0");
});

test("a missing queue is its own exception", async () => {
  await assert.rejects(
    sqs.getQueueUrl({ QueueName: "missing" }),
    (error) => error instanceof QueueDoesNotExist,
  );
});
