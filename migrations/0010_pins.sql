-- What an undo took back and no run does again before the source says something else. Neither names nor values.

CREATE TABLE pins (
  tenant_id TEXT NOT NULL,
  sync_id TEXT NOT NULL,
  target TEXT NOT NULL,
  roster_id TEXT NOT NULL,
  field TEXT NOT NULL,
  run_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, sync_id, target, roster_id, field),
  FOREIGN KEY (tenant_id, sync_id) REFERENCES syncs (tenant_id, id) ON DELETE CASCADE
);
