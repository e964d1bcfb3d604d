CREATE TABLE iam_account (
  account ${text} NOT NULL,
  changes BIGINT NOT NULL,
  alias ${text},
  PRIMARY KEY (account)
);
CREATE UNIQUE INDEX iam_account_alias ON iam_account (alias);

CREATE TABLE iam_relation (
  account ${text} NOT NULL,
  kind ${text} NOT NULL,
  owner ${text} NOT NULL,
  target ${text} NOT NULL,
  PRIMARY KEY (account, kind, owner, target)
);
CREATE INDEX iam_relation_target ON iam_relation (account, kind, target, owner);

CREATE TABLE iam_inline_policy (
  account ${text} NOT NULL,
  owner ${text} NOT NULL,
  name_key ${text} NOT NULL,
  name ${text} NOT NULL,
  document ${text} NOT NULL,
  PRIMARY KEY (account, owner, name_key)
);

CREATE TABLE iam_policy_version (
  policy_id ${text} NOT NULL,
  version INTEGER NOT NULL,
  document ${text},
  created BIGINT NOT NULL,
  PRIMARY KEY (policy_id, version)
);
