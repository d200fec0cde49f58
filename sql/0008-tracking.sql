-- What the module record/tracking keeps: events as they were received, which consignment each is about, the milestones
-- rebuilt from them, and capture jobs. Runs as yidan_owner.
CREATE SCHEMA tracking;
GRANT USAGE ON SCHEMA tracking TO yidan_app;

CREATE TABLE tracking.capture_job (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL,
  error_behaviour text NOT NULL CHECK (error_behaviour IN ('rollback', 'proceed')),
  created_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  success boolean NOT NULL,
  -- [{pointer, code, detail {zh, en}}]
  -- As json, since jsonb refuses an escaped U+0000 that a member’s name may have.
  errors json NOT NULL
);
GRANT SELECT, INSERT ON tracking.capture_job TO yidan_app;

-- What was said once is kept once. A unique key on a partitioned table must contain the partition's key, so it stands here.
-- The hash names neither the sender (two parties may say the same) nor an error declaration, which shares the hash of the
-- event it corrects; -infinity is no declaration.
CREATE TABLE tracking.event_key (
  event_hash text NOT NULL,
  sender_id uuid NOT NULL,
  declaration_time timestamptz NOT NULL,
  record_time timestamptz NOT NULL,
  PRIMARY KEY (event_hash, sender_id, declaration_time)
);
GRANT SELECT, INSERT ON tracking.event_key TO yidan_app;

-- By the time of recording, since late events must not open old partitions. Insert only.
CREATE TABLE tracking.event (
  record_time timestamptz NOT NULL,
  event_hash text NOT NULL,
  sender_id uuid NOT NULL,
  declaration_time timestamptz NOT NULL,
  event_time timestamptz NOT NULL,
  event_type text NOT NULL,
  biz_step text,
  -- What it was found to be about; nothing when it joined nothing and is its sender's alone.
  consignment_id uuid,
  element_sequence_number integer,
  milestone text,
  -- The event's own characters in the document it came in, and that document's @context, without which it cannot be read.
  event_text text NOT NULL,
  context text NOT NULL,
  PRIMARY KEY (record_time, event_hash, sender_id, declaration_time),
  CHECK ((milestone IS NULL) OR (consignment_id IS NOT NULL AND element_sequence_number IS NOT NULL))
) PARTITION BY RANGE (record_time);
CREATE INDEX event_consignment ON tracking.event (consignment_id) WHERE consignment_id IS NOT NULL;
GRANT SELECT, INSERT ON tracking.event TO yidan_app;

-- EPC, place, consignment, element → event.
CREATE TABLE tracking.event_subject (
  subject text NOT NULL,
  event_time timestamptz NOT NULL,
  event_hash text NOT NULL,
  sender_id uuid NOT NULL,
  PRIMARY KEY (subject, event_time, event_hash, sender_id)
);
GRANT SELECT, INSERT ON tracking.event_subject TO yidan_app;

-- The month of `at` as a partition; made ahead by a job and, where none ran, at need. The table is made first and attached
-- then, which lets writers of other months go on.
CREATE FUNCTION tracking.ensure_event_partition(at timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first timestamptz := date_trunc('month', at, 'UTC');
  next timestamptz := date_trunc('month', date_trunc('month', at, 'UTC') + interval '32 days', 'UTC');
  name text := 'event_' || to_char(date_trunc('month', at AT TIME ZONE 'UTC'), 'YYYYMM');
BEGIN
  IF to_regclass('tracking.' || name) IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('tracking.' || name, 0));
  IF to_regclass('tracking.' || name) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE tracking.%I (LIKE tracking.event INCLUDING ALL)', name);
  EXECUTE format('GRANT SELECT, INSERT ON tracking.%I TO yidan_app', name);
  EXECUTE format('ALTER TABLE tracking.event ATTACH PARTITION tracking.%I FOR VALUES FROM (%L) TO (%L)', name, first, next);
END $$;
GRANT EXECUTE ON FUNCTION tracking.ensure_event_partition(timestamptz) TO yidan_app;

-- Rebuilt from the plan and the events by one pure function; never written otherwise.
CREATE TABLE tracking.milestone (
  consignment_id uuid NOT NULL REFERENCES consignment.consignment,
  element_sequence_number integer NOT NULL,
  milestone text NOT NULL,
  position integer NOT NULL,
  owed boolean NOT NULL,
  -- By plan; absent where the plan does not say.
  due_at timestamptz,
  estimated_at timestamptz,
  actual_at timestamptz,
  event_hash text,
  stated_by uuid,
  recorded_at timestamptz,
  PRIMARY KEY (consignment_id, element_sequence_number, milestone),
  CHECK ((actual_at IS NULL) = (event_hash IS NULL) AND (event_hash IS NULL) = (stated_by IS NULL) AND (stated_by IS NULL) = (recorded_at IS NULL))
);
GRANT SELECT, INSERT, UPDATE, DELETE ON tracking.milestone TO yidan_app;

-- What each party owes next in each open element: a work list is one walk over this index.
CREATE TABLE tracking.next_step (
  party_id uuid NOT NULL,
  consignment_id uuid NOT NULL REFERENCES consignment.consignment,
  element_sequence_number integer NOT NULL,
  milestone text NOT NULL,
  -- The latest by plan, so that every step has its place in the list.
  due_by timestamptz NOT NULL,
  estimated_at timestamptz,
  PRIMARY KEY (consignment_id, element_sequence_number, party_id)
);
CREATE INDEX next_step_party ON tracking.next_step (party_id, due_by, consignment_id, element_sequence_number);
GRANT SELECT, INSERT, UPDATE, DELETE ON tracking.next_step TO yidan_app;
