-- The schema after all migrations: printed by `node tools/golden.ts`, reviewed, never run.

-- roles
ROLE yidan_app LOGIN NOSUPERUSER NOBYPASSRLS
ROLE yidan_owner NOSUPERUSER NOBYPASSRLS

-- schemas
SCHEMA consignment OWNER yidan_owner
SCHEMA network OWNER yidan_owner
SCHEMA postgres OWNER yidan_owner

-- tables
TABLE consignment.quote
  OWNER yidan_owner
  id uuid NOT NULL
  party_id text
  question text NOT NULL
  answer text NOT NULL
  network_version integer NOT NULL
  created_at timestamp with time zone NOT NULL
  expires_at timestamp with time zone NOT NULL
  quote_check: CHECK ((expires_at > created_at))
  quote_network_version_check: CHECK ((network_version > 0))
  quote_party_id_check: CHECK (((length(party_id) >= 1) AND (length(party_id) <= 64)))
  quote_pkey: PRIMARY KEY (id)
  CREATE INDEX quote_expires ON consignment.quote USING btree (expires_at)

TABLE network.coverage
  OWNER yidan_owner
  singleton boolean NOT NULL DEFAULT true
  until_date date NOT NULL
  coverage_pkey: PRIMARY KEY (singleton)
  coverage_singleton_check: CHECK (singleton)

TABLE network.definition
  OWNER yidan_owner
  network_version integer NOT NULL
  kind text NOT NULL
  id text NOT NULL
  sequence integer NOT NULL
  source text NOT NULL
  confidence text NOT NULL
  facts jsonb NOT NULL
  definition_kind_check: CHECK ((kind = ANY (ARRAY['unit-type'::text, 'cold-chain-class'::text, 'holiday'::text, 'dangerous-goods-ban'::text, 'corridor'::text])))
  definition_network_version_fkey: FOREIGN KEY (network_version) REFERENCES network.network_version(version)
  definition_pkey: PRIMARY KEY (network_version, kind, id)

TABLE network.departure
  OWNER yidan_owner
  id text NOT NULL
  service_id text NOT NULL
  first_local timestamp without time zone NOT NULL
  time_zone text NOT NULL
  plan text NOT NULL
  place_ids text[] NOT NULL
  arrives timestamp with time zone[] NOT NULL
  departs timestamp with time zone[] NOT NULL
  first_place_id text NOT NULL GENERATED STORED place_ids[1]
  first_departs timestamp with time zone NOT NULL
  last_arrives timestamp with time zone NOT NULL
  state text NOT NULL
  network_version integer NOT NULL
  recorded_at timestamp with time zone NOT NULL DEFAULT now()
  departure_check: CHECK (((cardinality(place_ids) = cardinality(arrives)) AND (cardinality(arrives) = cardinality(departs)) AND (cardinality(departs) >= 2)))
  departure_id_check: CHECK (((length(id) >= 1) AND (length(id) <= 64)))
  departure_network_version_fkey: FOREIGN KEY (network_version) REFERENCES network.network_version(version)
  departure_pkey: PRIMARY KEY (id)
  departure_state_check: CHECK ((state = ANY (ARRAY['scheduled'::text, 'withdrawn'::text])))
  CREATE INDEX departure_last_arrives ON network.departure USING btree (last_arrives)
  CREATE INDEX departure_place_time ON network.departure USING btree (first_place_id, first_departs)

TABLE network.departure_capacity
  OWNER yidan_owner
  departure_id text NOT NULL
  leg_number integer NOT NULL
  resource text NOT NULL
  capacity bigint NOT NULL
  taken bigint NOT NULL DEFAULT 0
  departure_capacity_capacity_check: CHECK ((capacity >= 0))
  departure_capacity_check: CHECK (((taken >= 0) AND (taken <= capacity)))
  departure_capacity_departure_id_fkey: FOREIGN KEY (departure_id) REFERENCES network.departure(id)
  departure_capacity_leg_number_check: CHECK ((leg_number >= 0))
  departure_capacity_pkey: PRIMARY KEY (departure_id, leg_number, resource)
  departure_capacity_resource_check: CHECK ((resource = ANY (ARRAY['TEU_CENTI'::text, 'KG'::text])))
  CREATE INDEX departure_capacity_taken ON network.departure_capacity USING btree (departure_id) WHERE (taken > 0)

TABLE network.emission_factor
  OWNER yidan_owner
  network_version integer NOT NULL
  id text NOT NULL
  sequence integer NOT NULL
  kind text NOT NULL
  source text NOT NULL
  confidence text NOT NULL
  facts jsonb NOT NULL
  emission_factor_network_version_fkey: FOREIGN KEY (network_version) REFERENCES network.network_version(version)
  emission_factor_pkey: PRIMARY KEY (network_version, id)

TABLE network.network_version
  OWNER yidan_owner
  version integer NOT NULL
  checksum text NOT NULL
  loaded_at timestamp with time zone NOT NULL
  recorded_at timestamp with time zone NOT NULL DEFAULT now()
  network_version_checksum_check: CHECK ((checksum ~ '^[0-9a-f]{64}$'::text))
  network_version_pkey: PRIMARY KEY (version)
  network_version_version_check: CHECK ((version > 0))

TABLE network.place
  OWNER yidan_owner
  network_version integer NOT NULL
  id text NOT NULL
  sequence integer NOT NULL
  name_zh text NOT NULL
  name_en text NOT NULL
  place_type_code text NOT NULL
  un_location_code character(5)
  iata_code character(3)
  country_code character(2) NOT NULL
  time_zone text NOT NULL
  latitude double precision NOT NULL
  longitude double precision NOT NULL
  status text NOT NULL
  source text NOT NULL
  confidence text NOT NULL
  facts jsonb NOT NULL
  place_id_check: CHECK (((length(id) >= 1) AND (length(id) <= 64)))
  place_latitude_check: CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision)))
  place_longitude_check: CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)))
  place_network_version_fkey: FOREIGN KEY (network_version) REFERENCES network.network_version(version)
  place_pkey: PRIMARY KEY (network_version, id)

TABLE network.road_link
  OWNER yidan_owner
  network_version integer NOT NULL
  id text NOT NULL
  sequence integer NOT NULL
  from_place_id text NOT NULL
  to_place_id text NOT NULL
  distance_km numeric NOT NULL
  duration_minutes integer NOT NULL
  source text NOT NULL
  confidence text NOT NULL
  facts jsonb NOT NULL
  road_link_distance_km_check: CHECK ((distance_km >= (0)::numeric))
  road_link_duration_minutes_check: CHECK ((duration_minutes >= 0))
  road_link_network_version_from_place_id_fkey: FOREIGN KEY (network_version, from_place_id) REFERENCES network.place(network_version, id)
  road_link_network_version_to_place_id_fkey: FOREIGN KEY (network_version, to_place_id) REFERENCES network.place(network_version, id)
  road_link_pkey: PRIMARY KEY (network_version, id)

TABLE network.service
  OWNER yidan_owner
  network_version integer NOT NULL
  id text NOT NULL
  sequence integer NOT NULL
  name_zh text NOT NULL
  name_en text NOT NULL
  mode text NOT NULL
  vehicle_type text NOT NULL
  capacity_basis text NOT NULL
  status text NOT NULL
  plan text NOT NULL
  source text NOT NULL
  confidence text NOT NULL
  facts jsonb NOT NULL
  service_capacity_basis_check: CHECK ((capacity_basis = ANY (ARRAY['departure'::text, 'truck'::text])))
  service_id_check: CHECK (((length(id) >= 1) AND (length(id) <= 50)))
  service_network_version_fkey: FOREIGN KEY (network_version) REFERENCES network.network_version(version)
  service_pkey: PRIMARY KEY (network_version, id)

TABLE network.service_stop
  OWNER yidan_owner
  network_version integer NOT NULL
  service_id text NOT NULL
  sequence integer NOT NULL
  place_id text NOT NULL
  arrive_minutes integer NOT NULL
  depart_minutes integer NOT NULL
  source text NOT NULL
  confidence text NOT NULL
  service_stop_network_version_place_id_fkey: FOREIGN KEY (network_version, place_id) REFERENCES network.place(network_version, id)
  service_stop_network_version_service_id_fkey: FOREIGN KEY (network_version, service_id) REFERENCES network.service(network_version, id)
  service_stop_pkey: PRIMARY KEY (network_version, service_id, sequence)
  service_stop_sequence_check: CHECK ((sequence >= 0))
  CREATE INDEX service_stop_place ON network.service_stop USING btree (network_version, place_id)

TABLE network.tariff
  OWNER yidan_owner
  network_version integer NOT NULL
  id text NOT NULL
  sequence integer NOT NULL
  kind text NOT NULL
  source text NOT NULL
  confidence text NOT NULL
  facts jsonb NOT NULL
  tariff_kind_check: CHECK ((kind = ANY (ARRAY['truck_cost_per_km'::text, 'storage_and_detention'::text, 'customs'::text, 'fx_cny_per_unit'::text])))
  tariff_network_version_fkey: FOREIGN KEY (network_version) REFERENCES network.network_version(version)
  tariff_pkey: PRIMARY KEY (network_version, id)

TABLE postgres.change
  OWNER yidan_owner
  position bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  xact xid8 NOT NULL DEFAULT pg_current_xact_id()
  code text NOT NULL
  resource text NOT NULL
  resource_id text NOT NULL
  audience text NOT NULL DEFAULT 'public'::text
  recorded_at timestamp with time zone NOT NULL DEFAULT now()
  change_code_check: CHECK ((code ~ '^[a-z][a-z0-9-]{0,63}$'::text))
  change_pkey: PRIMARY KEY (xact, "position")
  change_resource_check: CHECK ((resource ~ '^[a-z][a-z0-9-]{0,63}$'::text))
  change_resource_id_check: CHECK (((length(resource_id) >= 1) AND (length(resource_id) <= 64)))

TABLE postgres.file
  OWNER yidan_owner
  id uuid NOT NULL
  sha256 text NOT NULL
  media_type text NOT NULL
  size_bytes bigint NOT NULL
  owner text NOT NULL
  created_at timestamp with time zone NOT NULL
  file_pkey: PRIMARY KEY (id)
  file_sha256_check: CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
  file_size_bytes_check: CHECK ((size_bytes >= 0))
  CREATE INDEX file_sha256 ON postgres.file USING btree (sha256)

TABLE postgres.idempotency
  OWNER yidan_owner
  party_id text NOT NULL
  method text NOT NULL
  path text NOT NULL
  key text NOT NULL
  body_hash text NOT NULL
  holder text NOT NULL
  state text NOT NULL
  status integer
  answer text
  started_at timestamp with time zone NOT NULL
  finished_at timestamp with time zone
  idempotency_check: CHECK (((state = 'DONE'::text) = ((status IS NOT NULL) AND (answer IS NOT NULL) AND (finished_at IS NOT NULL))))
  idempotency_key_check: CHECK ((key ~ '^[!-~]{8,64}$'::text))
  idempotency_pkey: PRIMARY KEY (party_id, method, path, key)
  idempotency_state_check: CHECK ((state = ANY (ARRAY['RUNNING'::text, 'DONE'::text])))
  CREATE INDEX idempotency_started ON postgres.idempotency USING btree (started_at)

TABLE postgres.migration
  OWNER yidan_owner
  name text NOT NULL
  checksum text NOT NULL
  recorded_at timestamp with time zone NOT NULL DEFAULT now()
  migration_pkey: PRIMARY KEY (name)

TABLE postgres.reaction
  OWNER yidan_owner
  name text NOT NULL
  xact xid8 NOT NULL
  position bigint NOT NULL
  reaction_pkey: PRIMARY KEY (name)

-- grants
DEFAULT FOR yidan_owner f {yidan_owner=X/yidan_owner}
GRANT DELETE, INSERT, SELECT ON consignment.quote TO yidan_app
GRANT DELETE, INSERT, SELECT ON postgres.file TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON network.departure_capacity TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON postgres.idempotency TO yidan_app
GRANT INSERT, SELECT ON network.definition TO yidan_app
GRANT INSERT, SELECT ON network.departure TO yidan_app
GRANT INSERT, SELECT ON network.emission_factor TO yidan_app
GRANT INSERT, SELECT ON network.network_version TO yidan_app
GRANT INSERT, SELECT ON network.place TO yidan_app
GRANT INSERT, SELECT ON network.road_link TO yidan_app
GRANT INSERT, SELECT ON network.service TO yidan_app
GRANT INSERT, SELECT ON network.service_stop TO yidan_app
GRANT INSERT, SELECT ON network.tariff TO yidan_app
GRANT INSERT, SELECT ON postgres.change TO yidan_app
GRANT INSERT, SELECT, UPDATE ON network.coverage TO yidan_app
GRANT INSERT, SELECT, UPDATE ON postgres.reaction TO yidan_app
GRANT UPDATE ON network.departure (arrives) TO yidan_app
GRANT UPDATE ON network.departure (departs) TO yidan_app
GRANT UPDATE ON network.departure (first_departs) TO yidan_app
GRANT UPDATE ON network.departure (last_arrives) TO yidan_app
GRANT UPDATE ON network.departure (network_version) TO yidan_app
GRANT UPDATE ON network.departure (place_ids) TO yidan_app
GRANT UPDATE ON network.departure (plan) TO yidan_app
GRANT UPDATE ON network.departure (state) TO yidan_app
GRANT UPDATE ON network.departure (time_zone) TO yidan_app
GRANT USAGE ON SCHEMA consignment TO yidan_app
GRANT USAGE ON SCHEMA network TO yidan_app
GRANT USAGE ON SCHEMA postgres TO yidan_app
