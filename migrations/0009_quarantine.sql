-- Records that a destination refuses again and again. Neither names nor values.

CREATE TABLE quarantine (
  tenant_id TEXT NOT NULL,
  sync_id TEXT NOT NULL,
  stream TEXT NOT NULL,
  roster_id TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  content BYTEA NOT NULL,
  since BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  run_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, sync_id, stream, roster_id),
  FOREIGN KEY (tenant_id, sync_id) REFERENCES syncs (tenant_id, id) ON DELETE CASCADE
);
