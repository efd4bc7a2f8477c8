-- How many requests were recorded for a service on a day, counted from the log by a job.
CREATE TABLE request_counts (
    service_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (service_id, day)
);
CREATE INDEX request_counts_by_day ON request_counts (day);
