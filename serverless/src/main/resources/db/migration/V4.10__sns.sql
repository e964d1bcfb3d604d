CREATE TABLE sns_subscription (
  arn ${text} PRIMARY KEY,
  topic ${text} NOT NULL,
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  owner ${text} NOT NULL,
  protocol ${text} NOT NULL,
  endpoint ${text} NOT NULL,
  token ${text} NOT NULL,
  confirmed INTEGER NOT NULL,
  authenticated INTEGER NOT NULL,
  attributes ${text} NOT NULL,
  UNIQUE (topic, protocol, endpoint)
);
CREATE INDEX sns_subscription_topic ON sns_subscription (topic, arn);
CREATE INDEX sns_subscription_scope ON sns_subscription (account, region, arn);

CREATE TABLE sns_sequence (
  topic ${text} PRIMARY KEY,
  last BIGINT NOT NULL
);

CREATE TABLE sns_deduplication (
  topic ${text} NOT NULL,
  id ${text} NOT NULL,
  message ${text} NOT NULL,
  sequence BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  PRIMARY KEY (topic, id)
);
CREATE INDEX sns_deduplication_expires ON sns_deduplication (expires);

CREATE TABLE sns_signing (
  id INTEGER PRIMARY KEY,
  private_key ${blob} NOT NULL,
  certificate ${blob} NOT NULL
);
