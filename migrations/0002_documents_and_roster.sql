-- What sources said, the roster, and how the two are tied together.

CREATE TABLE documents (
  tenant_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  stream TEXT NOT NULL,
  key TEXT NOT NULL,
  last_run TEXT,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, connection_id, stream, key),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id) ON DELETE CASCADE
);

-- The fingerprints of all documents of a stream, packed by the first bits of a hash of their keys: an unchanged
-- nightly full reads a few rows and writes none.
CREATE TABLE fingerprints (
  tenant_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  stream TEXT NOT NULL,
  bucket BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, connection_id, stream, bucket),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id) ON DELETE CASCADE
);

-- One row for each record; rows are never deleted, so that the change feed keeps its tombstones.
CREATE TABLE roster (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  entity TEXT NOT NULL,
  id TEXT NOT NULL,
  grp TEXT NOT NULL,
  owner TEXT,
  label_fold TEXT NOT NULL,
  active BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  fields TEXT NOT NULL,
  private BYTEA,
  asserted TEXT,
  asserted_private BYTEA,
  PRIMARY KEY (tenant_id, entity, id)
);

CREATE INDEX roster_seq ON roster (tenant_id, seq);
CREATE INDEX roster_owner ON roster (tenant_id, entity, owner, active);
CREATE INDEX roster_group ON roster (tenant_id, active, entity, grp);

-- Only what cannot be derived from the connection and the key: relinks, matches, merged people.
CREATE TABLE links (
  tenant_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  roster_id TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  redirect TEXT,
  PRIMARY KEY (tenant_id, connection_id, entity, key, valid_from),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX links_current ON links (tenant_id, connection_id, entity, key) WHERE valid_to IS NULL;
CREATE INDEX links_roster ON links (tenant_id, entity, roster_id);

-- Identifiers for match rules; the value is there only as a keyed hash.
CREATE TABLE identifiers (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  entity TEXT NOT NULL,
  scheme TEXT NOT NULL,
  blind BYTEA NOT NULL,
  roster_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, entity, scheme, blind, roster_id)
);

CREATE INDEX identifiers_roster ON identifiers (tenant_id, entity, roster_id);
