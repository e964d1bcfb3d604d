"""scikit-learn's k-means, PCA and nearest neighbours, asked and told on standard input and output, a line each.

load NAME FILE.npy                               -> ok
digits FILE.npy                                  -> ok           (scikit-learn's digits, without labels)
kmeans NAME K SEED OUT.npy                       -> SECONDS      (Lloyd, one start; writes the centres)
minibatch NAME K SEED OUT.npy                    -> SECONDS      (MiniBatchKMeans)
pca NAME COMPONENTS SOLVER SEED OUT.npy          -> SECONDS      (writes the mean and the components)
neighbours NAME QUERIES K OUT.npy                -> FIT_SECONDS QUERY_SECONDS   (exact; writes row numbers)
"""
import sys
import time
import warnings

import numpy as np
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

warnings.filterwarnings("ignore")
arrays = {}


def timed(work):
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def answer(command, words):
    if command == "load":
        arrays[words[0]] = np.load(words[1])
        return "ok"
    if command == "digits":
        np.save(words[0], load_digits().data.astype(np.float32))
        return "ok"
    rows = arrays[words[0]]
    if command in ("kmeans", "minibatch"):
        k, seed = int(words[1]), int(words[2])
        if command == "kmeans":
            model = KMeans(n_clusters=k, n_init=1, algorithm="lloyd", random_state=seed)
        else:
            model = MiniBatchKMeans(n_clusters=k, batch_size=5000, n_init=3, random_state=seed)
        seconds, model = timed(lambda: model.fit(rows))
        np.save(words[3], np.ascontiguousarray(model.cluster_centers_, dtype=np.float32))
        return "%.6f" % seconds
    if command == "pca":
        model = PCA(n_components=int(words[1]), svd_solver=words[2], random_state=int(words[3]))
        seconds, model = timed(lambda: model.fit(rows))
        np.save(words[4], np.ascontiguousarray(np.vstack([model.mean_, model.components_]), dtype=np.float32))
        return "%.6f" % seconds
    queries = arrays[words[1]]
    fit, model = timed(lambda: NearestNeighbors(n_neighbors=int(words[2]), n_jobs=2).fit(rows))
    search, found = timed(lambda: model.kneighbors(queries, return_distance=False))
    np.save(words[3], np.ascontiguousarray(found, dtype=np.int32))
    return "%.6f %.6f" % (fit, search)


for line in sys.stdin:
    command, *words = line.split()
    print(answer(command, words), flush=True)
