-- The epochs of the transfers that stored an upload's chunks, which name its objects in a bucket.
ALTER TABLE uploads ADD COLUMN chunk_epochs TEXT NOT NULL DEFAULT '';
