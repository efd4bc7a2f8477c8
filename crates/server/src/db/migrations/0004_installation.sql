-- Whose the folder of files is, and which files were removed: their bytes go much later than their rows.
CREATE TABLE installation (id TEXT PRIMARY KEY NOT NULL);
CREATE TABLE removed_uploads (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    size BIGINT NOT NULL,
    seen_at BIGINT,
    waited BIGINT NOT NULL
);
CREATE INDEX removed_uploads_of_user ON removed_uploads (user_id);
