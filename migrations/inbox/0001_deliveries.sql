-- The inbox stands in a file of its own on SQLite, so that a load of the roster never delays an answer; that is why
-- nothing here points at a table outside. Ids count up with time: rows are added at the end.

CREATE TABLE deliveries (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  stamp BIGINT NOT NULL,
  kind TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  state TEXT NOT NULL,
  run_id TEXT,
  verdict TEXT NOT NULL,
  hash BYTEA,
  inline_body BYTEA,
  PRIMARY KEY (tenant_id, id)
) /* clustered */;

-- Few indexes: each is one more page to put on the disk before a sender gets its answer.
CREATE INDEX deliveries_waiting ON deliveries (tenant_id, connection_id, stamp, received_at)
  WHERE state = 'waiting';
CREATE INDEX deliveries_taken ON deliveries (tenant_id, connection_id, stamp)
  WHERE state = 'taken';
