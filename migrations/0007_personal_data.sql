-- How long personal data stays, and who tells what waits.

-- Since when a record has been gone, noted by the daily purge.
ALTER TABLE roster ADD COLUMN ended_at BIGINT;
CREATE INDEX roster_ended ON roster (tenant_id, active, ended_at);

-- When the changes of a plan were purged; its sentence, its root and its approvals stay.
ALTER TABLE plans ADD COLUMN purged_at BIGINT;

-- Who has taken an item to tell it, and until when nobody else takes it.
ALTER TABLE outbox ADD COLUMN leased_by TEXT;
ALTER TABLE outbox ADD COLUMN leased_until BIGINT;

-- The word under which a family contact or an attendance day was listed is itself private: it stays encrypted only.
UPDATE roster SET label_fold = '' WHERE entity IN ('relationship', 'attendanceMark');
