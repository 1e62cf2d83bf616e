-- Runs with their findings, plans with their segments, approvals and outcomes, conflicts, and the ledger.
-- Runs, plans and what hangs on them outlive their sync: they are history.

CREATE TABLE runs (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  sync_id TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE INDEX runs_newest ON runs (tenant_id, started_at, id);
CREATE INDEX runs_sync ON runs (tenant_id, sync_id, started_at, id);

CREATE TABLE findings (
  tenant_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  first BIGINT NOT NULL,
  count BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, run_id, first),
  FOREIGN KEY (tenant_id, run_id) REFERENCES runs (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE plans (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  sync_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES runs (tenant_id, id)
);

CREATE INDEX plans_sync ON plans (tenant_id, sync_id, made_at, id);

CREATE TABLE plan_segments (
  tenant_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  n BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, plan_id, n),
  FOREIGN KEY (tenant_id, plan_id) REFERENCES plans (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE approvals (
  tenant_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  n BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, plan_id, n),
  FOREIGN KEY (tenant_id, plan_id) REFERENCES plans (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE outcomes (
  tenant_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  batch BIGINT NOT NULL,
  count BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, plan_id, batch),
  FOREIGN KEY (tenant_id, plan_id) REFERENCES plans (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE conflicts (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  sync_id TEXT NOT NULL,
  state TEXT NOT NULL,
  target TEXT NOT NULL,
  roster_id TEXT NOT NULL,
  about BYTEA NOT NULL,
  asked_at BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE INDEX conflicts_about ON conflicts (tenant_id, sync_id, about);
CREATE INDEX conflicts_newest ON conflicts (tenant_id, state, asked_at, id);

-- What both sides last agreed on, packed by the first bits of a hash of the roster id.
CREATE TABLE ledger (
  tenant_id TEXT NOT NULL,
  sync_id TEXT NOT NULL,
  stream TEXT NOT NULL,
  bucket BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, sync_id, stream, bucket),
  FOREIGN KEY (tenant_id, sync_id) REFERENCES syncs (tenant_id, id) ON DELETE CASCADE
);
