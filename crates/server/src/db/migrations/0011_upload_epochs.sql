-- Of whoever receives a file, the newest one counts, on whichever server: its epoch, and that of whoever wrote last.
ALTER TABLE uploads ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE uploads ADD COLUMN written_epoch BIGINT NOT NULL DEFAULT 0;
