-- What search indexes held that were handed out, and what people looked for in vain.
CREATE TABLE indexes (
    tag TEXT PRIMARY KEY NOT NULL,
    language TEXT NOT NULL,
    holds TEXT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX indexes_by_age ON indexes (seen_at);
CREATE TABLE improvements (
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    language TEXT NOT NULL,
    count BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (kind, words, language)
);
CREATE INDEX improvements_by_worth ON improvements (count, last_at);
