-- How far an event source mapping has read each shard of its stream.
CREATE TABLE lambda_position (
  mapping ${text} NOT NULL,
  shard ${text} NOT NULL,
  sequence ${text} NOT NULL,
  PRIMARY KEY (mapping, shard)
);
