-- What the module record/consignment keeps: quotes, so that a shipper can come back to one and book it. Runs as yidan_owner.
CREATE SCHEMA consignment;
GRANT USAGE ON SCHEMA consignment TO yidan_app;

-- Question and answer as received and given: `text`, since jsonb reorders members and rewrites numbers. Insert only, then swept.
CREATE TABLE consignment.quote (
  id uuid PRIMARY KEY,
  -- Without a party whoever holds the id reads it; with one, that party only (CONTRACT §4).
  party_id text CHECK (length(party_id) BETWEEN 1 AND 64),
  question text NOT NULL,
  answer text NOT NULL,
  network_version integer NOT NULL CHECK (network_version > 0),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CHECK (expires_at > created_at)
);
CREATE INDEX quote_expires ON consignment.quote (expires_at);
GRANT SELECT, INSERT, DELETE ON consignment.quote TO yidan_app;
