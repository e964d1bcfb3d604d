CREATE TABLE events_rule (
  bus ${text} NOT NULL,
  name ${text} NOT NULL,
  document ${text} NOT NULL,
  due BIGINT,
  PRIMARY KEY (bus, name)
);
CREATE INDEX events_rule_due ON events_rule (due);

CREATE TABLE events_target (
  bus ${text} NOT NULL,
  rule ${text} NOT NULL,
  id ${text} NOT NULL,
  arn ${text} NOT NULL,
  document ${text} NOT NULL,
  PRIMARY KEY (bus, rule, id)
);
CREATE INDEX events_target_arn ON events_target (bus, arn, rule);

CREATE TABLE events_version (
  bus ${text} PRIMARY KEY,
  version BIGINT NOT NULL
);

CREATE TABLE events_archived (
  id ${serial},
  archive ${text} NOT NULL,
  time BIGINT NOT NULL,
  event ${text} NOT NULL
);
CREATE INDEX events_archived_time ON events_archived (archive, time, id);

CREATE TABLE events_replay (
  replay ${text} PRIMARY KEY,
  time BIGINT NOT NULL,
  id BIGINT NOT NULL
);
