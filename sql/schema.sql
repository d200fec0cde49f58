-- The schema after all migrations: printed by `node tools/golden.ts`, reviewed, never run.

-- roles
ROLE yidan_app LOGIN NOSUPERUSER NOBYPASSRLS
ROLE yidan_owner NOSUPERUSER NOBYPASSRLS

-- extensions
EXTENSION btree_gist

-- schemas
SCHEMA auth OWNER yidan_owner
SCHEMA bill OWNER yidan_owner
SCHEMA consignment OWNER yidan_owner
SCHEMA network OWNER yidan_owner
SCHEMA parties OWNER yidan_owner
SCHEMA postgres OWNER yidan_owner
SCHEMA title OWNER yidan_owner
SCHEMA tracking OWNER yidan_owner

-- tables
TABLE auth."user"
  OWNER yidan_owner
  id text NOT NULL
  name text NOT NULL
  email text NOT NULL
  emailVerified boolean NOT NULL
  image text
  createdAt timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  updatedAt timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  user_email_key: UNIQUE (email)
  user_pkey: PRIMARY KEY (id)

TABLE auth.account
  OWNER yidan_owner
  id text NOT NULL
  accountId text NOT NULL
  providerId text NOT NULL
  userId text NOT NULL
  accessToken text
  refreshToken text
  idToken text
  accessTokenExpiresAt timestamp with time zone
  refreshTokenExpiresAt timestamp with time zone
  scope text
  password text
  createdAt timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  updatedAt timestamp with time zone NOT NULL
  account_pkey: PRIMARY KEY (id)
  account_userId_fkey: FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
  CREATE INDEX "account_userId_idx" ON auth.account USING btree ("userId")

TABLE auth.session
  OWNER yidan_owner
  id text NOT NULL
  expiresAt timestamp with time zone NOT NULL
  token text NOT NULL
  createdAt timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  updatedAt timestamp with time zone NOT NULL
  ipAddress text
  userAgent text
  userId text NOT NULL
  session_pkey: PRIMARY KEY (id)
  session_token_key: UNIQUE (token)
  session_userId_fkey: FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
  CREATE INDEX "session_userId_idx" ON auth.session USING btree ("userId")

TABLE auth.verification
  OWNER yidan_owner
  id text NOT NULL
  identifier text NOT NULL
  value text NOT NULL
  expiresAt timestamp with time zone NOT NULL
  createdAt timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  updatedAt timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  verification_pkey: PRIMARY KEY (id)
  CREATE INDEX verification_identifier_idx ON auth.verification USING btree (identifier)

TABLE bill.bill
  OWNER yidan_owner
  id uuid NOT NULL
  consignment_id uuid NOT NULL
  reference text NOT NULL
  vc text NOT NULL
  checksum text NOT NULL
  kid text NOT NULL
  network_version integer NOT NULL
  state text NOT NULL
  sequence integer NOT NULL
  holder_party_id uuid NOT NULL
  issuer_party_id uuid NOT NULL
  issued_at timestamp with time zone NOT NULL
  bill_checksum_check: CHECK ((checksum ~ '^[0-9a-f]{64}$'::text))
  bill_consignment_id_fkey: FOREIGN KEY (consignment_id) REFERENCES consignment.consignment(id)
  bill_kid_fkey: FOREIGN KEY (kid) REFERENCES bill.signing_key(kid)
  bill_network_version_check: CHECK ((network_version > 0))
  bill_pkey: PRIMARY KEY (id)
  bill_reference_check: CHECK ((reference ~ '^[A-Z0-9]{1,20}$'::text))
  bill_reference_key: UNIQUE (reference)
  bill_sequence_check: CHECK ((sequence >= 0))
  bill_state_check: CHECK ((state = ANY (ARRAY['ISSUED'::text, 'PENDING_SURRENDER_FOR_DELIVERY'::text, 'SURRENDERED_FOR_DELIVERY'::text, 'VOIDED'::text])))
  CREATE INDEX bill_consignment ON bill.bill USING btree (consignment_id, id)
  CREATE INDEX bill_holder ON bill.bill USING btree (holder_party_id, id)

TABLE bill.bill_equipment
  OWNER yidan_owner
  bill_id uuid NOT NULL
  equipment_id text NOT NULL
  during tstzrange NOT NULL
  live boolean NOT NULL DEFAULT true
  bill_equipment_bill_id_fkey: FOREIGN KEY (bill_id) REFERENCES bill.bill(id)
  bill_equipment_during_check: CHECK ((NOT isempty(during)))
  bill_equipment_equipment_id_check: CHECK (((length(equipment_id) >= 1) AND (length(equipment_id) <= 17)))
  bill_equipment_once: EXCLUDE USING gist (equipment_id WITH =, during WITH &&) WHERE (live)
  bill_equipment_pkey: PRIMARY KEY (bill_id, equipment_id)

TABLE bill.bill_goods
  OWNER yidan_owner
  bill_id uuid NOT NULL
  consignment_id uuid NOT NULL
  item_sequence integer NOT NULL
  live boolean NOT NULL DEFAULT true
  bill_goods_bill_id_fkey: FOREIGN KEY (bill_id) REFERENCES bill.bill(id)
  bill_goods_consignment_id_item_sequence_fkey: FOREIGN KEY (consignment_id, item_sequence) REFERENCES consignment.item(consignment_id, sequence_number)
  bill_goods_pkey: PRIMARY KEY (bill_id, consignment_id, item_sequence)
  CREATE UNIQUE INDEX bill_goods_live ON bill.bill_goods USING btree (consignment_id, item_sequence) WHERE live

TABLE bill.signing_key
  OWNER yidan_owner
  kid text NOT NULL
  public_jwk text NOT NULL
  file_id uuid NOT NULL
  active_from timestamp with time zone NOT NULL
  retired_at timestamp with time zone
  signing_key_check: CHECK ((retired_at >= active_from))
  signing_key_file_id_fkey: FOREIGN KEY (file_id) REFERENCES postgres.file(id)
  signing_key_kid_check: CHECK ((kid ~ '^[A-Za-z0-9_-]{43}$'::text))
  signing_key_pkey: PRIMARY KEY (kid)
  signing_key_public_jwk_check: CHECK ((public_jwk !~ '"d"'::text))
  CREATE UNIQUE INDEX signing_key_active ON bill.signing_key USING btree ((true)) WHERE (retired_at IS NULL)

TABLE consignment.booking
  OWNER yidan_owner
  id uuid NOT NULL
  quote_id uuid NOT NULL
  itinerary_id text NOT NULL
  party_id uuid NOT NULL
  state text NOT NULL
  hold_expires_at timestamp with time zone NOT NULL
  version integer NOT NULL DEFAULT 1
  network_version integer NOT NULL
  consignor_party_id uuid
  consignee_party_id uuid
  freight_forwarder_party_id uuid
  carrier_party_id uuid NOT NULL
  parties json NOT NULL
  request text NOT NULL
  used_equipment json
  question json NOT NULL
  itinerary json NOT NULL
  exchange_rates json NOT NULL
  places json NOT NULL
  departure_ids text[] NOT NULL
  consignor_assigned_id text
  demo boolean NOT NULL
  consignment_id uuid
  cancellation_reason text
  created_at timestamp with time zone NOT NULL
  booking_check: CHECK (((state = 'CONFIRMED'::text) = (consignment_id IS NOT NULL)))
  booking_itinerary_id_check: CHECK (((length(itinerary_id) >= 1) AND (length(itinerary_id) <= 64)))
  booking_network_version_check: CHECK ((network_version > 0))
  booking_pkey: PRIMARY KEY (id)
  booking_state_check: CHECK ((state = ANY (ARRAY['HELD'::text, 'CONFIRMED'::text, 'EXPIRED'::text, 'CANCELLED'::text])))
  booking_version_check: CHECK ((version > 0))
  CREATE INDEX booking_held ON consignment.booking USING btree (hold_expires_at) WHERE (state = 'HELD'::text)
  CREATE INDEX booking_party ON consignment.booking USING btree (party_id, id)

TABLE consignment.capacity_claim
  OWNER yidan_owner
  booking_id uuid NOT NULL
  departure_id text NOT NULL
  leg_number integer NOT NULL
  resource text NOT NULL
  quantity bigint NOT NULL
  state text NOT NULL
  capacity_claim_booking_id_fkey: FOREIGN KEY (booking_id) REFERENCES consignment.booking(id) DEFERRABLE INITIALLY DEFERRED
  capacity_claim_pkey: PRIMARY KEY (booking_id, departure_id, leg_number, resource)
  capacity_claim_quantity_check: CHECK ((quantity > 0))
  capacity_claim_state_check: CHECK ((state = ANY (ARRAY['HELD'::text, 'BOOKED'::text, 'RELEASED'::text])))

TABLE consignment.charge
  OWNER yidan_owner
  consignment_id uuid NOT NULL
  sequence_number integer NOT NULL
  charge_code text NOT NULL
  element_sequence_number integer NOT NULL
  applied_minor bigint NOT NULL
  applied_currency character(3) NOT NULL
  facts json NOT NULL
  charge_consignment_id_fkey: FOREIGN KEY (consignment_id) REFERENCES consignment.consignment(id)
  charge_pkey: PRIMARY KEY (consignment_id, sequence_number)

TABLE consignment.consignment
  OWNER yidan_owner
  id uuid NOT NULL
  number text NOT NULL
  status text NOT NULL
  version integer NOT NULL DEFAULT 1
  booking_id uuid NOT NULL
  home_origin text
  network_version integer NOT NULL
  consignor_assigned_id text
  parties json NOT NULL
  cargo_form_code text NOT NULL
  requested_equipment json
  carrier_acceptance_location json NOT NULL
  consignee_receipt_location json NOT NULL
  declared_value_minor bigint
  declared_value_currency character(3)
  total_minor bigint NOT NULL
  total_currency character(3) NOT NULL
  emission_g bigint NOT NULL
  unpriced json NOT NULL
  exchange_rates json NOT NULL
  places json NOT NULL
  demo boolean NOT NULL
  closes_at timestamp with time zone NOT NULL
  planned_delivery_at timestamp with time zone NOT NULL
  progress_element_sequence_number integer
  progress_milestone text
  progress_milestone_at timestamp with time zone
  estimated_delivery_at timestamp with time zone
  bill_id uuid
  transport_document_reference text
  transport_document_status text
  cancellation_reason text
  created_at timestamp with time zone NOT NULL
  consignment_booking_id_fkey: FOREIGN KEY (booking_id) REFERENCES consignment.booking(id)
  consignment_booking_id_key: UNIQUE (booking_id)
  consignment_check1: CHECK (((bill_id IS NULL) = (transport_document_status IS NULL)))
  consignment_check2: CHECK ((((progress_element_sequence_number IS NULL) = (progress_milestone IS NULL)) AND ((progress_milestone IS NULL) = (progress_milestone_at IS NULL))))
  consignment_check3: CHECK (((status = 'CANCELLED'::text) = (cancellation_reason IS NOT NULL)))
  consignment_check: CHECK (((declared_value_minor IS NULL) = (declared_value_currency IS NULL)))
  consignment_network_version_check: CHECK ((network_version > 0))
  consignment_number_check: CHECK (((length(number) >= 1) AND (length(number) <= 35)))
  consignment_number_key: UNIQUE (number)
  consignment_pkey: PRIMARY KEY (id)
  consignment_status_check: CHECK ((status = ANY (ARRAY['CONFIRMED'::text, 'IN_TRANSIT'::text, 'DELIVERED'::text, 'CANCELLED'::text])))
  consignment_version_check: CHECK ((version > 0))

TABLE consignment.consignment_party
  OWNER yidan_owner
  consignment_id uuid NOT NULL
  party_id uuid NOT NULL
  role text NOT NULL
  consignment_party_consignment_id_fkey: FOREIGN KEY (consignment_id) REFERENCES consignment.consignment(id)
  consignment_party_pkey: PRIMARY KEY (consignment_id, party_id, role)
  consignment_party_role_check: CHECK ((role = ANY (ARRAY['CONSIGNOR'::text, 'CONSIGNEE'::text, 'FREIGHT_FORWARDER'::text, 'CARRIER'::text, 'ELEMENT_CARRIER'::text, 'HUB_OPERATOR'::text, 'AUTHORITY'::text])))
  CREATE INDEX consignment_party_party ON consignment.consignment_party USING btree (party_id, consignment_id)

TABLE consignment.element
  OWNER yidan_owner
  consignment_id uuid NOT NULL
  sequence_number integer NOT NULL
  id uuid NOT NULL
  kind text NOT NULL
  mode text NOT NULL
  departure_id text
  carrier_id uuid
  authority_id uuid
  planned_start_at timestamp with time zone NOT NULL
  planned_end_at timestamp with time zone NOT NULL
  owed text[] NOT NULL
  facts json NOT NULL
  element_consignment_id_fkey: FOREIGN KEY (consignment_id) REFERENCES consignment.consignment(id)
  element_id_key: UNIQUE (id)
  element_kind_check: CHECK ((kind = ANY (ARRAY['LEG'::text, 'HUB_OPERATION'::text])))
  element_pkey: PRIMARY KEY (consignment_id, sequence_number)
  CREATE INDEX element_departure ON consignment.element USING btree (departure_id) WHERE (departure_id IS NOT NULL)

TABLE consignment.equipment
  OWNER yidan_owner
  consignment_id uuid NOT NULL
  sequence_number integer NOT NULL
  equipment_id text NOT NULL
  unit_type_code text NOT NULL
  facts json NOT NULL
  equipment_consignment_id_fkey: FOREIGN KEY (consignment_id) REFERENCES consignment.consignment(id)
  equipment_pkey: PRIMARY KEY (consignment_id, sequence_number)

TABLE consignment.identifier
  OWNER yidan_owner
  kind text NOT NULL
  value text NOT NULL
  consignment_id uuid NOT NULL
  identifier_consignment_id_fkey: FOREIGN KEY (consignment_id) REFERENCES consignment.consignment(id)
  identifier_kind_check: CHECK ((kind = ANY (ARRAY['CONSIGNMENT_NUMBER'::text, 'CONSIGNOR_ASSIGNED_ID'::text, 'EQUIPMENT'::text, 'TRANSPORT_DOCUMENT_REFERENCE'::text])))
  identifier_pkey: PRIMARY KEY (value, kind, consignment_id)
  identifier_value_check: CHECK (((length(value) >= 1) AND (length(value) <= 64)))

TABLE consignment.item
  OWNER yidan_owner
  consignment_id uuid NOT NULL
  sequence_number integer NOT NULL
  gross_weight_kg numeric(14,3) NOT NULL
  facts json NOT NULL
  item_consignment_id_fkey: FOREIGN KEY (consignment_id) REFERENCES consignment.consignment(id)
  item_pkey: PRIMARY KEY (consignment_id, sequence_number)

TABLE consignment.quote
  OWNER yidan_owner
  id uuid NOT NULL
  party_id uuid
  question text NOT NULL
  answer text NOT NULL
  network_version integer NOT NULL
  created_at timestamp with time zone NOT NULL
  expires_at timestamp with time zone NOT NULL
  quote_check: CHECK ((expires_at > created_at))
  quote_network_version_check: CHECK ((network_version > 0))
  quote_pkey: PRIMARY KEY (id)
  CREATE INDEX quote_expires ON consignment.quote USING btree (expires_at)

TABLE consignment.quote_offer
  OWNER yidan_owner
  quote_id uuid NOT NULL
  itinerary_id text NOT NULL
  offer text NOT NULL
  quote_offer_itinerary_id_check: CHECK (((length(itinerary_id) >= 1) AND (length(itinerary_id) <= 64)))
  quote_offer_pkey: PRIMARY KEY (quote_id, itinerary_id)
  quote_offer_quote_id_fkey: FOREIGN KEY (quote_id) REFERENCES consignment.quote(id) ON DELETE CASCADE

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

TABLE parties.api_key
  OWNER yidan_owner
  id uuid NOT NULL
  party_id uuid NOT NULL
  name text NOT NULL
  scopes text[] NOT NULL
  secret_sha256 text NOT NULL
  made_by text NOT NULL
  created_at timestamp with time zone NOT NULL
  expires_at timestamp with time zone
  revoked_at timestamp with time zone
  last_used_at timestamp with time zone
  api_key_made_by_fkey: FOREIGN KEY (made_by) REFERENCES auth."user"(id)
  api_key_name_check: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  api_key_party_id_fkey: FOREIGN KEY (party_id) REFERENCES parties.party(id)
  api_key_pkey: PRIMARY KEY (id)
  api_key_scopes_check: CHECK (((scopes <@ ARRAY['READ'::text, 'BOOK'::text, 'REPORT'::text, 'BILL'::text]) AND (cardinality(scopes) > 0)))
  api_key_secret_sha256_check: CHECK ((secret_sha256 ~ '^[0-9a-f]{64}$'::text))
  api_key_secret_sha256_key: UNIQUE (secret_sha256)
  CREATE INDEX api_key_party ON parties.api_key USING btree (party_id, id)

TABLE parties.duty
  OWNER yidan_owner
  kind text NOT NULL
  key text NOT NULL
  party_id uuid NOT NULL
  duty_key_check: CHECK (((length(key) >= 1) AND (length(key) <= 200)))
  duty_kind_check: CHECK ((kind = ANY (ARRAY['SERVICE'::text, 'PLACE'::text, 'ROAD'::text, 'CUSTOMS'::text, 'CONTRACT'::text])))
  duty_party_id_fkey: FOREIGN KEY (party_id) REFERENCES parties.party(id)
  duty_pkey: PRIMARY KEY (kind, key)
  CREATE INDEX duty_party ON parties.duty USING btree (party_id)

TABLE parties.membership
  OWNER yidan_owner
  party_id uuid NOT NULL
  user_id text NOT NULL
  roles text[] NOT NULL
  since timestamp with time zone NOT NULL
  until timestamp with time zone
  membership_check: CHECK ((until >= since))
  membership_party_id_fkey: FOREIGN KEY (party_id) REFERENCES parties.party(id)
  membership_pkey: PRIMARY KEY (party_id, user_id)
  membership_roles_check: CHECK (parties.are_roles(roles))
  membership_user_id_fkey: FOREIGN KEY (user_id) REFERENCES auth."user"(id)
  CREATE INDEX membership_user ON parties.membership USING btree (user_id)

TABLE parties.party
  OWNER yidan_owner
  id uuid NOT NULL
  name text NOT NULL
  roles text[] NOT NULL
  uscc text
  demo boolean NOT NULL DEFAULT false
  created_at timestamp with time zone NOT NULL
  party_name_check: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  party_pkey: PRIMARY KEY (id)
  party_roles_check: CHECK (parties.are_roles(roles))
  party_uscc_check: CHECK ((uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text))
  party_uscc_key: UNIQUE (uscc)
  CREATE INDEX party_name ON parties.party USING btree (name COLLATE "C", id)

TABLE parties.set_up
  OWNER yidan_owner
  token_sha256 text NOT NULL
  party_id uuid
  roles text[] NOT NULL
  created_at timestamp with time zone NOT NULL
  expires_at timestamp with time zone NOT NULL
  used_at timestamp with time zone
  set_up_check: CHECK ((expires_at > created_at))
  set_up_party_id_fkey: FOREIGN KEY (party_id) REFERENCES parties.party(id)
  set_up_pkey: PRIMARY KEY (token_sha256)
  set_up_roles_check: CHECK (parties.are_roles(roles))
  set_up_token_sha256_check: CHECK ((token_sha256 ~ '^[0-9a-f]{64}$'::text))

TABLE postgres.change
  OWNER yidan_owner
  position bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  xact xid8 NOT NULL DEFAULT pg_current_xact_id()
  code text NOT NULL
  resource text NOT NULL
  resource_id text NOT NULL
  recorded_at timestamp with time zone NOT NULL DEFAULT now()
  audiences text[] NOT NULL DEFAULT '{public}'::text[]
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
  status integer NOT NULL
  answer text NOT NULL
  started_at timestamp with time zone NOT NULL
  idempotency_key_check: CHECK ((key ~ '^[!-~]{8,64}$'::text))
  idempotency_pkey: PRIMARY KEY (party_id, method, path, key)
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

TABLE title.title_link
  OWNER yidan_owner
  document_id uuid NOT NULL
  sequence integer NOT NULL
  jws text NOT NULL
  act text NOT NULL
  actor_party_id uuid NOT NULL
  checksum text NOT NULL
  previous_checksum text
  previous_sequence integer GENERATED STORED (sequence - 1)
  recorded_at timestamp with time zone NOT NULL
  title_link_act_check: CHECK ((act ~ '^[A-Z][A-Z_]{0,63}$'::text))
  title_link_check1: CHECK (((sequence = 0) = (act = 'ISSUE'::text)))
  title_link_check: CHECK (((sequence = 0) = (previous_checksum IS NULL)))
  title_link_checksum_check: CHECK ((checksum ~ '^[0-9a-f]{64}$'::text))
  title_link_document_id_previous_sequence_previous_checksum_fkey: FOREIGN KEY (document_id, previous_sequence, previous_checksum) REFERENCES title.title_link(document_id, sequence, checksum)
  title_link_document_id_sequence_checksum_key: UNIQUE (document_id, sequence, checksum)
  title_link_jws_check: CHECK ((jws ~ '^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$'::text))
  title_link_pkey: PRIMARY KEY (document_id, sequence)
  title_link_sequence_check: CHECK ((sequence >= 0))

TABLE tracking.capture_job
  OWNER yidan_owner
  id uuid NOT NULL
  party_id uuid NOT NULL
  error_behaviour text NOT NULL
  created_at timestamp with time zone NOT NULL
  finished_at timestamp with time zone NOT NULL
  success boolean NOT NULL
  errors json NOT NULL
  capture_job_error_behaviour_check: CHECK ((error_behaviour = ANY (ARRAY['rollback'::text, 'proceed'::text])))
  capture_job_pkey: PRIMARY KEY (id)

TABLE tracking.event
  OWNER yidan_owner PARTITION BY RANGE (record_time)
  record_time timestamp with time zone NOT NULL
  event_hash text NOT NULL
  sender_id uuid NOT NULL
  declaration_time timestamp with time zone NOT NULL
  event_time timestamp with time zone NOT NULL
  event_type text NOT NULL
  biz_step text
  consignment_id uuid
  element_sequence_number integer
  milestone text
  event_text text NOT NULL
  context text NOT NULL
  event_check: CHECK (((milestone IS NULL) OR ((consignment_id IS NOT NULL) AND (element_sequence_number IS NOT NULL))))
  event_pkey: PRIMARY KEY (record_time, event_hash, sender_id, declaration_time)
  CREATE INDEX event_consignment ON ONLY tracking.event USING btree (consignment_id) WHERE (consignment_id IS NOT NULL)

TABLE tracking.event_key
  OWNER yidan_owner
  event_hash text NOT NULL
  sender_id uuid NOT NULL
  declaration_time timestamp with time zone NOT NULL
  record_time timestamp with time zone NOT NULL
  event_key_pkey: PRIMARY KEY (event_hash, sender_id, declaration_time)

TABLE tracking.event_subject
  OWNER yidan_owner
  subject text NOT NULL
  event_time timestamp with time zone NOT NULL
  event_hash text NOT NULL
  sender_id uuid NOT NULL
  event_subject_pkey: PRIMARY KEY (subject, event_time, event_hash, sender_id)

TABLE tracking.milestone
  OWNER yidan_owner
  consignment_id uuid NOT NULL
  element_sequence_number integer NOT NULL
  milestone text NOT NULL
  position integer NOT NULL
  owed boolean NOT NULL
  due_at timestamp with time zone
  estimated_at timestamp with time zone
  actual_at timestamp with time zone
  event_hash text
  stated_by uuid
  recorded_at timestamp with time zone
  milestone_check: CHECK ((((actual_at IS NULL) = (event_hash IS NULL)) AND ((event_hash IS NULL) = (stated_by IS NULL)) AND ((stated_by IS NULL) = (recorded_at IS NULL))))
  milestone_consignment_id_fkey: FOREIGN KEY (consignment_id) REFERENCES consignment.consignment(id)
  milestone_pkey: PRIMARY KEY (consignment_id, element_sequence_number, milestone)

TABLE tracking.next_step
  OWNER yidan_owner
  party_id uuid NOT NULL
  consignment_id uuid NOT NULL
  element_sequence_number integer NOT NULL
  milestone text NOT NULL
  due_by timestamp with time zone NOT NULL
  estimated_at timestamp with time zone
  next_step_consignment_id_fkey: FOREIGN KEY (consignment_id) REFERENCES consignment.consignment(id)
  next_step_pkey: PRIMARY KEY (consignment_id, element_sequence_number, party_id)
  CREATE INDEX next_step_party ON tracking.next_step USING btree (party_id, due_by, consignment_id, element_sequence_number)

-- functions
CREATE OR REPLACE FUNCTION consignment.confirm_booking(booking uuid, made uuid, prefix text, head json, named json, items json, boxes json, elements json, charges json, identifiers json)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
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
END $function$
CREATE OR REPLACE FUNCTION consignment.hold_capacity(booking uuid, departures text[], legs integer[], resources text[], quantities bigint[], at timestamp with time zone)
 RETURNS TABLE(departure_id text, leg_number integer, resource text, free bigint, expired_booking_id uuid)
 LANGUAGE plpgsql
AS $function$
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
END $function$
CREATE OR REPLACE FUNCTION consignment.release_capacity(bookings uuid[])
 RETURNS SETOF text
 LANGUAGE plpgsql
AS $function$
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
END $function$
CREATE OR REPLACE FUNCTION parties.are_roles(roles text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT roles <@ ARRAY['SHIPPER', 'FORWARDER', 'CARRIER', 'HUB_OPERATOR', 'CONSIGNEE', 'AUTHORITY', 'WINDOW_OPERATOR'] AND cardinality(roles) > 0 $function$
CREATE OR REPLACE FUNCTION postgres.enter_once(of_party text, of_user text, of_method text, of_path text, of_key text, kept_since timestamp with time zone)
 RETURNS TABLE(held boolean, body_hash text, status integer, answer text)
 LANGUAGE plpgsql
AS $function$
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
END $function$
CREATE OR REPLACE FUNCTION tracking.ensure_event_partition(at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$

-- grants
DEFAULT FOR yidan_owner f {yidan_owner=X/yidan_owner}
GRANT DELETE, INSERT, SELECT ON consignment.quote TO yidan_app
GRANT DELETE, INSERT, SELECT ON parties.set_up TO yidan_app
GRANT DELETE, INSERT, SELECT ON postgres.file TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON auth.account TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON auth.session TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON auth.user TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON auth.verification TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON network.departure_capacity TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON postgres.idempotency TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON tracking.milestone TO yidan_app
GRANT DELETE, INSERT, SELECT, UPDATE ON tracking.next_step TO yidan_app
GRANT EXECUTE ON FUNCTION consignment.confirm_booking(uuid,uuid,text,json,json,json,json,json,json,json) TO yidan_app
GRANT EXECUTE ON FUNCTION consignment.hold_capacity(uuid,text[],integer[],text[],bigint[],timestamp with time zone) TO yidan_app
GRANT EXECUTE ON FUNCTION consignment.release_capacity(uuid[]) TO yidan_app
GRANT EXECUTE ON FUNCTION parties.are_roles(text[]) TO yidan_app
GRANT EXECUTE ON FUNCTION postgres.enter_once(text,text,text,text,text,timestamp with time zone) TO yidan_app
GRANT EXECUTE ON FUNCTION tracking.ensure_event_partition(timestamp with time zone) TO yidan_app
GRANT INSERT, SELECT ON bill.bill TO yidan_app
GRANT INSERT, SELECT ON bill.bill_equipment TO yidan_app
GRANT INSERT, SELECT ON bill.bill_goods TO yidan_app
GRANT INSERT, SELECT ON bill.signing_key TO yidan_app
GRANT INSERT, SELECT ON consignment.booking TO yidan_app
GRANT INSERT, SELECT ON consignment.capacity_claim TO yidan_app
GRANT INSERT, SELECT ON consignment.charge TO yidan_app
GRANT INSERT, SELECT ON consignment.consignment TO yidan_app
GRANT INSERT, SELECT ON consignment.consignment_party TO yidan_app
GRANT INSERT, SELECT ON consignment.element TO yidan_app
GRANT INSERT, SELECT ON consignment.equipment TO yidan_app
GRANT INSERT, SELECT ON consignment.identifier TO yidan_app
GRANT INSERT, SELECT ON consignment.item TO yidan_app
GRANT INSERT, SELECT ON consignment.quote_offer TO yidan_app
GRANT INSERT, SELECT ON network.definition TO yidan_app
GRANT INSERT, SELECT ON network.departure TO yidan_app
GRANT INSERT, SELECT ON network.emission_factor TO yidan_app
GRANT INSERT, SELECT ON network.network_version TO yidan_app
GRANT INSERT, SELECT ON network.place TO yidan_app
GRANT INSERT, SELECT ON network.road_link TO yidan_app
GRANT INSERT, SELECT ON network.service TO yidan_app
GRANT INSERT, SELECT ON network.service_stop TO yidan_app
GRANT INSERT, SELECT ON network.tariff TO yidan_app
GRANT INSERT, SELECT ON parties.api_key TO yidan_app
GRANT INSERT, SELECT ON postgres.change TO yidan_app
GRANT INSERT, SELECT ON title.title_link TO yidan_app
GRANT INSERT, SELECT ON tracking.capture_job TO yidan_app
GRANT INSERT, SELECT ON tracking.event TO yidan_app
GRANT INSERT, SELECT ON tracking.event_key TO yidan_app
GRANT INSERT, SELECT ON tracking.event_subject TO yidan_app
GRANT INSERT, SELECT, UPDATE ON network.coverage TO yidan_app
GRANT INSERT, SELECT, UPDATE ON parties.duty TO yidan_app
GRANT INSERT, SELECT, UPDATE ON parties.membership TO yidan_app
GRANT INSERT, SELECT, UPDATE ON parties.party TO yidan_app
GRANT INSERT, SELECT, UPDATE ON postgres.reaction TO yidan_app
GRANT UPDATE ON bill.bill (holder_party_id) TO yidan_app
GRANT UPDATE ON bill.bill (sequence) TO yidan_app
GRANT UPDATE ON bill.bill (state) TO yidan_app
GRANT UPDATE ON bill.bill_equipment (live) TO yidan_app
GRANT UPDATE ON bill.bill_goods (live) TO yidan_app
GRANT UPDATE ON bill.signing_key (retired_at) TO yidan_app
GRANT UPDATE ON consignment.booking (cancellation_reason) TO yidan_app
GRANT UPDATE ON consignment.booking (consignment_id) TO yidan_app
GRANT UPDATE ON consignment.booking (state) TO yidan_app
GRANT UPDATE ON consignment.booking (version) TO yidan_app
GRANT UPDATE ON consignment.capacity_claim (state) TO yidan_app
GRANT UPDATE ON consignment.consignment (bill_id) TO yidan_app
GRANT UPDATE ON consignment.consignment (cancellation_reason) TO yidan_app
GRANT UPDATE ON consignment.consignment (estimated_delivery_at) TO yidan_app
GRANT UPDATE ON consignment.consignment (progress_element_sequence_number) TO yidan_app
GRANT UPDATE ON consignment.consignment (progress_milestone) TO yidan_app
GRANT UPDATE ON consignment.consignment (progress_milestone_at) TO yidan_app
GRANT UPDATE ON consignment.consignment (status) TO yidan_app
GRANT UPDATE ON consignment.consignment (transport_document_reference) TO yidan_app
GRANT UPDATE ON consignment.consignment (transport_document_status) TO yidan_app
GRANT UPDATE ON consignment.consignment (version) TO yidan_app
GRANT UPDATE ON network.departure (arrives) TO yidan_app
GRANT UPDATE ON network.departure (departs) TO yidan_app
GRANT UPDATE ON network.departure (first_departs) TO yidan_app
GRANT UPDATE ON network.departure (last_arrives) TO yidan_app
GRANT UPDATE ON network.departure (network_version) TO yidan_app
GRANT UPDATE ON network.departure (place_ids) TO yidan_app
GRANT UPDATE ON network.departure (plan) TO yidan_app
GRANT UPDATE ON network.departure (state) TO yidan_app
GRANT UPDATE ON network.departure (time_zone) TO yidan_app
GRANT UPDATE ON parties.api_key (last_used_at) TO yidan_app
GRANT UPDATE ON parties.api_key (revoked_at) TO yidan_app
GRANT UPDATE ON parties.set_up (used_at) TO yidan_app
GRANT USAGE ON SCHEMA auth TO yidan_app
GRANT USAGE ON SCHEMA bill TO yidan_app
GRANT USAGE ON SCHEMA consignment TO yidan_app
GRANT USAGE ON SCHEMA network TO yidan_app
GRANT USAGE ON SCHEMA parties TO yidan_app
GRANT USAGE ON SCHEMA postgres TO yidan_app
GRANT USAGE ON SCHEMA title TO yidan_app
GRANT USAGE ON SCHEMA tracking TO yidan_app
GRANT USAGE ON SEQUENCE bill.bill_number TO yidan_app
GRANT USAGE ON SEQUENCE consignment.consignment_number TO yidan_app
