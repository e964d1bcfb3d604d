-- The version grows with every change, so that a writer sees that what it knows of the table is old.
CREATE TABLE dynamodb_table (
  id ${serial},
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  name ${text} NOT NULL,
  version BIGINT NOT NULL,
  document ${text} NOT NULL,
  time_to_live ${text},
  UNIQUE (account, region, name)
);

-- An index of a table. The one without a name is by the time when items expire. Until it is ready, older items are added to it:
-- the last of those that were is at the two keys.
CREATE TABLE dynamodb_index (
  id ${serial},
  table_id BIGINT NOT NULL,
  name ${text} NOT NULL,
  ready ${bool} NOT NULL,
  hash_key ${blob},
  range_key ${blob},
  UNIQUE (table_id, name)
);
CREATE INDEX dynamodb_index_ready ON dynamodb_index (ready);

-- The revision is another one after each change. Keys sort by their bytes as their values do; a hash key begins with four bytes
-- of a checksum, which spread items over the segments of a scan.
CREATE TABLE dynamodb_item (
  table_id BIGINT NOT NULL,
  hash_key ${blob} NOT NULL,
  range_key ${blob} NOT NULL,
  revision BIGINT NOT NULL,
  size BIGINT NOT NULL,
  item ${blob} NOT NULL,
  PRIMARY KEY (table_id, hash_key, range_key)
) ${clustered};

CREATE TABLE dynamodb_entry (
  index_id BIGINT NOT NULL,
  hash_key ${blob} NOT NULL,
  range_key ${blob} NOT NULL,
  item_hash_key ${blob} NOT NULL,
  item_range_key ${blob} NOT NULL,
  PRIMARY KEY (index_id, hash_key, range_key, item_hash_key, item_range_key)
) ${clustered};

-- Tables and indexes that are gone and whose rows are to be removed bit by bit.
CREATE TABLE dynamodb_leftover (
  kind ${text} NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (kind, id)
);

CREATE TABLE dynamodb_stream (
  id ${serial},
  table_id BIGINT NOT NULL,
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  table_name ${text} NOT NULL,
  label ${text} NOT NULL,
  document ${text} NOT NULL,
  sequence BIGINT NOT NULL,
  closed BIGINT,
  UNIQUE (account, region, table_name, label)
);
CREATE INDEX dynamodb_stream_table ON dynamodb_stream (table_id);

CREATE TABLE dynamodb_record (
  stream_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  created BIGINT NOT NULL,
  record ${text} NOT NULL,
  PRIMARY KEY (stream_id, sequence)
);
CREATE INDEX dynamodb_record_created ON dynamodb_record (created);
