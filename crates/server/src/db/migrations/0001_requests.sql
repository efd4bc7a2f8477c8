-- Requests with their events, the answers to idempotency keys, and sessions.
CREATE TABLE sequences (name TEXT PRIMARY KEY NOT NULL, value BIGINT NOT NULL);
INSERT INTO sequences (name, value) VALUES ('request', 10000);
CREATE TABLE requests (
    id TEXT PRIMARY KEY NOT NULL,
    number TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    due_at BIGINT,
    snapshot TEXT NOT NULL
);
CREATE INDEX requests_of_user ON requests (user_id, id);
CREATE TABLE events (
    id TEXT PRIMARY KEY NOT NULL,
    request_id TEXT NOT NULL REFERENCES requests (id),
    at BIGINT NOT NULL,
    actor TEXT,
    kind TEXT NOT NULL,
    state TEXT,
    body TEXT
);
CREATE INDEX events_of_request ON events (request_id, id);
CREATE TABLE idempotency (
    user_id TEXT NOT NULL,
    key TEXT NOT NULL,
    hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
CREATE TABLE sessions (
    hash TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
