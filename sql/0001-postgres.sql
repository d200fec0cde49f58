-- What the module `postgres` keeps: changes, idempotency keys, files, reactions' cursors. Runs as yidan_owner.
-- The schema and the table postgres.migration are made by the migrator itself.
GRANT USAGE ON SCHEMA postgres TO yidan_app;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Our own record changed; what the change stream, webhooks and reactions read. Positions are given before commit, so a
-- reader orders by (xact, position) and stops below the oldest running transaction: nothing is skipped.
CREATE TABLE postgres.change (
  position bigint GENERATED ALWAYS AS IDENTITY,
  xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
  code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9-]{0,63}$'),
  resource text NOT NULL CHECK (resource ~ '^[a-z][a-z0-9-]{0,63}$'),
  resource_id text NOT NULL CHECK (length(resource_id) BETWEEN 1 AND 64),
  audience text NOT NULL DEFAULT 'public',
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (xact, position)
);
GRANT SELECT, INSERT ON postgres.change TO yidan_app;

-- How far each reaction has come.
CREATE TABLE postgres.reaction (
  name text PRIMARY KEY,
  xact xid8 NOT NULL,
  position bigint NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON postgres.reaction TO yidan_app;

CREATE TABLE postgres.idempotency (
  party_id text NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  key text NOT NULL CHECK (key ~ '^[!-~]{8,64}$'),
  body_hash text NOT NULL,
  holder text NOT NULL,
  state text NOT NULL CHECK (state IN ('RUNNING', 'DONE')),
  status integer,
  answer text,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (party_id, method, path, key),
  CHECK ((state = 'DONE') = (status IS NOT NULL AND answer IS NOT NULL AND finished_at IS NOT NULL))
);
CREATE INDEX idempotency_started ON postgres.idempotency (started_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON postgres.idempotency TO yidan_app;

CREATE TABLE postgres.file (
  id uuid PRIMARY KEY,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  owner text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX file_sha256 ON postgres.file (sha256);
GRANT SELECT, INSERT, DELETE ON postgres.file TO yidan_app;
