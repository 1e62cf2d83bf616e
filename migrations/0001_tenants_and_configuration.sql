-- Tenants, their counters, settings, secrets, connections and syncs, and the history of the configuration.

-- What belongs to the database itself: the sealed index key.
CREATE TABLE house (
  name TEXT PRIMARY KEY,
  body BYTEA NOT NULL
);

CREATE TABLE tenants (
  tenant_id TEXT PRIMARY KEY,
  parent_id TEXT REFERENCES tenants (tenant_id),
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE sequences (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  name TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

CREATE TABLE settings (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

CREATE TABLE secrets (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  name TEXT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

CREATE TABLE connections (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  connector TEXT NOT NULL,
  title TEXT NOT NULL,
  settings TEXT NOT NULL,
  paused BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  path TEXT,
  PRIMARY KEY (tenant_id, id)
);

-- A listener's path leads to one connection only, whosever it is.
CREATE UNIQUE INDEX connections_path ON connections (path);

CREATE TABLE syncs (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id) ON DELETE CASCADE
);

-- Every version that a connection or a sync ever had; a body of NULL says that it was deleted.
CREATE TABLE config_history (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  body TEXT,
  actor TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, kind, id, version)
);
