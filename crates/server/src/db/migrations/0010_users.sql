-- Users, whose ids never change, and the identities that they sign in by. Everybody for whom something is recorded keeps
-- the id that it is recorded under.
CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    person TEXT UNIQUE,
    listed BIGINT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    address TEXT UNIQUE,
    source TEXT NOT NULL,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT
);
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    origin TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_of_user ON identities (user_id);
INSERT INTO users (id, listed, name, source, active, created_at)
SELECT user_id, 0, user_id, 'earlier', 1, coalesce(min(since), 0) FROM (
    SELECT user_id, created_at AS since FROM requests
    UNION ALL SELECT readers.user_id, requests.created_at FROM readers
        JOIN requests ON requests.id = readers.request_id
    UNION ALL SELECT approvers.user_id, requests.created_at FROM approvers
        JOIN requests ON requests.id = approvers.request_id
    UNION ALL SELECT user_id, created_at FROM idempotency
    UNION ALL SELECT user_id, created_at FROM sessions
    UNION ALL SELECT user_id, updated_at FROM drafts
    UNION ALL SELECT user_id, touched_at FROM uploads
    UNION ALL SELECT user_id, seen_at FROM removed_uploads
) AS recorded GROUP BY user_id;
