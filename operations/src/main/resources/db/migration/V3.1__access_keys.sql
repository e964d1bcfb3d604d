CREATE TABLE access_key (
  id ${text} NOT NULL,
  account ${text} NOT NULL,
  owner ${text} NOT NULL,
  secret ${text} NOT NULL,
  session_token ${text},
  principal_arn ${text} NOT NULL,
  principal_id ${text} NOT NULL,
  status ${text} NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT,
  session ${text},
  last_used BIGINT,
  last_region ${text},
  last_service ${text},
  PRIMARY KEY (id)
);
CREATE INDEX access_key_owner ON access_key (owner, id);
CREATE INDEX access_key_expires ON access_key (expires);
