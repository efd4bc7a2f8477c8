-- Whoever may read a request finds it here: its requester, whom it is for, and who watches it.
CREATE TABLE readers (
    user_id TEXT NOT NULL,
    request_id TEXT NOT NULL REFERENCES requests (id),
    PRIMARY KEY (user_id, request_id)
);
INSERT INTO readers (user_id, request_id) SELECT user_id, id FROM requests;
CREATE TABLE drafts (
    user_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    key TEXT NOT NULL,
    form_version TEXT NOT NULL,
    answers TEXT NOT NULL,
    step BIGINT NOT NULL,
    device TEXT,
    tag TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, service_id)
);
CREATE INDEX drafts_by_key ON drafts (user_id, key);
CREATE INDEX drafts_by_age ON drafts (updated_at);
CREATE TABLE uploads (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    metadata TEXT,
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    hash TEXT NOT NULL,
    request_id TEXT REFERENCES requests (id),
    touched_at BIGINT NOT NULL
);
CREATE INDEX uploads_of_user ON uploads (user_id, request_id);
