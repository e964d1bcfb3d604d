CREATE TABLE log_group (
  id ${serial},
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  name ${text} NOT NULL,
  class ${text} NOT NULL,
  kms_key ${text},
  deletion_protected INTEGER NOT NULL,
  retention INTEGER,
  created BIGINT NOT NULL,
  stored BIGINT NOT NULL,
  UNIQUE (account, region, name)
);

-- Moments of events are -1 while a stream has none.
CREATE TABLE log_stream (
  id ${serial},
  group_id BIGINT NOT NULL,
  name ${text} NOT NULL,
  created BIGINT NOT NULL,
  first_event BIGINT NOT NULL,
  last_event BIGINT NOT NULL,
  last_ingested BIGINT NOT NULL,
  UNIQUE (group_id, name)
);
CREATE INDEX log_stream_last_event ON log_stream (group_id, last_event, name);

-- A message is UTF-8: PostgreSQL's text refuses some of what a log line may hold.
CREATE TABLE log_event (
  id ${serial},
  group_id BIGINT NOT NULL,
  stream_id BIGINT NOT NULL,
  happened BIGINT NOT NULL,
  ingested BIGINT NOT NULL,
  message ${blob} NOT NULL
);
CREATE INDEX log_event_group ON log_event (group_id, happened, id);
CREATE INDEX log_event_stream ON log_event (stream_id, happened, id);

-- What was deleted, and whose events are still to be removed; without a stream, the whole group's.
CREATE TABLE log_deleted (
  id ${serial},
  group_id BIGINT NOT NULL,
  stream_id BIGINT
);

CREATE TABLE log_metric_filter (
  group_id BIGINT NOT NULL,
  name ${text} NOT NULL,
  document ${text} NOT NULL,
  PRIMARY KEY (group_id, name)
);
