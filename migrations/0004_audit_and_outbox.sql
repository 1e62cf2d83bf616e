-- The audit chain and, apart from it, what it is about; and what waits to be told.

-- Each hash covers the one before it; the commitment stands for the payload without giving it away.
CREATE TABLE audit (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  action TEXT NOT NULL,
  commitment BYTEA NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, seq)
);

-- How far the chain goes, under a key, so that its end cannot be cut off.
CREATE TABLE audit_heads (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  seq BIGINT NOT NULL,
  mac BYTEA NOT NULL,
  PRIMARY KEY (tenant_id)
);

-- Who did what to whom; encrypted under the key of the person concerned. No foreign key leads to the chain:
-- erasing a person deletes here and leaves the chain whole.
CREATE TABLE audit_payloads (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  seq BIGINT NOT NULL,
  subject TEXT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, seq)
);

CREATE INDEX audit_payloads_subject ON audit_payloads (tenant_id, subject);

-- A key for each person that entries are about (subject is empty for entries about nobody), sealed.
CREATE TABLE audit_keys (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  subject TEXT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, subject)
);

CREATE TABLE outbox (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
