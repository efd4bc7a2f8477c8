-- What lists and searches need of a request, and how far they have come that are made of earlier requests.
CREATE TABLE request_summaries (
    request_id TEXT PRIMARY KEY NOT NULL REFERENCES requests (id),
    service_name TEXT NOT NULL,
    service_icon TEXT,
    words TEXT NOT NULL
);
CREATE TABLE backfills (name TEXT PRIMARY KEY NOT NULL, after TEXT NOT NULL);
INSERT INTO backfills (name, after) VALUES ('request_summaries', '');
