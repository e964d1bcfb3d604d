CREATE TABLE job (
  kind ${text} NOT NULL,
  id ${text} NOT NULL,
  status ${text} NOT NULL,
  data ${text} NOT NULL,
  attempt INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  crashes INTEGER NOT NULL,
  checkpoint ${text},
  progress DOUBLE PRECISION NOT NULL,
  message ${text},
  submitted BIGINT NOT NULL,
  started BIGINT,
  ended BIGINT,
  PRIMARY KEY (kind, id)
);

CREATE TABLE scheduled_tasks (
  task_name ${text} NOT NULL,
  task_instance ${text} NOT NULL,
  task_data ${blob},
  execution_time BIGINT NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by ${text},
  last_success BIGINT,
  last_failure BIGINT,
  consecutive_failures INTEGER,
  last_heartbeat BIGINT,
  version BIGINT NOT NULL,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (task_name, picked, execution_time, task_instance);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (picked, last_heartbeat);
