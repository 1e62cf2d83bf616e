-- When the raw body of a delivery was purged.
ALTER TABLE deliveries ADD COLUMN purged_at BIGINT;
