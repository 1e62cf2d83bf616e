-- What is remembered of an extract's documents once its plan is carried out: encrypted pages, gone with the plan's end.

CREATE TABLE pending (
  tenant_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  n BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, plan_id, n),
  FOREIGN KEY (tenant_id, plan_id) REFERENCES plans (tenant_id, id) ON DELETE CASCADE
);
