"""Trains XGBoost when told to: xgboost_train.py COLUMNS ROUNDS THREADS, then "run FOLDER" on standard input, a line a run.

FOLDER holds train.x, train.y, test.x and test.y, little-endian floats. Each run answers with seconds of training from the array to
the model, log loss of the test rows, and seconds of predicting them. The line "rows N" answers with the milliseconds that a single
row takes, the median of N."""
import sys
import time

import numpy
import xgboost

columns, rounds, threads = map(int, sys.argv[1:])
settings = {
    "objective": "binary:logistic",
    "max_depth": 6,
    "eta": 0.1,
    "tree_method": "hist",
    "nthread": threads,
    "eval_metric": "logloss",
}
booster = None
for line in sys.stdin:
    words = line.split()
    if words[0] == "rows":
        times = []
        for i in range(int(words[1])):
            begin = time.perf_counter()
            booster.inplace_predict(test[i : i + 1])
            times.append(time.perf_counter() - begin)
        print(sorted(times)[len(times) // 2] * 1e3, flush=True)
        continue
    rows, labels, test, test_labels = (
        numpy.fromfile(f"{words[1]}/{name}", dtype="<f4") for name in ("train.x", "train.y", "test.x", "test.y")
    )
    rows, test = rows.reshape(-1, columns), test.reshape(-1, columns)
    begin = time.perf_counter()
    matrix = xgboost.DMatrix(rows, labels, nthread=threads)
    booster = xgboost.train(settings, matrix, rounds, evals=[(matrix, "train")], verbose_eval=False)
    trained = time.perf_counter() - begin
    begin = time.perf_counter()
    p = booster.inplace_predict(test).astype("f8")
    predicted = time.perf_counter() - begin
    p = numpy.clip(numpy.where(test_labels > 0, p, 1 - p), 1e-15, 1)
    print(trained, -numpy.log(p).mean(), predicted, flush=True)
