-- How far the jobs that follow the log have come, who runs them, and what they have given up on.
CREATE TABLE jobs (
    name TEXT PRIMARY KEY NOT NULL,
    epoch BIGINT NOT NULL,
    beat BIGINT NOT NULL,
    lease_owner TEXT,
    entry_cursor BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    last_error TEXT,
    succeeded_at BIGINT
);
CREATE TABLE dead_letters (
    job TEXT NOT NULL REFERENCES jobs (name),
    seq BIGINT NOT NULL,
    subject TEXT NOT NULL,
    error TEXT NOT NULL,
    failed_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    retry BIGINT NOT NULL,
    PRIMARY KEY (job, seq)
);
