"""scikit-learn's linear models beside ours: reads commands from standard input, one a line, and answers each with a line.

  data NAME            makes or loads the rows of NAME in memory from NAME.train.npz and NAME.valid.npz
  fit WHO C SEED       trains, and answers seconds, processor seconds and the log loss on the validation rows
"""
import resource
import sys
import time
import warnings

import numpy as np
import scipy.sparse
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import log_loss

warnings.filterwarnings("ignore")


def rows(path):
    """Rows as little-endian files: labels, and values or the three arrays of compressed sparse rows."""
    y = np.fromfile(path + ".labels", "<f4").astype(int)
    values = np.fromfile(path + ".values", "<f4")
    try:
        starts = np.fromfile(path + ".starts", "<i4")
    except FileNotFoundError:
        return values.reshape(len(y), -1).astype(np.float64), y
    indices = np.fromfile(path + ".indices", "<i4")
    columns = int(np.fromfile(path + ".columns", "<i4")[0])
    return scipy.sparse.csr_matrix((values.astype(np.float64), indices, starts), (len(y), columns)), y


def model(who, c, seed, count):
    if who == "lbfgs":
        return LogisticRegression(C=c, solver="lbfgs", max_iter=1000, n_jobs=2)
    return SGDClassifier(loss="log_loss", alpha=1 / (c * count), random_state=seed, n_jobs=2)


def main():
    x = y = held_x = held_y = None
    for line in sys.stdin:
        words = line.split()
        if words[0] == "data":
            x, y = rows(words[1] + ".train")
            held_x, held_y = rows(words[1] + ".valid")
            print("ready", flush=True)
        elif words[0] == "digits":
            from sklearn.datasets import load_digits

            digits = load_digits()
            table = np.column_stack([digits.target, digits.data / 16])
            np.savetxt(words[1], np.random.RandomState(1).permutation(table), delimiter=",", fmt="%.6g")
            print("ready", flush=True)
        else:
            estimator = model(words[1], float(words[2]), int(words[3]), len(y))
            before = resource.getrusage(resource.RUSAGE_SELF)
            began = time.perf_counter()
            estimator.fit(x, y)
            seconds = time.perf_counter() - began
            after = resource.getrusage(resource.RUSAGE_SELF)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(seconds, cpu, log_loss(held_y, estimator.predict_proba(held_x)), flush=True)


if __name__ == "__main__":
    main()
