CREATE TABLE metric (
  id ${serial},
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  namespace ${text} NOT NULL,
  name ${text} NOT NULL,
  dimensions ${text} NOT NULL,
  last_data BIGINT NOT NULL,
  UNIQUE (account, region, namespace, name, dimensions)
);

-- What came for a metric in a period of so many seconds. The distribution is null when all values are the same, or unknown.
CREATE TABLE metric_data (
  id ${serial},
  metric_id BIGINT NOT NULL,
  happened BIGINT NOT NULL,
  period INTEGER NOT NULL,
  unit ${text} NOT NULL,
  samples DOUBLE PRECISION NOT NULL,
  total DOUBLE PRECISION NOT NULL,
  low DOUBLE PRECISION NOT NULL,
  high DOUBLE PRECISION NOT NULL,
  distribution ${blob}
);
CREATE INDEX metric_data_metric ON metric_data (metric_id, happened);
CREATE INDEX metric_data_period ON metric_data (period, happened);
