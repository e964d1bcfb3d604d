"""Online LDA of scikit-learn: lda_sklearn.py DOCUMENTS WORDS TOPICS BATCH PASSES THREADS OUT

DOCUMENTS holds a document a line, `word:count ...`. Prints the seconds of training; OUT gets the priors of mixtures and then the
probabilities of words, a row of words for each topic, as little-endian floats.
"""
import sys
import time

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import LatentDirichletAllocation

documents, words, topics, batch, passes, threads, out = sys.argv[1:]
starts, indices, counts = [0], [], []
with open(documents) as lines:
    for line in lines:
        for pair in line.split():
            word, count = pair.split(":")
            indices.append(int(word))
            counts.append(float(count))
        starts.append(len(indices))
corpus = csr_matrix((counts, indices, starts), shape=(len(starts) - 1, int(words)))
model = LatentDirichletAllocation(
    int(topics), learning_method="online", batch_size=int(batch), max_iter=int(passes), n_jobs=int(threads), random_state=0)
began = time.perf_counter()
model.fit(corpus)
print(time.perf_counter() - began)
with open(out, "wb") as file:
    np.full(int(topics), model.doc_topic_prior_, "<f4").tofile(file)
    (model.components_ / model.components_.sum(1)[:, None]).astype("<f4").tofile(file)
