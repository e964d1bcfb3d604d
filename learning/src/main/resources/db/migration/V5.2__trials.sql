-- Which components belong to which of an experiment's trials.
CREATE TABLE trial_member (
    account   ${text} NOT NULL,
    region    ${text} NOT NULL,
    trial     ${text} NOT NULL,
    component ${text} NOT NULL,
    PRIMARY KEY (account, region, trial, component)
);

CREATE INDEX trial_member_component ON trial_member (account, region, component);
