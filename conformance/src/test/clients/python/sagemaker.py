"""Every built-in algorithm of SageMaker on real data, through boto3 and the AWS CLI: sagemaker.py ENDPOINT DATA SENTENCES

DATA is scikit-learn's folder of data sets, SENTENCES a file of JSON lines with text and sentiment.
"""

import csv
import gzip
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from datetime import datetime, timedelta, timezone

import boto3
from botocore.client import Config

SENTENCES, DATA, ENDPOINT = sys.argv.pop(3), sys.argv.pop(2), sys.argv.pop(1)
REGION = "eu-west-3"
OPTIONS = {"endpoint_url": ENDPOINT, "region_name": REGION}
S3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}), **OPTIONS)
LOGS, CLOUDWATCH = boto3.client("logs", **OPTIONS), boto3.client("cloudwatch", **OPTIONS)
ROLE = "arn:aws:iam::123456789012:role/learner"
BUCKET = "learning"
CSV, JSON, LINES = "text/csv", "application/json", "application/jsonlines"
LIBSVM, RECORDS = "text/x-libsvm", "application/x-recordio-protobuf"
MAGIC = 0xCED7230A
SECONDS = 120


def rows(name, header):
    """A data set's rows of numbers, the label last."""
    path = os.path.join(DATA, name)
    with (gzip.open(path, "rt") if name.endswith(".gz") else open(path)) as lines:
        return [[float(field) for field in row] for row in list(csv.reader(lines))[1 if header else 0 :]]


def apart(labelled):
    """Rows that learn and rows that judge, each as features and labels."""
    judge = [row for at, row in enumerate(labelled) if at % 5 == 0]
    learn = [row for at, row in enumerate(labelled) if at % 5 != 0]
    return [([row[:-1] for row in part], [row[-1] for row in part]) for part in (learn, judge)]


def scaled(labelled):
    """The same with features of mean 0 and deviation 1."""
    columns = list(zip(*[row[:-1] for row in labelled]))
    means = [sum(column) / len(column) for column in columns]
    spreads = [(sum((x - m) ** 2 for x in c) / len(c)) ** 0.5 or 1 for c, m in zip(columns, means)]
    return [[(x - m) / s for x, m, s in zip(row, means, spreads)] + row[-1:] for row in labelled]


DIGITS = rows("digits.csv.gz", False)
CANCER = scaled(rows("breast_cancer.csv", True))
WINE = scaled(rows("wine_data.csv", True))
with gzip.open(os.path.join(DATA, "diabetes_data_raw.csv.gz"), "rt") as _x, gzip.open(
    os.path.join(DATA, "diabetes_target.csv.gz"), "rt"
) as _y:
    DIABETES = scaled([[float(f) for f in x.split()] + [float(y)] for x, y in zip(_x, _y)])


def as_csv(features, labels=None):
    return "".join(
        ",".join(f"{value:g}" for value in ([labels[at]] if labels else []) + row) + "\n"
        for at, row in enumerate(features)
    ).encode()


def as_libsvm(features, labels=None):
    return "".join(
        f"{labels[at] if labels else 0:g} " + " ".join(f"{i}:{x:g}" for i, x in enumerate(row)) + "\n"
        for at, row in enumerate(features)
    ).encode()


def as_json(features):
    return json.dumps({"instances": [{"features": row} for row in features]}).encode()


def as_lines(features):
    return "".join(json.dumps({"features": row}) + "\n" for row in features).encode()


def sized(field, payload):
    """A field of a protocol buffer that has a length."""
    size, out = len(payload), bytearray([field << 3 | 2])
    while size > 127:
        out.append(size & 127 | 128)
        size >>= 7
    return bytes(out) + bytes([size]) + payload


def as_records(features, labels=None):
    """RecordIO-protobuf, as SageMaker's Python library writes it."""
    out = b""
    for at, row in enumerate(features):
        record = b""
        for field, values in [(1, row)] + ([(2, [labels[at]])] if labels else []):
            tensor = sized(2, sized(1, struct.pack(f"<{len(values)}f", *values)))
            record += sized(field, sized(1, b"values") + sized(2, tensor))
        out += struct.pack("<II", MAGIC, len(record)) + record + b"\0" * (-len(record) % 4)
    return out


def record_count(body):
    count = at = 0
    while at < len(body):
        magic, size = struct.unpack_from("<II", body, at)
        assert magic == MAGIC
        at += 8 + size + -size % 4
        count += 1
    return count


class Boto3:
    """Calls through boto3's clients."""

    def __init__(self):
        self.sagemaker, self.runtime = boto3.client("sagemaker", **OPTIONS), boto3.client("sagemaker-runtime", **OPTIONS)

    def call(self, operation, **parameters):
        return getattr(self.sagemaker, operation)(**parameters)

    def invoke(self, endpoint, content_type, accept, body):
        answer = self.runtime.invoke_endpoint(
            EndpointName=endpoint, ContentType=content_type, Accept=accept, Body=body
        )
        return answer["Body"].read()


class Cli:
    """Calls through the AWS CLI."""

    def aws(self, *arguments):
        done = subprocess.run(["aws", "--endpoint-url", ENDPOINT, *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def call(self, operation, **parameters):
        said = self.aws("sagemaker", operation.replace("_", "-"), "--cli-input-json", json.dumps(parameters))
        return json.loads(said) if said.strip() else {}

    def invoke(self, endpoint, content_type, accept, body):
        with tempfile.TemporaryDirectory() as folder:
            row, answer = os.path.join(folder, "row"), os.path.join(folder, "answer")
            with open(row, "wb") as file:
                file.write(body)
            self.aws("sagemaker-runtime", "invoke-endpoint", "--endpoint-name", endpoint, "--content-type",
                     content_type, "--accept", accept, "--body", "fileb://" + row, answer)
            with open(answer, "rb") as file:
                return file.read()


API, CLI = Boto3(), Cli()


def until(what, ask, ended):
    """What is answered once something has ended."""
    end = time.monotonic() + SECONDS
    while True:
        said = ask()
        if ended(said):
            return said
        assert time.monotonic() < end, f"waited {SECONDS} seconds for {what}: {said}"
        time.sleep(0.1)


def image(repository):
    return f"749696950732.dkr.ecr.{REGION}.amazonaws.com/{repository}:1"


class Case:
    """A training job to come, by whom it is called, and what it learns from."""

    def __init__(self, name, repository, caller, hyperparameters, channels, content_type):
        self.name, self.repository, self.caller, self.hyperparameters = name, repository, caller, hyperparameters
        self.channels, self.content_type = channels, content_type

    def inputs(self):
        return [
            {
                "ChannelName": channel,
                "ContentType": self.content_type,
                "DataSource": {
                    "S3DataSource": {
                        "S3DataType": "S3Prefix",
                        "S3Uri": f"s3://{BUCKET}/{self.name}/{channel}/",
                        "S3DataDistributionType": "FullyReplicated",
                    }
                },
            }
            for channel in self.channels
        ]

    def definition(self):
        """What a training job and a tuning job's definition have in common."""
        return {
            "AlgorithmSpecification": {"TrainingImage": image(self.repository), "TrainingInputMode": "File"},
            "RoleArn": ROLE,
            "InputDataConfig": self.inputs(),
            "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/models"},
            "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
            "StoppingCondition": {"MaxRuntimeInSeconds": 600},
        }

    def upload(self):
        for channel, body in self.channels.items():
            S3.put_object(Bucket=BUCKET, Key=f"{self.name}/{channel}/part-0", Body=body)

    def begin(self):
        self.upload()
        self.caller.call(
            "create_training_job",
            TrainingJobName=self.name,
            HyperParameters={key: str(value) for key, value in self.hyperparameters.items()},
            **self.definition(),
        )


def sentences():
    with open(SENTENCES, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def words(text):
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def pairs():
    """Users and their addresses: no public data of that kind exists. Each has a network of its own."""
    return [(f"user{at % 20}", f"10.{at % 20}.{at // 20 % 7}.{at // 20 % 11}") for at in range(2000)]


(CANCER_X, CANCER_Y), (CANCER_NEW, CANCER_TRUE) = apart(CANCER)
(DIGITS_X, DIGITS_Y), (DIGITS_NEW, DIGITS_TRUE) = apart(DIGITS)
(WINE_X, WINE_Y), (WINE_NEW, WINE_TRUE) = apart(WINE)
(DIABETES_X, DIABETES_Y), (DIABETES_NEW, DIABETES_TRUE) = apart(DIABETES)
OPINIONS = [one for one in sentences() if one["sentiment"] in ("POSITIVE", "NEGATIVE")]

CASES = {
    case.name: case
    for case in [
        Case("linear-learner-1", "linear-learner", CLI,
             {"predictor_type": "binary_classifier", "mini_batch_size": 100, "epochs": 10, "num_models": 4},
             {"train": as_csv(CANCER_X, CANCER_Y), "validation": as_csv(CANCER_NEW, CANCER_TRUE)}, CSV),
        Case("linear-regression-1", "linear-learner", API,
             {"predictor_type": "regressor", "mini_batch_size": 50, "epochs": 20, "num_models": 4},
             {"train": as_records(DIABETES_X, DIABETES_Y), "test": as_records(DIABETES_NEW, DIABETES_TRUE)}, RECORDS),
        Case("factorization-1", "factorization-machines", API,
             {"predictor_type": "binary_classifier", "feature_dim": 30, "num_factors": 4, "epochs": 30,
              "mini_batch_size": 50, "linear_lr": 0.01},
             {"train": as_records(CANCER_X, CANCER_Y), "test": as_records(CANCER_NEW, CANCER_TRUE)}, RECORDS),
        Case("kmeans-1", "kmeans", CLI, {"k": 10, "feature_dim": 64, "mini_batch_size": 500},
             {"train": as_records(DIGITS_X), "test": as_records(DIGITS_NEW)}, RECORDS),
        Case("pca-1", "pca", API, {"feature_dim": 13, "num_components": 3, "mini_batch_size": 100},
             {"train": as_csv(WINE_X)}, CSV + ";label_size=0"),
        Case("knn-1", "knn", API, {"feature_dim": 13, "k": 3, "sample_size": 150, "predictor_type": "classifier"},
             {"train": as_csv(WINE_X, WINE_Y), "test": as_csv(WINE_NEW, WINE_TRUE)}, CSV + ";label_size=1"),
        Case("lda-1", "lda", API, {"num_topics": 5, "feature_dim": 64, "mini_batch_size": len(DIGITS_X)},
             {"train": as_records(DIGITS_X)}, RECORDS),
        Case("randomcutforest-1", "randomcutforest", CLI, {"feature_dim": 30, "num_trees": 50},
             {"train": as_csv(CANCER_X)}, CSV + ";label_size=0"),
        Case("ipinsights-1", "ipinsights", API,
             {"num_entity_vectors": 40, "vector_dim": 16, "epochs": 20, "mini_batch_size": 200, "learning_rate": 0.01},
             {"train": "".join(f"{user},{ip}\n" for user, ip in pairs()).encode()}, CSV),
        Case("blazingtext-1", "blazingtext", CLI,
             {"mode": "supervised", "epochs": 20, "vector_dim": 20, "min_count": 1, "learning_rate": 0.2},
             {"train": "".join(f"__label__{o['sentiment'].lower()} {words(o['text'])}\n" for o in OPINIONS).encode()},
             "text/plain"),
        Case("word2vec-1", "blazingtext", API,
             {"mode": "skipgram", "epochs": 2, "vector_dim": 20, "min_count": 2},
             {"train": "".join(words(o["text"]) + "\n" for o in sentences()).encode()}, "text/plain"),
        Case("xgboost-1", "xgboost", CLI, {"objective": "multi:softmax", "num_class": 10, "num_round": 15},
             {"train": as_libsvm(DIGITS_X, DIGITS_Y), "validation": as_libsvm(DIGITS_NEW, DIGITS_TRUE)}, LIBSVM),
        Case("random-forest-1", "random-forest", API, {"predictor_type": "classifier", "num_trees": 30},
             {"train": as_csv(WINE_X, WINE_Y)}, CSV),
        Case("decision-tree-1", "decision-tree", API, {"predictor_type": "classifier", "num_trees": 1},
             {"train": as_csv(CANCER_X, CANCER_Y)}, CSV),
    ]
}


class SageMaker(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        S3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        for case in CASES.values():
            case.begin()

    def trained(self, name):
        case = CASES[name]
        job = until(name, lambda: API.call("describe_training_job", TrainingJobName=name),
                    lambda said: said["TrainingJobStatus"] not in ("InProgress", "Stopping"))
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.assertIn("Completed", [change["Status"] for change in job["SecondaryStatusTransitions"]])
        events = LOGS.filter_log_events(
            logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix=name + "/"
        )["events"]
        self.assertGreater(len(events), 0)
        for metric in job.get("FinalMetricDataList", []):
            self.measured(name, metric["MetricName"])
        return case, job

    def measured(self, name, metric):
        now = datetime.now(timezone.utc)
        points = CLOUDWATCH.get_metric_statistics(
            Namespace="/aws/sagemaker/TrainingJobs", MetricName=metric, Statistics=["Average"], Period=3600,
            Dimensions=[{"Name": "Host", "Value": name + "/algo-1"}],
            StartTime=now - timedelta(hours=2), EndTime=now + timedelta(hours=1),
        )["Datapoints"]
        self.assertGreater(len(points), 0, metric)

    def metric(self, job, name):
        found = {one["MetricName"]: one["Value"] for one in job["FinalMetricDataList"]}
        self.assertIn(name, found)
        return found[name]

    def deployed(self, case, job):
        call, name = case.caller.call, case.name
        call("create_model", ModelName=name, ExecutionRoleArn=ROLE, PrimaryContainer={
            "Image": image(case.repository), "ModelDataUrl": job["ModelArtifacts"]["S3ModelArtifacts"]})
        call("create_endpoint_config", EndpointConfigName=name, ProductionVariants=[{
            "VariantName": "AllTraffic", "ModelName": name, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}])
        call("create_endpoint", EndpointName=name, EndpointConfigName=name)
        endpoint = until(name, lambda: API.call("describe_endpoint", EndpointName=name),
                         lambda said: said["EndpointStatus"] != "Creating")
        self.assertEqual(endpoint["EndpointStatus"], "InService", endpoint.get("FailureReason"))

    def transformed(self, case, content_type, body, accept):
        name, call = case.name + "-all", case.caller.call
        S3.put_object(Bucket=BUCKET, Key=f"rows/{name}/part-0", Body=body)
        split = "RecordIO" if content_type == RECORDS else "Line"
        call("create_transform_job", TransformJobName=name, ModelName=case.name, BatchStrategy="MultiRecord",
             TransformInput={
                 "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/rows/{name}/"}},
                 "ContentType": content_type, "SplitType": split},
             TransformOutput={"S3OutputPath": f"s3://{BUCKET}/out/{name}", "Accept": accept,
                              "AssembleWith": "None" if accept == RECORDS else "Line"},
             TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1})
        job = until(name, lambda: API.call("describe_transform_job", TransformJobName=name),
                    lambda said: said["TransformJobStatus"] not in ("InProgress", "Stopping"))
        self.assertEqual(job["TransformJobStatus"], "Completed", job.get("FailureReason"))
        return S3.get_object(Bucket=BUCKET, Key=f"out/{name}/part-0.out")["Body"].read()

    def deleted(self, case):
        call, name = case.caller.call, case.name
        call("delete_endpoint", EndpointName=name)
        call("delete_endpoint_config", EndpointConfigName=name)
        call("delete_model", ModelName=name)
        with self.assertRaises(API.sagemaker.exceptions.ClientError):
            API.call("describe_endpoint", EndpointName=name)

    def rows_through(self, name, new, key, kinds=(CSV, JSON, LINES, LIBSVM, RECORDS)):
        """Train, deploy, invoke by each content type, transform, delete; the answers for new rows, and the job."""
        case, job = self.trained(name)
        self.deployed(case, job)
        bodies = {CSV: as_csv, JSON: as_json, LINES: as_lines, LIBSVM: as_libsvm, RECORDS: as_records}
        said = json.loads(case.caller.invoke(name, kinds[0], JSON, bodies[kinds[0]](new)))[key]
        self.assertEqual(len(said), len(new))
        for kind in kinds:
            answer = case.caller.invoke(name, kind, JSON, bodies[kind](new[:3]))
            self.assertEqual(list(json.loads(answer)), [key], kind)
            self.assertEqual(len(json.loads(answer)[key]), 3, kind)
        lines = case.caller.invoke(name, kinds[0], LINES, bodies[kinds[0]](new[:3]))
        self.assertEqual([list(json.loads(line)) for line in lines.splitlines()], [list(one) for one in said[:3]])
        if RECORDS in kinds:
            self.assertEqual(record_count(case.caller.invoke(name, kinds[0], RECORDS, bodies[kinds[0]](new[:3]))), 3)
            self.assertEqual(record_count(self.transformed(case, RECORDS, as_records(new), RECORDS)), len(new))
        else:
            self.assertEqual(len(self.transformed(case, kinds[0], bodies[kinds[0]](new), LINES).splitlines()), len(new))
        self.deleted(case)
        return said, job

    def right(self, said, truth):
        hits = sum(one["predicted_label"] == label for one, label in zip(said, truth))
        return hits / len(truth)

    def test_linear_learner_classifies(self):
        said, job = self.rows_through("linear-learner-1", CANCER_NEW, "predictions")
        self.assertGreater(self.right(said, CANCER_TRUE), 0.93)
        self.assertGreater(self.metric(job, "validation:binary_classification_accuracy"), 0.93)

    def test_linear_learner_estimates(self):
        said, job = self.rows_through("linear-regression-1", DIABETES_NEW, "predictions")
        mean = sum(DIABETES_TRUE) / len(DIABETES_TRUE)
        error = sum((one["score"] - y) ** 2 for one, y in zip(said, DIABETES_TRUE))
        self.assertLess(error / sum((y - mean) ** 2 for y in DIABETES_TRUE), 0.65)

    def test_factorization_machines(self):
        said, job = self.rows_through("factorization-1", CANCER_NEW, "predictions", (JSON, RECORDS))
        self.assertGreater(self.right(said, CANCER_TRUE), 0.9)
        self.assertGreater(self.metric(job, "test:binary_classification_accuracy"), 0.9)

    def test_kmeans(self):
        said, job = self.rows_through("kmeans-1", DIGITS_NEW, "predictions")
        self.assertGreaterEqual(len({one["closest_cluster"] for one in said}), 9)
        self.assertGreater(self.metric(job, "test:msd"), 0)

    def test_pca(self):
        said, _ = self.rows_through("pca-1", WINE_NEW, "projections")
        self.assertEqual(len(said[0]["projection"]), 3)

    def test_knn(self):
        said, job = self.rows_through("knn-1", WINE_NEW, "predictions")
        self.assertGreater(self.right(said, WINE_TRUE), 0.9)
        self.assertGreater(self.metric(job, "test:accuracy"), 0.9)

    def test_lda(self):
        said, _ = self.rows_through("lda-1", DIGITS_NEW, "predictions")
        self.assertAlmostEqual(sum(said[0]["topic_mixture"]), 1, places=3)

    def test_random_cut_forest(self):
        said, _ = self.rows_through("randomcutforest-1", CANCER_NEW, "scores")
        self.assertGreater(min(one["score"] for one in said), 0)

    def test_random_forest(self):
        said, _ = self.rows_through("random-forest-1", WINE_NEW, "predictions")
        self.assertGreater(self.right(said, WINE_TRUE), 0.9)

    def test_decision_tree(self):
        said, _ = self.rows_through("decision-tree-1", CANCER_NEW, "predictions")
        self.assertGreater(self.right(said, CANCER_TRUE), 0.85)

    def test_xgboost(self):
        case, job = self.trained("xgboost-1")
        self.assertLess(self.metric(job, "validation:mlogloss"), 1)
        self.deployed(case, job)
        for kind, body in ((CSV, as_csv), (LIBSVM, as_libsvm), (RECORDS, as_records)):
            said = case.caller.invoke(case.name, kind, CSV, body(DIGITS_NEW)).decode().strip().split(",")
            hits = sum(float(one) == label for one, label in zip(said, DIGITS_TRUE))
            self.assertGreater(hits / len(DIGITS_TRUE), 0.9, kind)
        lines = self.transformed(case, CSV, as_csv(DIGITS_NEW), CSV).splitlines()
        self.assertEqual(len(lines), len(DIGITS_NEW))
        self.deleted(case)

    def test_ip_insights(self):
        case, job = self.trained("ipinsights-1")
        self.deployed(case, job)
        for kind, body in (
            (CSV, b"user3,10.3.1.1\nuser3,10.17.1.1\n"),
            (JSON, b'{"instances": [{"data": {"features": {"values": ["user3", "10.3.1.1"]}}},'
                   b' {"features": ["user3", "10.17.1.1"]}]}'),
            (LINES, b'{"data": {"features": {"values": ["user3", "10.3.1.1"]}}}\n{"features": ["user3", "10.17.1.1"]}\n'),
        ):
            own, other = json.loads(case.caller.invoke(case.name, kind, JSON, body))["predictions"]
            self.assertGreater(own["dot_product"], other["dot_product"], kind)
        body = "".join(f"{user},{ip}\n" for user, ip in pairs()[:100]).encode()
        self.assertEqual(len(self.transformed(case, CSV, body, LINES).splitlines()), 100)
        self.deleted(case)

    def test_blazingtext_classifies(self):
        case, job = self.trained("blazingtext-1")
        self.deployed(case, job)
        texts = [words(one["text"]) for one in OPINIONS]
        said = json.loads(case.caller.invoke(case.name, JSON, JSON, json.dumps({"instances": texts}).encode()))
        hits = sum(a["label"] == ["__label__" + o["sentiment"].lower()] for a, o in zip(said, OPINIONS))
        self.assertGreater(hits / len(OPINIONS), 0.9)
        two = json.dumps({"instances": texts[:1], "configuration": {"k": 2}}).encode()
        self.assertEqual(len(json.loads(case.caller.invoke(case.name, JSON, JSON, two))[0]["prob"]), 2)
        lines = "".join(json.dumps({"source": text}) + "\n" for text in texts).encode()
        self.assertEqual(len(case.caller.invoke(case.name, LINES, LINES, lines).splitlines()), len(texts))
        self.assertEqual(len(self.transformed(case, LINES, lines, LINES).splitlines()), len(texts))
        self.deleted(case)

    def test_blazingtext_makes_vectors(self):
        case, job = self.trained("word2vec-1")
        self.deployed(case, job)
        said = json.loads(case.caller.invoke(case.name, JSON, JSON, b'{"instances": ["the", "and"]}'))
        self.assertEqual([(one["word"], len(one["vector"])) for one in said], [("the", 20), ("and", 20)])
        lines = b'{"source": "the"}\n{"source": "and"}\n'
        self.assertEqual(len(self.transformed(case, LINES, lines, LINES).splitlines()), 2)
        self.deleted(case)

    def test_tuning(self):
        case, name = CASES["linear-learner-1"], "tuning-1"
        CLI.call(
            "create_hyper_parameter_tuning_job",
            HyperParameterTuningJobName=name,
            HyperParameterTuningJobConfig={
                "Strategy": "Bayesian",
                "HyperParameterTuningJobObjective": {
                    "Type": "Maximize", "MetricName": "validation:binary_classification_accuracy"},
                "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
                "ParameterRanges": {"ContinuousParameterRanges": [
                    {"Name": "wd", "MinValue": "0.00001", "MaxValue": "1", "ScalingType": "Logarithmic"}]},
            },
            TrainingJobDefinition=dict(case.definition(), StaticHyperParameters={
                key: str(value) for key, value in case.hyperparameters.items()}),
        )
        job = until(name, lambda: CLI.call("describe_hyper_parameter_tuning_job", HyperParameterTuningJobName=name),
                    lambda said: said["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping"))
        self.assertEqual(job["HyperParameterTuningJobStatus"], "Completed", job.get("FailureReason"))
        self.assertGreater(job["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"], 0.9)
        trials = CLI.call("list_training_jobs_for_hyper_parameter_tuning_job", HyperParameterTuningJobName=name,
                          SortBy="FinalObjectiveMetricValue", SortOrder="Descending")["TrainingJobSummaries"]
        self.assertEqual(len(trials), 4)
        self.assertEqual(trials[0]["TrainingJobName"], job["BestTrainingJob"]["TrainingJobName"])
        CLI.call("delete_hyper_parameter_tuning_job", HyperParameterTuningJobName=name)


if __name__ == "__main__":
    unittest.main()
