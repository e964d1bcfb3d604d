CREATE TABLE blob (
  id ${text} PRIMARY KEY,
  refs INTEGER NOT NULL,
  bytes ${blob}
);
