-- The lists of the people who approve and fulfil requests. No release has assigned a request to anybody before.
ALTER TABLE requests ADD COLUMN assignee_id TEXT;
CREATE INDEX requests_of_team ON requests (team, state, id);
CREATE INDEX requests_of_assignee ON requests (assignee_id, state, id);
