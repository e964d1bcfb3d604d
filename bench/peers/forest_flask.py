"""scikit-learn's random forest of 100 trees behind Flask, as a WSGI application `app` for gunicorn. HOSTING_ROWS names the rows."""
import os

import numpy as np
from flask import Flask, request
from sklearn.ensemble import RandomForestClassifier

rows = np.loadtxt(os.environ["HOSTING_ROWS"], delimiter=",")
model = RandomForestClassifier(n_estimators=100, random_state=1, n_jobs=-1).fit(rows[:, 1:], rows[:, 0])
model.n_jobs = 1  # one row is not worth a pool, and each worker has a processor
app = Flask(__name__)


@app.get("/ping")
def ping():
    return ""


@app.post("/invocations")
def invocations():
    row = np.array([request.get_data(as_text=True).split(",")], dtype=float)
    return ",".join(f"{p:.6f}" for p in model.predict_proba(row)[0]), {"Content-Type": "text/csv"}
