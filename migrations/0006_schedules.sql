-- When a sync is due by the clock, with what the clock has made of it.

CREATE TABLE schedules (
  tenant_id TEXT NOT NULL,
  sync_id TEXT NOT NULL,
  next_at BIGINT,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant_id, sync_id),
  FOREIGN KEY (tenant_id, sync_id) REFERENCES syncs (tenant_id, id) ON DELETE CASCADE
);
