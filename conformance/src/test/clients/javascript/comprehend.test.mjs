// All of Comprehend's synchronous operations, STS and Polly's HTTP/2 through the AWS SDK for JavaScript:
// node comprehend.test.mjs ENDPOINT
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Comprehend, TextSizeLimitExceededException } from "@aws-sdk/client-comprehend";
import { Polly, PollyServiceException } from "@aws-sdk/client-polly";
import { STS } from "@aws-sdk/client-sts";

const endpoint = process.argv[2];
const options = {
  endpoint,
  region: "eu-west-3",
  maxAttempts: 1,
  credentials: { accessKeyId: "AKIDTEST", secretAccessKey: "secret" },
};
const comprehend = new Comprehend(options);
const polly = new Polly(options);
const sts = new STS(options);
after(() => [comprehend, polly, sts].forEach((client) => client.destroy()));

const OVERSIZED = "x".repeat(5001);
const LanguageCode = "en";

/** What offsets, which count code points, cut out of a text. */
const cut = (text, span) => Array.from(text).slice(span.BeginOffset, span.EndOffset).join("");

const assertSpans = (text, spans) => {
  assert.ok(spans.length > 0);
  spans.forEach((span) => assert.equal(cut(text, span), span.Text));
};

const assertScore = (score) => assert.ok(score > 0 && score < 1, `${score}`);

/** The second of three documents is too large. */
const results = (answer) => {
  assert.deepEqual(answer.ResultList.map((result) => result.Index), [0, 2]);
  assert.deepEqual(
    answer.ErrorList.map((error) => [error.Index, error.ErrorCode]),
    [[1, "TEXT_SIZE_LIMIT_EXCEEDED"]],
  );
  return answer.ResultList;
};

test("DetectDominantLanguage", async () => {
  const { Languages } = await comprehend.detectDominantLanguage({
    Text: "Bonjour, je voudrais réserver une table pour deux personnes ce soir.",
  });
  assert.equal(Languages[0].LanguageCode, "fr");
  assertScore(Languages[0].Score);
});

test("DetectEntities", async () => {
  const Text = "😀 Jeff Bezos founded Amazon in Seattle.";
  const { Entities } = await comprehend.detectEntities({ Text, LanguageCode });
  assertSpans(Text, Entities);
  assert.deepEqual(
    Entities.map((entity) => [entity.Text, entity.Type]),
    [["Jeff Bezos", "PERSON"], ["Amazon", "ORGANIZATION"], ["Seattle", "LOCATION"]],
  );
  Entities.forEach((entity) => assertScore(entity.Score));
});

test("DetectKeyPhrases", async () => {
  const Text = "😀 The old wooden bridge crosses a wide river.";
  const { KeyPhrases } = await comprehend.detectKeyPhrases({ Text, LanguageCode });
  assertSpans(Text, KeyPhrases);
  assert.deepEqual(KeyPhrases.map((phrase) => phrase.Text), ["The old wooden bridge", "a wide river"]);
});

test("DetectSentiment", async () => {
  const answer = await comprehend.detectSentiment({ Text: "I love this phone, it is wonderful!", LanguageCode });
  assert.equal(answer.Sentiment, "POSITIVE");
  const sum = Object.values(answer.SentimentScore).reduce((a, b) => a + b);
  assert.ok(Math.abs(sum - 1) < 0.001, `${sum}`);
});

test("DetectSyntax", async () => {
  const Text = "😀 She quickly opened the door.";
  const { SyntaxTokens } = await comprehend.detectSyntax({ Text, LanguageCode });
  assertSpans(Text, SyntaxTokens);
  assert.equal(SyntaxTokens.find((token) => token.Text === "opened").PartOfSpeech.Tag, "VERB");
});

test("DetectPiiEntities", async () => {
  const Text = "😀 Write to jane.doe@example.com, or call +1 206 555 0100.";
  const { Entities } = await comprehend.detectPiiEntities({ Text, LanguageCode });
  assert.deepEqual(
    Entities.map((entity) => [entity.Type, cut(Text, entity)]),
    [["EMAIL", "jane.doe@example.com"], ["PHONE", "+1 206 555 0100"]],
  );
});

test("ContainsPiiEntities", async () => {
  const { Labels } = await comprehend.containsPiiEntities({ Text: "Write to jane.doe@example.com.", LanguageCode });
  assert.deepEqual(Labels.map((label) => label.Name), ["EMAIL"]);
  assertScore(Labels[0].Score);
});

test("DetectTargetedSentiment", async () => {
  const Text = "😀 The food was delicious, but the waiter was rude.";
  const { Entities } = await comprehend.detectTargetedSentiment({ Text, LanguageCode });
  const mentions = Entities.flatMap((entity) => entity.Mentions);
  assertSpans(Text, mentions);
  assert.deepEqual(
    mentions.map((mention) => [mention.Text, mention.MentionSentiment.Sentiment]),
    [["food", "POSITIVE"], ["waiter", "NEGATIVE"]],
  );
});

test("BatchDetectDominantLanguage", async () => {
  const TextList = ["Where is the railway station?", OVERSIZED, "Wo ist denn hier der Bahnhof?"];
  const found = results(await comprehend.batchDetectDominantLanguage({ TextList }));
  assert.deepEqual(found.map((result) => result.Languages[0].LanguageCode), ["en", "de"]);
});

test("BatchDetectEntities", async () => {
  const TextList = ["We met in Paris.", OVERSIZED, "Angela Merkel spoke."];
  const found = results(await comprehend.batchDetectEntities({ TextList, LanguageCode }));
  assert.deepEqual(found.map((result) => result.Entities[0].Text), ["Paris", "Angela Merkel"]);
});

test("BatchDetectKeyPhrases", async () => {
  const TextList = ["The green house.", OVERSIZED, "A small dog."];
  const found = results(await comprehend.batchDetectKeyPhrases({ TextList, LanguageCode }));
  assert.deepEqual(found.map((result) => result.KeyPhrases[0].Text), ["The green house", "A small dog"]);
});

test("BatchDetectSentiment", async () => {
  const TextList = ["I love it.", OVERSIZED, "I hate it."];
  const found = results(await comprehend.batchDetectSentiment({ TextList, LanguageCode }));
  assert.deepEqual(found.map((result) => result.Sentiment), ["POSITIVE", "NEGATIVE"]);
});

test("BatchDetectSyntax", async () => {
  const TextList = ["They sleep.", OVERSIZED, "We sing."];
  const found = results(await comprehend.batchDetectSyntax({ TextList, LanguageCode }));
  assert.deepEqual(found.map((result) => result.SyntaxTokens[0].Text), ["They", "We"]);
});

test("BatchDetectTargetedSentiment", async () => {
  const TextList = ["The food was delicious.", OVERSIZED, "The waiter was rude."];
  const found = results(await comprehend.batchDetectTargetedSentiment({ TextList, LanguageCode }));
  assert.deepEqual(
    found.map((result) => result.Entities[0].Mentions[0].MentionSentiment.Sentiment),
    ["POSITIVE", "NEGATIVE"],
  );
});

test("an error is its own class", async () => {
  await assert.rejects(comprehend.detectSentiment({ Text: OVERSIZED, LanguageCode }), (error) => {
    assert.ok(error instanceof TextSizeLimitExceededException);
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.match(error.message, /5000 bytes/);
    return true;
  });
});

test("STS tells who asks", async () => {
  assert.equal((await sts.getCallerIdentity({})).Account, "123456789012");
});

test("Polly's client, which speaks HTTP/2 with prior knowledge, gets an answer", async () => {
  assert.equal(polly.config.requestHandler.metadata.handlerProtocol, "h2");
  await assert.rejects(polly.describeVoices({}), (error) => {
    assert.ok(error instanceof PollyServiceException);
    assert.equal(error.name, "NotImplementedException");
    assert.equal(error.$metadata.httpStatusCode, 501);
    assert.match(error.message, /polly/i);
    return true;
  });
});
