-- When the clock was last looked at, and how long it had run steadily.
CREATE TABLE steady_clock (seen_at BIGINT, steady BIGINT NOT NULL);
INSERT INTO steady_clock (seen_at, steady) VALUES (NULL, 0);
