-- Hyperparameter tuning jobs: what their searches know, and the training jobs that are their trials.
CREATE TABLE tuning (
    job      ${text} PRIMARY KEY,
    active   INTEGER NOT NULL,
    version  BIGINT  NOT NULL,
    -- A JSON array with the saved search of each training job definition, as texts.
    searches ${text} NOT NULL
);

CREATE INDEX tuning_active ON tuning (active);

CREATE TABLE tuning_trial (
    training_job ${text} PRIMARY KEY,
    job          ${text} NOT NULL,
    -- Counted from 0 over all definitions.
    position     INTEGER NOT NULL,
    definition   INTEGER NOT NULL,
    trial        INTEGER NOT NULL,
    status       ${text} NOT NULL,
    value        DOUBLE PRECISION
);

CREATE INDEX tuning_trial_job ON tuning_trial (job, position);
