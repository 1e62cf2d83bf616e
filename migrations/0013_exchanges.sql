-- What runs asked of services and what came back: the last of each run, and more of those that failed. Secrets and
-- people's values were taken out before; the rest is encrypted all the same.

CREATE TABLE exchanges (
  tenant_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  n BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, run_id, n),
  FOREIGN KEY (tenant_id, run_id) REFERENCES runs (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX exchanges_oldest ON exchanges (tenant_id, at);
