"""All of Comprehend's synchronous operations and STS through boto3: comprehend.py ENDPOINT"""

import sys
import unittest

import boto3

ENDPOINT = sys.argv.pop(1)
OPTIONS = {"endpoint_url": ENDPOINT, "region_name": "eu-west-3"}
COMPREHEND = boto3.client("comprehend", **OPTIONS)
OVERSIZED = "x" * 5001


class Comprehend(unittest.TestCase):
    def assert_score(self, score):
        self.assertGreater(score, 0)
        self.assertLess(score, 1)

    def assert_spans(self, text, spans):
        """Offsets count code points, which are what Python's strings are made of."""
        self.assertTrue(spans)
        for span in spans:
            self.assertEqual(text[span["BeginOffset"] : span["EndOffset"]], span["Text"])

    def assert_batch(self, answer):
        """The second of three documents is too large."""
        self.assertEqual([result["Index"] for result in answer["ResultList"]], [0, 2])
        (error,) = answer["ErrorList"]
        self.assertEqual((error["Index"], error["ErrorCode"]), (1, "TEXT_SIZE_LIMIT_EXCEEDED"))
        return answer["ResultList"]

    def test_detect_dominant_language(self):
        answer = COMPREHEND.detect_dominant_language(
            Text="Bonjour, je voudrais réserver une table pour deux personnes ce soir."
        )
        self.assertEqual(answer["Languages"][0]["LanguageCode"], "fr")
        self.assert_score(answer["Languages"][0]["Score"])

    def test_detect_entities(self):
        text = "😀 Jeff Bezos founded Amazon in Seattle."
        entities = COMPREHEND.detect_entities(Text=text, LanguageCode="en")["Entities"]
        self.assert_spans(text, entities)
        self.assertEqual(
            {(e["Text"], e["Type"]) for e in entities},
            {("Jeff Bezos", "PERSON"), ("Amazon", "ORGANIZATION"), ("Seattle", "LOCATION")},
        )
        for entity in entities:
            self.assert_score(entity["Score"])

    def test_detect_key_phrases(self):
        text = "😀 The old wooden bridge crosses a wide river."
        phrases = COMPREHEND.detect_key_phrases(Text=text, LanguageCode="en")["KeyPhrases"]
        self.assert_spans(text, phrases)
        self.assertEqual([p["Text"] for p in phrases], ["The old wooden bridge", "a wide river"])

    def test_detect_sentiment(self):
        for text, sentiment in (
            ("I love this phone, it is wonderful!", "POSITIVE"),
            ("The service was terrible and I am very disappointed.", "NEGATIVE"),
        ):
            answer = COMPREHEND.detect_sentiment(Text=text, LanguageCode="en")
            self.assertEqual(answer["Sentiment"], sentiment)
            scores = answer["SentimentScore"]
            self.assertEqual(set(scores), {"Positive", "Negative", "Neutral", "Mixed"})
            self.assertAlmostEqual(sum(scores.values()), 1, places=3)

    def test_detect_syntax(self):
        text = "😀 She quickly opened the door."
        tokens = COMPREHEND.detect_syntax(Text=text, LanguageCode="en")["SyntaxTokens"]
        self.assert_spans(text, tokens)
        tags = {t["Text"]: t["PartOfSpeech"]["Tag"] for t in tokens}
        self.assertEqual((tags["She"], tags["opened"], tags["door"]), ("PRON", "VERB", "NOUN"))
        self.assertEqual([t["TokenId"] for t in tokens], list(range(1, len(tokens) + 1)))

    def test_detect_pii_entities(self):
        text = "😀 Write to jane.doe@example.com, or call +1 206 555 0100."
        entities = COMPREHEND.detect_pii_entities(Text=text, LanguageCode="en")["Entities"]
        found = {e["Type"]: text[e["BeginOffset"] : e["EndOffset"]] for e in entities}
        self.assertEqual(found, {"EMAIL": "jane.doe@example.com", "PHONE": "+1 206 555 0100"})

    def test_contains_pii_entities(self):
        labels = COMPREHEND.contains_pii_entities(
            Text="Write to jane.doe@example.com.", LanguageCode="en"
        )["Labels"]
        self.assertEqual([label["Name"] for label in labels], ["EMAIL"])
        self.assert_score(labels[0]["Score"])

    def test_detect_targeted_sentiment(self):
        text = "😀 The food was delicious, but the waiter was rude."
        answer = COMPREHEND.detect_targeted_sentiment(Text=text, LanguageCode="en")
        mentions = [m for entity in answer["Entities"] for m in entity["Mentions"]]
        self.assert_spans(text, mentions)
        self.assertEqual(
            {m["Text"]: m["MentionSentiment"]["Sentiment"] for m in mentions},
            {"food": "POSITIVE", "waiter": "NEGATIVE"},
        )

    def test_batch_detect_dominant_language(self):
        results = self.assert_batch(
            COMPREHEND.batch_detect_dominant_language(
                TextList=["Where is the railway station?", OVERSIZED, "Wo ist denn hier der Bahnhof?"]
            )
        )
        self.assertEqual([r["Languages"][0]["LanguageCode"] for r in results], ["en", "de"])

    def test_batch_detect_entities(self):
        results = self.assert_batch(
            COMPREHEND.batch_detect_entities(
                TextList=["We met in Paris.", OVERSIZED, "Angela Merkel spoke."], LanguageCode="en"
            )
        )
        self.assertEqual([r["Entities"][0]["Text"] for r in results], ["Paris", "Angela Merkel"])

    def test_batch_detect_key_phrases(self):
        results = self.assert_batch(
            COMPREHEND.batch_detect_key_phrases(
                TextList=["The green house.", OVERSIZED, "A small dog."], LanguageCode="en"
            )
        )
        self.assertEqual([r["KeyPhrases"][0]["Text"] for r in results], ["The green house", "A small dog"])

    def test_batch_detect_sentiment(self):
        results = self.assert_batch(
            COMPREHEND.batch_detect_sentiment(
                TextList=["I love it.", OVERSIZED, "I hate it."], LanguageCode="en"
            )
        )
        self.assertEqual([r["Sentiment"] for r in results], ["POSITIVE", "NEGATIVE"])

    def test_batch_detect_syntax(self):
        results = self.assert_batch(
            COMPREHEND.batch_detect_syntax(
                TextList=["They sleep.", OVERSIZED, "We sing."], LanguageCode="en"
            )
        )
        self.assertEqual([r["SyntaxTokens"][0]["Text"] for r in results], ["They", "We"])

    def test_batch_detect_targeted_sentiment(self):
        results = self.assert_batch(
            COMPREHEND.batch_detect_targeted_sentiment(
                TextList=["The food was delicious.", OVERSIZED, "The waiter was rude."], LanguageCode="en"
            )
        )
        self.assertEqual(
            [r["Entities"][0]["Mentions"][0]["MentionSentiment"]["Sentiment"] for r in results],
            ["POSITIVE", "NEGATIVE"],
        )

    def test_errors_are_typed(self):
        with self.assertRaises(COMPREHEND.exceptions.TextSizeLimitExceededException) as raised:
            COMPREHEND.detect_sentiment(Text=OVERSIZED, LanguageCode="en")
        self.assertEqual(raised.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        self.assertIn("5000 bytes", raised.exception.response["Error"]["Message"])
        self.assertEqual(boto3.client("sts", **OPTIONS).get_caller_identity()["Account"], "123456789012")


if __name__ == "__main__":
    unittest.main()
