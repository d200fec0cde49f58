-- What the module `postgres` keeps, second part: who may hear of a change, and request keys that live and die with the
-- transaction they guard. Runs as yidan_owner.

-- A change concerns several parties at once; `public` is everybody.
ALTER TABLE postgres.change ADD COLUMN audiences text[] NOT NULL DEFAULT '{public}';
UPDATE postgres.change SET audiences = ARRAY[audience];
ALTER TABLE postgres.change DROP COLUMN audience;

-- Handler, effect and remembered answer are one transaction, so nothing is ever seen half-way: no state, no holder.
DELETE FROM postgres.idempotency WHERE state <> 'DONE';
ALTER TABLE postgres.idempotency DROP COLUMN state, DROP COLUMN holder, DROP COLUMN finished_at,
  ALTER COLUMN status SET NOT NULL, ALTER COLUMN answer SET NOT NULL;

-- Enters in the caller's name and asks whether this request is to be carried out now: one round trip on the way of every
-- POST. `held` false: a twin is at work. Each query in a volatile function has a snapshot of its own, so the row that a twin
-- committed before it let go of the lock is seen; one statement around both would miss it.
CREATE FUNCTION postgres.enter_once(of_party text, of_user text, of_method text, of_path text, of_key text, kept_since timestamptz)
RETURNS TABLE (held boolean, body_hash text, status integer, answer text) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM set_config('yidan.party_id', of_party, true), set_config('yidan.user_id', of_user, true);
  IF NOT pg_try_advisory_xact_lock(hashtextextended(concat_ws(E'\n', of_party, of_method, of_path, of_key), 0)) THEN
    RETURN QUERY SELECT false, NULL::text, NULL::integer, NULL::text;
    RETURN;
  END IF;
  RETURN QUERY SELECT true, kept.body_hash, kept.status, kept.answer FROM postgres.idempotency kept
    WHERE kept.party_id = of_party AND kept.method = of_method AND kept.path = of_path AND kept.key = of_key
      AND kept.started_at > kept_since;
  IF NOT FOUND THEN
    RETURN QUERY SELECT true, NULL::text, NULL::integer, NULL::text;
  END IF;
END $$;
GRANT EXECUTE ON FUNCTION postgres.enter_once TO yidan_app;
