-- What endpoints serve, kept apart from the models and configurations, which may be deleted meanwhile: slot 'now' is what
-- answers, slot 'next' what takes its place when it is ready. 'job' is the job that made it so.
CREATE TABLE endpoint_deployment (
    account ${text} NOT NULL,
    region ${text} NOT NULL,
    name ${text} NOT NULL,
    slot ${text} NOT NULL,
    job ${text} NOT NULL,
    config ${text} NOT NULL,
    models ${text} NOT NULL,
    PRIMARY KEY (account, region, name, slot)
);

-- Asynchronous invocations that have ended, whose jobs are to be forgotten after a while.
CREATE TABLE async_invocation (
    job ${text} NOT NULL PRIMARY KEY,
    ended BIGINT NOT NULL
);
CREATE INDEX async_invocation_ended ON async_invocation (ended);
