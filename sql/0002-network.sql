-- What the module record/network keeps: versioned definitions (insert only), departures that outlive versions, and the
-- counters of what is sold of them. Runs as yidan_owner.
CREATE SCHEMA network;
GRANT USAGE ON SCHEMA network TO yidan_app;

-- The current version is the highest. The same folder may come back after another, so a checksum may stand twice.
CREATE TABLE network.network_version (
  version integer PRIMARY KEY CHECK (version > 0),
  checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{64}$'),
  loaded_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

-- `facts` is the whole row as the program reads it, exact decimals as text; columns beside it are what SQL asks for.
CREATE TABLE network.place (
  network_version integer NOT NULL REFERENCES network.network_version,
  id text NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
  sequence integer NOT NULL,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  place_type_code text NOT NULL,
  un_location_code char(5),
  iata_code char(3),
  country_code char(2) NOT NULL,
  time_zone text NOT NULL,
  latitude double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  status text NOT NULL,
  source text NOT NULL,
  confidence text NOT NULL,
  facts jsonb NOT NULL,
  PRIMARY KEY (network_version, id)
);

CREATE TABLE network.service (
  network_version integer NOT NULL REFERENCES network.network_version,
  id text NOT NULL CHECK (length(id) BETWEEN 1 AND 50),
  sequence integer NOT NULL,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  mode text NOT NULL,
  vehicle_type text NOT NULL,
  capacity_basis text NOT NULL CHECK (capacity_basis IN ('departure', 'truck')),
  status text NOT NULL,
  -- Checksum of zone, stops and offsets: departures made by the same plan have the same times.
  plan text NOT NULL,
  source text NOT NULL,
  confidence text NOT NULL,
  facts jsonb NOT NULL,
  PRIMARY KEY (network_version, id)
);

CREATE TABLE network.service_stop (
  network_version integer NOT NULL,
  service_id text NOT NULL,
  sequence integer NOT NULL CHECK (sequence >= 0),
  place_id text NOT NULL,
  arrive_minutes integer NOT NULL,
  depart_minutes integer NOT NULL,
  source text NOT NULL,
  confidence text NOT NULL,
  PRIMARY KEY (network_version, service_id, sequence),
  FOREIGN KEY (network_version, service_id) REFERENCES network.service,
  FOREIGN KEY (network_version, place_id) REFERENCES network.place
);
CREATE INDEX service_stop_place ON network.service_stop (network_version, place_id);

CREATE TABLE network.road_link (
  network_version integer NOT NULL,
  id text NOT NULL,
  sequence integer NOT NULL,
  from_place_id text NOT NULL,
  to_place_id text NOT NULL,
  distance_km numeric NOT NULL CHECK (distance_km >= 0),
  duration_minutes integer NOT NULL CHECK (duration_minutes >= 0),
  source text NOT NULL,
  confidence text NOT NULL,
  facts jsonb NOT NULL,
  PRIMARY KEY (network_version, id),
  FOREIGN KEY (network_version, from_place_id) REFERENCES network.place,
  FOREIGN KEY (network_version, to_place_id) REFERENCES network.place
);

-- Ids are those of a charge line's source: "customs/export general".
CREATE TABLE network.tariff (
  network_version integer NOT NULL REFERENCES network.network_version,
  id text NOT NULL,
  sequence integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('truck_cost_per_km', 'storage_and_detention', 'customs', 'fx_cny_per_unit')),
  source text NOT NULL,
  confidence text NOT NULL,
  facts jsonb NOT NULL,
  PRIMARY KEY (network_version, id)
);

CREATE TABLE network.emission_factor (
  network_version integer NOT NULL REFERENCES network.network_version,
  id text NOT NULL,
  sequence integer NOT NULL,
  kind text NOT NULL,
  source text NOT NULL,
  confidence text NOT NULL,
  facts jsonb NOT NULL,
  PRIMARY KEY (network_version, id)
);

-- The small tables: unit types, cold chain, calendar, dangerous goods, corridors.
CREATE TABLE network.definition (
  network_version integer NOT NULL REFERENCES network.network_version,
  kind text NOT NULL CHECK (kind IN ('unit-type', 'cold-chain-class', 'holiday', 'dangerous-goods-ban', 'corridor')),
  id text NOT NULL,
  sequence integer NOT NULL,
  source text NOT NULL,
  confidence text NOT NULL,
  facts jsonb NOT NULL,
  PRIMARY KEY (network_version, kind, id)
);

GRANT SELECT, INSERT ON network.network_version, network.place, network.service, network.service_stop, network.road_link, network.tariff,
  network.emission_factor, network.definition TO yidan_app;

-- Stable id: service and first planned local time. Outlives versions; `network_version` is the last that planned it.
CREATE TABLE network.departure (
  id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  service_id text NOT NULL,
  first_local timestamp NOT NULL,
  time_zone text NOT NULL,
  plan text NOT NULL,
  place_ids text[] NOT NULL,
  arrives timestamptz[] NOT NULL,
  departs timestamptz[] NOT NULL,
  first_place_id text NOT NULL GENERATED ALWAYS AS (place_ids[1]) STORED,
  first_departs timestamptz NOT NULL,
  last_arrives timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('scheduled', 'withdrawn')),
  network_version integer NOT NULL REFERENCES network.network_version,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  CHECK (cardinality(place_ids) = cardinality(arrives) AND cardinality(arrives) = cardinality(departs) AND cardinality(departs) >= 2)
);
CREATE INDEX departure_place_time ON network.departure (first_place_id, first_departs);
CREATE INDEX departure_last_arrives ON network.departure (last_arrives);
GRANT SELECT, INSERT ON network.departure TO yidan_app;
GRANT UPDATE (plan, time_zone, place_ids, arrives, departs, first_departs, last_arrives, state, network_version) ON network.departure TO yidan_app;

-- The counter per leg (leg k runs from stop k to stop k + 1, counted from 0) and resource. Lorries, being elastic, have none.
CREATE TABLE network.departure_capacity (
  departure_id text NOT NULL REFERENCES network.departure,
  leg_number integer NOT NULL CHECK (leg_number >= 0),
  resource text NOT NULL CHECK (resource IN ('TEU_CENTI', 'KG')),
  capacity bigint NOT NULL CHECK (capacity >= 0),
  taken bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (departure_id, leg_number, resource),
  CHECK (taken BETWEEN 0 AND capacity)
);
CREATE INDEX departure_capacity_taken ON network.departure_capacity (departure_id) WHERE taken > 0;
GRANT SELECT, INSERT, UPDATE, DELETE ON network.departure_capacity TO yidan_app;

-- Up to which local day departures have been made; one row.
CREATE TABLE network.coverage (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  until_date date NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON network.coverage TO yidan_app;
