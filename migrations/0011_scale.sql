-- What kinds of changes each segment of a plan holds, so that facets and their pages need not read the plan.

CREATE TABLE plan_kinds (
  tenant_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, plan_id),
  FOREIGN KEY (tenant_id, plan_id) REFERENCES plans (tenant_id, id) ON DELETE CASCADE
);

-- What is known of all documents of a stream, packed by the first bits of a hash of their keys: an unchanged nightly
-- full reads some rows and writes none, and a first load writes few. The rows for each document are taken away at once,
-- since no released version reads them; every document is new once.
CREATE TABLE document_buckets (
  tenant_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  stream TEXT NOT NULL,
  bucket BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, connection_id, stream, bucket),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id) ON DELETE CASCADE
);

DROP TABLE documents;
DROP TABLE fingerprints;

-- Under which stamp a source said all that is known of it. It goes with the first document that is written or removed.
CREATE TABLE source_stamps (
  tenant_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, connection_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id) ON DELETE CASCADE
);
