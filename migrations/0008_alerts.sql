-- What is wrong, from its first moment until it is right again, and who was told. Holds no names of people.

CREATE TABLE alerts (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  is_open BIGINT NOT NULL,
  since BIGINT NOT NULL,
  recovered_at BIGINT,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id) ON DELETE CASCADE
);
