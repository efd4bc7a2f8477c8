-- The log, and what follows from it: approvals as rows, and the people of a request in columns. What was recorded
-- before is taken over when the store opens.
ALTER TABLE events RENAME TO events_before_log;
DROP INDEX events_of_request;
CREATE TABLE events (
    seq BIGINT PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    state_before TEXT,
    state_after TEXT,
    actor TEXT,
    on_behalf_of TEXT,
    reason TEXT,
    payload TEXT,
    content_hash TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX events_of_subject ON events (subject_type, subject_id, seq);
CREATE TABLE approvals (
    request_id TEXT NOT NULL REFERENCES requests (id),
    number BIGINT NOT NULL,
    capacity TEXT NOT NULL,
    quorum TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (request_id, number)
);
CREATE TABLE approvers (
    request_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    verdict TEXT,
    decided_at BIGINT,
    decided_by TEXT,
    reason TEXT,
    PRIMARY KEY (request_id, number, user_id),
    FOREIGN KEY (request_id, number) REFERENCES approvals (request_id, number)
);
CREATE INDEX approvers_of_user ON approvers (user_id, request_id);
ALTER TABLE requests ADD COLUMN kind TEXT NOT NULL DEFAULT 'request';
ALTER TABLE requests ADD COLUMN requester TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN requested_for TEXT;
ALTER TABLE requests ADD COLUMN watchers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE requests ADD COLUMN team TEXT;
ALTER TABLE requests ADD COLUMN assignee TEXT;
ALTER TABLE requests ADD COLUMN rating BIGINT;
INSERT INTO backfills (name, after) VALUES ('log', '');
