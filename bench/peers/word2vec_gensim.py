"""Trains Gensim's word2vec and prints words a second: word2vec_gensim.py SG TEXT VECTORS EPOCHS THREADS."""
import sys
import time
import warnings

warnings.filterwarnings("ignore")
from gensim.models import Word2Vec  # noqa: E402

sg, text, vectors, epochs, threads = sys.argv[1:]
model = Word2Vec(
    vector_size=100, window=5, min_count=5, sample=1e-4, negative=5, sg=int(sg), workers=int(threads), seed=1
)
model.build_vocab(corpus_file=text)
begin = time.perf_counter()
model.train(
    corpus_file=text,
    total_words=model.corpus_total_words,
    total_examples=model.corpus_count,
    epochs=int(epochs),
)
words = sum(model.wv.get_vecattr(word, "count") for word in model.wv.key_to_index) * int(epochs)
print(round(words / (time.perf_counter() - begin)))
model.wv.save_word2vec_format(vectors)
