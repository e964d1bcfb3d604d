-- Definitions by their SHA-256: executions go on with the one that they were started with.
CREATE TABLE states_definition (
  hash ${text} NOT NULL PRIMARY KEY,
  body ${text} NOT NULL
);

-- Executions. `owner` is the server that works on it; those of a map run's items belong to their parent's.
CREATE TABLE states_execution (
  arn ${text} NOT NULL PRIMARY KEY,
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  machine ${text} NOT NULL,
  version ${text},
  alias ${text},
  name ${text} NOT NULL,
  type ${text} NOT NULL,
  status ${text} NOT NULL,
  started BIGINT NOT NULL,
  stopped BIGINT,
  deadline BIGINT,
  input ${text} NOT NULL,
  output ${text},
  error ${text},
  cause ${text},
  definition ${text} NOT NULL,
  role ${text} NOT NULL,
  logging ${text},
  trace ${text},
  last_event BIGINT NOT NULL,
  redrives INTEGER NOT NULL,
  redriven BIGINT,
  map_run ${text},
  item INTEGER,
  owner ${text} NOT NULL
);
CREATE INDEX states_execution_machine ON states_execution (machine, started, arn);
CREATE INDEX states_execution_map_run ON states_execution (map_run, item) WHERE map_run IS NOT NULL;
CREATE INDEX states_execution_running ON states_execution (owner) WHERE status = 'RUNNING';

-- Lines of control: an execution's own, and those of its branches and items while they are worked on.
CREATE TABLE states_line (
  execution ${text} NOT NULL,
  id ${text} NOT NULL,
  state ${text} NOT NULL,
  input ${text} NOT NULL,
  variables ${text} NOT NULL,
  visit ${text} NOT NULL,
  previous BIGINT NOT NULL,
  entered BIGINT NOT NULL,
  output ${text},
  PRIMARY KEY (execution, id)
);

CREATE TABLE states_event (
  execution ${text} NOT NULL,
  id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  type ${text} NOT NULL,
  previous BIGINT NOT NULL,
  member ${text},
  details ${text} NOT NULL,
  PRIMARY KEY (execution, id)
);

-- Tasks that end when somebody comes with their token. `status`: WAITING, STARTED by a worker, SUCCEEDED, FAILED.
CREATE TABLE states_task (
  token ${text} NOT NULL PRIMARY KEY,
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  execution ${text} NOT NULL,
  activity ${text},
  input ${text},
  status ${text} NOT NULL,
  worker ${text},
  created BIGINT NOT NULL,
  beat BIGINT NOT NULL,
  output ${text},
  error ${text},
  cause ${text}
);
CREATE INDEX states_task_activity ON states_task (activity, created) WHERE status = 'WAITING';
CREATE INDEX states_task_execution ON states_task (execution);

CREATE TABLE states_map_run (
  arn ${text} NOT NULL PRIMARY KEY,
  execution ${text} NOT NULL,
  status ${text} NOT NULL,
  started BIGINT NOT NULL,
  stopped BIGINT,
  concurrency INTEGER NOT NULL,
  tolerated_count INTEGER NOT NULL,
  tolerated_percentage DOUBLE PRECISION NOT NULL,
  items INTEGER NOT NULL,
  definition ${text} NOT NULL
);
CREATE INDEX states_map_run_execution ON states_map_run (execution);

-- The servers of a shared database, and when each was last seen.
CREATE TABLE states_server (
  id ${text} NOT NULL PRIMARY KEY,
  seen BIGINT NOT NULL
);

-- The last version of each state machine: numbers are never given twice.
CREATE TABLE states_version (
  machine ${text} NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);
