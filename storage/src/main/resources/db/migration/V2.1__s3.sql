CREATE TABLE s3_bucket (
  id ${serial},
  name ${text} NOT NULL UNIQUE,
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  created BIGINT NOT NULL,
  versioning ${text}
);
CREATE INDEX s3_bucket_account ON s3_bucket (account, name);

-- A version of an object, or a delete marker. The older, the greater its age; the youngest of a key is the latest.
CREATE TABLE s3_version (
  bucket BIGINT NOT NULL,
  object_key ${text} NOT NULL,
  age BIGINT NOT NULL,
  version_id ${text} NOT NULL,
  visible INTEGER NOT NULL,
  marker INTEGER NOT NULL,
  modified BIGINT NOT NULL,
  size BIGINT NOT NULL,
  etag ${text} NOT NULL,
  storage_class ${text},
  checksum_algorithm ${text},
  checksum_type ${text},
  checksum ${text},
  tags ${text},
  properties ${text},
  content ${text} NOT NULL,
  parts ${text},
  PRIMARY KEY (bucket, object_key, age)
);
-- What listings show: the latest versions that are no delete markers.
CREATE UNIQUE INDEX s3_visible ON s3_version (bucket, object_key) WHERE visible = 1;

CREATE TABLE s3_upload (
  bucket BIGINT NOT NULL,
  object_key ${text} NOT NULL,
  id ${text} NOT NULL,
  initiated BIGINT NOT NULL,
  account ${text} NOT NULL,
  storage_class ${text},
  checksum_algorithm ${text},
  checksum_type ${text},
  tags ${text},
  properties ${text},
  completed BIGINT,
  version_id ${text},
  etag ${text},
  PRIMARY KEY (bucket, object_key, id)
);
CREATE INDEX s3_upload_completed ON s3_upload (completed) WHERE completed IS NOT NULL;

CREATE TABLE s3_part (
  upload ${text} NOT NULL,
  number INTEGER NOT NULL,
  modified BIGINT NOT NULL,
  size BIGINT NOT NULL,
  etag ${text} NOT NULL,
  checksum ${text},
  content ${text} NOT NULL,
  PRIMARY KEY (upload, number)
);

-- Rows to lock where several servers share the database: changes of one key come one after the other.
CREATE TABLE s3_lock (
  id INTEGER PRIMARY KEY,
  taken BIGINT NOT NULL
);
INSERT INTO s3_lock (id, taken)
  WITH RECURSIVE ids(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM ids WHERE id < 255) SELECT id, 0 FROM ids;
