-- A queue that is purged gets a new id, and its messages become leftovers.
CREATE TABLE sqs_queue (
  id ${serial},
  account ${text} NOT NULL,
  region ${text} NOT NULL,
  name ${text} NOT NULL,
  created BIGINT NOT NULL,
  modified BIGINT NOT NULL,
  purged BIGINT NOT NULL,
  attributes ${text} NOT NULL,
  dead_letter ${text},
  UNIQUE (account, region, name)
);
CREATE INDEX sqs_queue_dead_letter ON sqs_queue (dead_letter, name);

-- Queues that are gone and whose messages are to be removed bit by bit.
CREATE TABLE sqs_leftover (
  queue BIGINT NOT NULL PRIMARY KEY
);

-- In the order of ids messages were sent. A message can be received from the moment `visible` on.
CREATE TABLE sqs_message (
  id ${serial},
  queue BIGINT NOT NULL,
  message_id ${text} NOT NULL,
  sent BIGINT NOT NULL,
  visible BIGINT NOT NULL,
  receives INTEGER NOT NULL,
  earlier_receives INTEGER NOT NULL,
  first_received BIGINT,
  receipt ${text},
  sender ${text} NOT NULL,
  body ${text} NOT NULL,
  attributes ${text},
  trace ${text},
  message_group ${text},
  deduplication ${text},
  source ${text}
);
CREATE INDEX sqs_message_visible ON sqs_message (queue, visible, id, sent, receives);
CREATE INDEX sqs_message_group ON sqs_message (queue, message_group, id) WHERE message_group IS NOT NULL;

-- The groups that have messages in a FIFO queue: when one can next be received from, and its first message.
CREATE TABLE sqs_group (
  queue BIGINT NOT NULL,
  message_group ${text} NOT NULL,
  available BIGINT NOT NULL,
  head BIGINT NOT NULL,
  PRIMARY KEY (queue, message_group)
);
CREATE INDEX sqs_group_available ON sqs_group (queue, available, head);

-- What was sent to a FIFO queue in the last minutes. Where the scope is the queue, the group is empty.
CREATE TABLE sqs_deduplication (
  queue BIGINT NOT NULL,
  message_group ${text} NOT NULL,
  deduplication ${text} NOT NULL,
  expires BIGINT NOT NULL,
  message_id ${text} NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (queue, message_group, deduplication)
);
CREATE INDEX sqs_deduplication_expires ON sqs_deduplication (expires);

-- What a receive request with an attempt id got.
CREATE TABLE sqs_attempt (
  queue BIGINT NOT NULL,
  attempt ${text} NOT NULL,
  expires BIGINT NOT NULL,
  receipt ${text} NOT NULL,
  messages ${text} NOT NULL,
  PRIMARY KEY (queue, attempt)
);
CREATE INDEX sqs_attempt_expires ON sqs_attempt (expires);

CREATE TABLE sqs_move_task (
  id ${serial},
  handle ${text} NOT NULL UNIQUE,
  source ${text} NOT NULL,
  destination ${text},
  rate INTEGER NOT NULL,
  status ${text} NOT NULL,
  due BIGINT NOT NULL,
  started BIGINT NOT NULL,
  moved BIGINT NOT NULL,
  to_move BIGINT NOT NULL,
  failure ${text}
);
CREATE INDEX sqs_move_task_source ON sqs_move_task (source, id);
-- A queue has one running task.
CREATE UNIQUE INDEX sqs_move_task_running ON sqs_move_task (source) WHERE status = 'RUNNING';
CREATE INDEX sqs_move_task_status ON sqs_move_task (status, due);
