CREATE TABLE outbox (
  id ${serial},
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  source ${text} NOT NULL,
  destination ${text} NOT NULL,
  body ${text} NOT NULL,
  attributes ${text} NOT NULL,
  message_group ${text},
  dead_letter ${text},
  attempts INTEGER NOT NULL,
  created BIGINT NOT NULL,
  due BIGINT NOT NULL
);
CREATE INDEX outbox_due ON outbox (due);
CREATE INDEX outbox_group ON outbox (message_group, id);
