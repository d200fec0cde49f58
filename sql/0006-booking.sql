-- What the module record/consignment keeps of a promise and of what became of it: bookings, the capacity they claim, and
-- consignments. Runs as yidan_owner.
-- Party ids have no foreign key: parties are never deleted, and the share lock of a key would make every booking of one
-- shipper, and every leg of one carrier, write to the same row. Facts are `json`, kept as the program wrote them.

-- A quote belongs to the party's UUID; before there were accounts every quote was anonymous.
ALTER TABLE consignment.quote DROP CONSTRAINT quote_party_id_check;
ALTER TABLE consignment.quote ALTER COLUMN party_id TYPE uuid USING party_id::uuid;

-- One chain of a quote's answer with what booking it needs, so that a booking need not read the whole answer again. Quotes of
-- before are asked anew: they could not be booked.
CREATE TABLE consignment.quote_offer (
  quote_id uuid NOT NULL REFERENCES consignment.quote ON DELETE CASCADE,
  itinerary_id text NOT NULL CHECK (length(itinerary_id) BETWEEN 1 AND 64),
  offer text NOT NULL,
  PRIMARY KEY (quote_id, itinerary_id)
);
GRANT SELECT, INSERT ON consignment.quote_offer TO yidan_app;

CREATE TABLE consignment.booking (
  id uuid PRIMARY KEY,
  -- Quotes are swept while bookings stay, so what was promised is frozen here.
  quote_id uuid NOT NULL,
  itinerary_id text NOT NULL CHECK (length(itinerary_id) BETWEEN 1 AND 64),
  party_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('HELD', 'CONFIRMED', 'EXPIRED', 'CANCELLED')),
  hold_expires_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  network_version integer NOT NULL CHECK (network_version > 0),
  consignor_party_id uuid,
  consignee_party_id uuid,
  freight_forwarder_party_id uuid,
  carrier_party_id uuid NOT NULL,
  -- {consignor, consignee, freightForwarder?, carrier}, named as on the day of booking.
  parties json NOT NULL,
  request text NOT NULL,
  used_equipment json,
  question json NOT NULL,
  itinerary json NOT NULL,
  exchange_rates json NOT NULL,
  places json NOT NULL,
  -- Of the chain's scheduled legs, elastic lorries too.
  departure_ids text[] NOT NULL,
  consignor_assigned_id text,
  demo boolean NOT NULL,
  consignment_id uuid,
  cancellation_reason text,
  created_at timestamptz NOT NULL,
  CHECK ((state = 'CONFIRMED') = (consignment_id IS NOT NULL))
);
CREATE INDEX booking_party ON consignment.booking (party_id, id);
CREATE INDEX booking_held ON consignment.booking (hold_expires_at) WHERE state = 'HELD';
GRANT SELECT, INSERT ON consignment.booking TO yidan_app;
GRANT UPDATE (state, version, consignment_id, cancellation_reason) ON consignment.booking TO yidan_app;

-- The law: taken = sum of claims held or booked, for every counter.
CREATE TABLE consignment.capacity_claim (
  booking_id uuid NOT NULL REFERENCES consignment.booking DEFERRABLE INITIALLY DEFERRED,
  departure_id text NOT NULL,
  leg_number integer NOT NULL,
  resource text NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  state text NOT NULL CHECK (state IN ('HELD', 'BOOKED', 'RELEASED')),
  PRIMARY KEY (booking_id, departure_id, leg_number, resource)
);
GRANT SELECT, INSERT ON consignment.capacity_claim TO yidan_app;
GRANT UPDATE (state) ON consignment.capacity_claim TO yidan_app;

-- Gives back what these bookings claim; whoever calls holds their rows. Answers the departures that have more room now.
CREATE FUNCTION consignment.release_capacity(bookings uuid[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM FROM network.departure_capacity c JOIN consignment.capacity_claim k USING (departure_id, leg_number, resource)
    WHERE k.booking_id = ANY (bookings) AND k.state <> 'RELEASED'
    ORDER BY c.departure_id, c.leg_number, c.resource FOR UPDATE OF c;
  RETURN QUERY WITH freed AS (
      UPDATE consignment.capacity_claim SET state = 'RELEASED' WHERE booking_id = ANY (bookings) AND state <> 'RELEASED'
      RETURNING departure_id, leg_number, resource, quantity
    ), together AS (
      SELECT departure_id, leg_number, resource, sum(quantity)::bigint AS quantity FROM freed GROUP BY departure_id, leg_number, resource
    ), given AS (
      UPDATE network.departure_capacity c SET taken = c.taken - t.quantity FROM together t
      WHERE c.departure_id = t.departure_id AND c.leg_number = t.leg_number AND c.resource = t.resource
    )
    SELECT DISTINCT departure_id FROM freed;
END $$;

-- Takes everything or nothing. A row of the answer is either a counter that is short (nothing is taken then) or a hold on
-- one of these departures that had run out at `at` and gave its room back on the way. A resource without a counter (an
-- elastic lorry) is not counted. All counters are locked in one pass in key order, so no two holds wait for each other.
CREATE FUNCTION consignment.hold_capacity(
  booking uuid, departures text[], legs integer[], resources text[], quantities bigint[], at timestamptz
) RETURNS TABLE (departure_id text, leg_number integer, resource text, free bigint, expired_booking_id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  run_out uuid[];
BEGIN
  SELECT array_agg(e.id) INTO run_out FROM (
    SELECT b.id FROM consignment.booking b
    WHERE b.state = 'HELD' AND b.hold_expires_at <= at
      AND EXISTS (SELECT FROM consignment.capacity_claim k WHERE k.booking_id = b.id AND k.departure_id = ANY (departures))
    FOR UPDATE SKIP LOCKED
  ) e;
  IF run_out IS NULL THEN
    -- What is plainly sold out is told without a lock.
    RETURN QUERY SELECT c.departure_id, c.leg_number, c.resource, c.capacity - c.taken, NULL::uuid
      FROM unnest(departures, legs, resources, quantities) AS w(departure_id, leg_number, resource, quantity)
      JOIN network.departure_capacity c USING (departure_id, leg_number, resource) WHERE c.capacity - c.taken < w.quantity;
    IF FOUND THEN
      RETURN;
    END IF;
    PERFORM FROM unnest(departures, legs, resources) AS w(departure_id, leg_number, resource)
      JOIN network.departure_capacity c USING (departure_id, leg_number, resource)
      ORDER BY c.departure_id, c.leg_number, c.resource FOR UPDATE OF c;
  ELSE
    PERFORM FROM (
        SELECT * FROM unnest(departures, legs, resources) AS w(departure_id, leg_number, resource)
        UNION SELECT k.departure_id, k.leg_number, k.resource FROM consignment.capacity_claim k
          WHERE k.booking_id = ANY (run_out) AND k.state <> 'RELEASED'
      ) w JOIN network.departure_capacity c USING (departure_id, leg_number, resource)
      ORDER BY c.departure_id, c.leg_number, c.resource FOR UPDATE OF c;
    UPDATE consignment.booking b SET state = 'EXPIRED', version = b.version + 1 WHERE b.id = ANY (run_out);
    PERFORM consignment.release_capacity(run_out);
    RETURN QUERY SELECT NULL::text, NULL::integer, NULL::text, NULL::bigint, unnest(run_out);
  END IF;
  RETURN QUERY SELECT c.departure_id, c.leg_number, c.resource, c.capacity - c.taken, NULL::uuid
    FROM unnest(departures, legs, resources, quantities) AS w(departure_id, leg_number, resource, quantity)
    JOIN network.departure_capacity c USING (departure_id, leg_number, resource) WHERE c.capacity - c.taken < w.quantity;
  IF FOUND THEN
    RETURN;
  END IF;
  WITH taken AS (
    UPDATE network.departure_capacity c SET taken = c.taken + w.quantity
    FROM unnest(departures, legs, resources, quantities) AS w(departure_id, leg_number, resource, quantity)
    WHERE c.departure_id = w.departure_id AND c.leg_number = w.leg_number AND c.resource = w.resource
    RETURNING c.departure_id, c.leg_number, c.resource, w.quantity
  )
  INSERT INTO consignment.capacity_claim (booking_id, departure_id, leg_number, resource, quantity, state)
  SELECT booking, t.departure_id, t.leg_number, t.resource, t.quantity, 'HELD' FROM taken t;
END $$;
GRANT EXECUTE ON FUNCTION consignment.release_capacity, consignment.hold_capacity TO yidan_app;

-- Numbers of consignments; a sequence, so that two who confirm never wait for each other.
CREATE SEQUENCE consignment.consignment_number;
GRANT USAGE ON SEQUENCE consignment.consignment_number TO yidan_app;

CREATE TABLE consignment.consignment (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 35),
  status text NOT NULL CHECK (status IN ('CONFIRMED', 'IN_TRANSIT', 'DELIVERED', 'CANCELLED')),
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  booking_id uuid NOT NULL UNIQUE REFERENCES consignment.booking,
  -- Where it was made when that is another city; it keeps its id.
  home_origin text,
  network_version integer NOT NULL CHECK (network_version > 0),
  consignor_assigned_id text,
  parties json NOT NULL,
  cargo_form_code text NOT NULL,
  requested_equipment json,
  carrier_acceptance_location json NOT NULL,
  consignee_receipt_location json NOT NULL,
  declared_value_minor bigint,
  declared_value_currency char(3),
  total_minor bigint NOT NULL,
  total_currency char(3) NOT NULL,
  emission_g bigint NOT NULL,
  unpriced json NOT NULL,
  exchange_rates json NOT NULL,
  places json NOT NULL,
  demo boolean NOT NULL,
  -- Until here it may be cancelled: the first leg's cut-off, or when a lorry on demand must have left.
  closes_at timestamptz NOT NULL,
  planned_delivery_at timestamptz NOT NULL,
  progress_element_sequence_number integer,
  progress_milestone text,
  progress_milestone_at timestamptz,
  estimated_delivery_at timestamptz,
  bill_id uuid,
  transport_document_reference text,
  transport_document_status text,
  cancellation_reason text,
  created_at timestamptz NOT NULL,
  CHECK ((declared_value_minor IS NULL) = (declared_value_currency IS NULL)),
  CHECK ((bill_id IS NULL) = (transport_document_status IS NULL)),
  CHECK ((progress_element_sequence_number IS NULL) = (progress_milestone IS NULL) AND (progress_milestone IS NULL) = (progress_milestone_at IS NULL)),
  CHECK ((status = 'CANCELLED') = (cancellation_reason IS NOT NULL))
);
GRANT SELECT, INSERT ON consignment.consignment TO yidan_app;
GRANT UPDATE (status, version, progress_element_sequence_number, progress_milestone, progress_milestone_at, estimated_delivery_at, bill_id,
  transport_document_reference, transport_document_status, cancellation_reason) ON consignment.consignment TO yidan_app;

-- Who may see it; what row-level security will read.
CREATE TABLE consignment.consignment_party (
  consignment_id uuid NOT NULL REFERENCES consignment.consignment,
  party_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('CONSIGNOR', 'CONSIGNEE', 'FREIGHT_FORWARDER', 'CARRIER', 'ELEMENT_CARRIER', 'HUB_OPERATOR', 'AUTHORITY')),
  PRIMARY KEY (consignment_id, party_id, role)
);
CREATE INDEX consignment_party_party ON consignment.consignment_party (party_id, consignment_id);

CREATE TABLE consignment.item (
  consignment_id uuid NOT NULL REFERENCES consignment.consignment,
  sequence_number integer NOT NULL,
  gross_weight_kg numeric(14, 3) NOT NULL,
  facts json NOT NULL,
  PRIMARY KEY (consignment_id, sequence_number)
);

CREATE TABLE consignment.equipment (
  consignment_id uuid NOT NULL REFERENCES consignment.consignment,
  sequence_number integer NOT NULL,
  equipment_id text NOT NULL,
  unit_type_code text NOT NULL,
  facts json NOT NULL,
  PRIMARY KEY (consignment_id, sequence_number)
);

CREATE TABLE consignment.element (
  consignment_id uuid NOT NULL REFERENCES consignment.consignment,
  sequence_number integer NOT NULL,
  id uuid NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('LEG', 'HUB_OPERATION')),
  -- The mode that answers for it; `park` at a hub.
  mode text NOT NULL,
  departure_id text,
  carrier_id uuid,
  authority_id uuid,
  planned_start_at timestamptz NOT NULL,
  planned_end_at timestamptz NOT NULL,
  owed text[] NOT NULL,
  facts json NOT NULL,
  PRIMARY KEY (consignment_id, sequence_number)
);
CREATE INDEX element_departure ON consignment.element (departure_id) WHERE departure_id IS NOT NULL;

CREATE TABLE consignment.charge (
  consignment_id uuid NOT NULL REFERENCES consignment.consignment,
  sequence_number integer NOT NULL,
  charge_code text NOT NULL,
  element_sequence_number integer NOT NULL,
  applied_minor bigint NOT NULL,
  applied_currency char(3) NOT NULL,
  facts json NOT NULL,
  PRIMARY KEY (consignment_id, sequence_number)
);

-- Exact numbers that people search by, without spaces and dashes.
CREATE TABLE consignment.identifier (
  kind text NOT NULL CHECK (kind IN ('CONSIGNMENT_NUMBER', 'CONSIGNOR_ASSIGNED_ID', 'EQUIPMENT', 'TRANSPORT_DOCUMENT_REFERENCE')),
  value text NOT NULL CHECK (length(value) BETWEEN 1 AND 64),
  consignment_id uuid NOT NULL REFERENCES consignment.consignment,
  PRIMARY KEY (value, kind, consignment_id)
);
GRANT SELECT, INSERT ON consignment.consignment_party, consignment.item, consignment.equipment, consignment.element, consignment.charge,
  consignment.identifier TO yidan_app;

-- A held booking becomes a consignment, whose number it answers. A function, since PostgreSQL then plans its statements once
-- for a connection and not for each confirmation; `head` has the columns of the consignment, the others an array of rows.
CREATE FUNCTION consignment.confirm_booking(
  booking uuid, made uuid, prefix text, head json, named json, items json, boxes json, elements json, charges json, identifiers json
) RETURNS text LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  running text := nextval('consignment.consignment_number')::text;
  given text := prefix || repeat('0', greatest(0, 6 - length(running))) || running;
BEGIN
  UPDATE consignment.booking b SET state = 'CONFIRMED', version = b.version + 1, consignment_id = made WHERE b.id = booking;
  UPDATE consignment.capacity_claim k SET state = 'BOOKED' WHERE k.booking_id = booking AND k.state = 'HELD';
  INSERT INTO consignment.consignment (id, number, status, booking_id, network_version, consignor_assigned_id, parties, cargo_form_code,
      requested_equipment, carrier_acceptance_location, consignee_receipt_location, declared_value_minor, declared_value_currency,
      total_minor, total_currency, emission_g, unpriced, exchange_rates, places, demo, closes_at, planned_delivery_at, created_at)
    SELECT made, given, 'CONFIRMED', booking, h.network_version, h.consignor_assigned_id, h.parties, h.cargo_form_code,
      h.requested_equipment, h.carrier_acceptance_location, h.consignee_receipt_location, h.declared_value_minor, h.declared_value_currency,
      h.total_minor, h.total_currency, h.emission_g, h.unpriced, h.exchange_rates, h.places, h.demo, h.closes_at, h.planned_delivery_at, h.created_at
    FROM json_to_record(head) AS h(network_version integer, consignor_assigned_id text, parties json, cargo_form_code text,
      requested_equipment json, carrier_acceptance_location json, consignee_receipt_location json, declared_value_minor bigint,
      declared_value_currency text, total_minor bigint, total_currency text, emission_g bigint, unpriced json, exchange_rates json,
      places json, demo boolean, closes_at timestamptz, planned_delivery_at timestamptz, created_at timestamptz);
  INSERT INTO consignment.consignment_party (consignment_id, party_id, role)
    SELECT made, p."partyId", p.role FROM json_to_recordset(named) AS p("partyId" uuid, role text);
  INSERT INTO consignment.item (consignment_id, sequence_number, gross_weight_kg, facts)
    SELECT made, (i.value->>'sequenceNumber')::integer, (i.value->>'grossWeightKg')::numeric, i.value FROM json_array_elements(items) AS i;
  INSERT INTO consignment.equipment (consignment_id, sequence_number, equipment_id, unit_type_code, facts)
    SELECT made, b.ordinality, b.value->>'id', b.value->>'unitTypeCode', b.value FROM json_array_elements(boxes) WITH ORDINALITY AS b;
  INSERT INTO consignment.element (consignment_id, sequence_number, id, kind, mode, departure_id, carrier_id, authority_id,
      planned_start_at, planned_end_at, owed, facts)
    SELECT made, e."sequenceNumber", e.id, e.kind, e.mode, e."departureId", e."carrierId", e."authorityId", e."plannedStart", e."plannedEnd",
      e.owed, e.facts
    FROM json_to_recordset(elements) AS e("sequenceNumber" integer, id uuid, kind text, mode text, "departureId" text, "carrierId" uuid,
      "authorityId" uuid, "plannedStart" timestamptz, "plannedEnd" timestamptz, owed text[], facts json);
  INSERT INTO consignment.charge (consignment_id, sequence_number, charge_code, element_sequence_number, applied_minor, applied_currency, facts)
    SELECT made, c.ordinality, c.value->>'chargeCode', (c.value->>'elementSequenceNumber')::integer,
      (c.value->'appliedAmount'->>'minor')::bigint, c.value->'appliedAmount'->>'currency', c.value
    FROM json_array_elements(charges) WITH ORDINALITY AS c;
  INSERT INTO consignment.identifier (kind, value, consignment_id)
    SELECT i.kind, i.value, made FROM json_to_recordset(identifiers) AS i(kind text, value text)
    UNION ALL SELECT 'CONSIGNMENT_NUMBER', replace(given, '-', ''), made;
  RETURN given;
END $$;
GRANT EXECUTE ON FUNCTION consignment.confirm_booking TO yidan_app;
