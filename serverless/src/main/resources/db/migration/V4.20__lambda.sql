-- What the SDK's shapes do not hold of a function, or of a layer: the last version's number, and the reserved concurrency.
CREATE TABLE lambda_state (
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  name ${text} NOT NULL,
  last_version BIGINT NOT NULL,
  reserved BIGINT,
  PRIMARY KEY (account, region, name)
);

CREATE TABLE lambda_code (
  sha256 ${text} PRIMARY KEY,
  object ${text} NOT NULL,
  size BIGINT NOT NULL
);

CREATE TABLE lambda_code_use (
  arn ${text} PRIMARY KEY,
  sha256 ${text} NOT NULL
);
CREATE INDEX lambda_code_use_sha256 ON lambda_code_use (sha256);

CREATE TABLE lambda_permission (
  arn ${text} NOT NULL,
  sid ${text} NOT NULL,
  position BIGINT NOT NULL,
  statement ${text} NOT NULL,
  PRIMARY KEY (arn, sid)
);

-- Asynchronous invocations that are not done.
CREATE TABLE lambda_event (
  id ${serial},
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  function ${text} NOT NULL,
  qualifier ${text} NOT NULL,
  request ${text} NOT NULL,
  payload ${blob} NOT NULL,
  attempts INTEGER NOT NULL,
  created BIGINT NOT NULL,
  due BIGINT NOT NULL
);
CREATE INDEX lambda_event_due ON lambda_event (due);
