CREATE TABLE resource (
  kind ${text} NOT NULL,
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  name ${text} NOT NULL,
  created BIGINT NOT NULL,
  modified BIGINT NOT NULL,
  status ${text},
  version BIGINT NOT NULL,
  document ${text} NOT NULL,
  PRIMARY KEY (kind, account, region, name)
);
CREATE INDEX resource_created ON resource (kind, account, region, created, name);
CREATE INDEX resource_modified ON resource (kind, account, region, modified, name);

CREATE TABLE tag (
  arn ${text} NOT NULL,
  tag_key ${text} NOT NULL,
  tag_value ${text} NOT NULL,
  PRIMARY KEY (arn, tag_key)
);

CREATE TABLE client_token (
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  operation ${text} NOT NULL,
  token ${text} NOT NULL,
  digest ${text} NOT NULL,
  answer ${text} NOT NULL,
  expires BIGINT NOT NULL,
  PRIMARY KEY (account, region, operation, token)
);
CREATE INDEX client_token_expires ON client_token (expires);
