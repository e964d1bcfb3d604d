"""Python with boto3, which the runtime brings along."""

import logging
import os

import boto3

logging.getLogger().setLevel(logging.INFO)
comprehend = boto3.client("comprehend")


def lambda_handler(event, context):
    answer = comprehend.detect_sentiment(Text=event["text"], LanguageCode=os.environ["LANGUAGE"])
    logging.info("%s is %s", event["key"], answer["Sentiment"])
    return {"sentiment": answer["Sentiment"], "negative": round(answer["SentimentScore"]["Negative"], 4)}
