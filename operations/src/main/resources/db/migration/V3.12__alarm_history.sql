CREATE TABLE alarm_history (
  id ${serial},
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  alarm ${text} NOT NULL,
  happened BIGINT NOT NULL,
  type ${text} NOT NULL,
  summary ${text} NOT NULL,
  data ${text} NOT NULL
);
CREATE INDEX alarm_history_scope ON alarm_history (account, region, id);
CREATE INDEX alarm_history_happened ON alarm_history (happened);
