-- The one bill: its title links (register title), the bill itself, what goods it speaks for, and the keys it is signed with.
-- Runs as yidan_owner.
CREATE SCHEMA title;
GRANT USAGE ON SCHEMA title TO yidan_app;

-- Who controls a document, act by act: insert only. The key refuses a fork; the foreign key refuses a gap and a link that
-- does not name its predecessor's checksum, so a chain that is here is whole.
CREATE TABLE title.title_link (
  document_id uuid NOT NULL,
  sequence integer NOT NULL CHECK (sequence >= 0),
  -- A compact JWS, kept as signed.
  jws text NOT NULL CHECK (jws ~ '^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$'),
  act text NOT NULL CHECK (act ~ '^[A-Z][A-Z_]{0,63}$'),
  actor_party_id uuid NOT NULL,
  checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{64}$'),
  previous_checksum text,
  previous_sequence integer GENERATED ALWAYS AS (sequence - 1) STORED,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (document_id, sequence),
  UNIQUE (document_id, sequence, checksum),
  CHECK ((sequence = 0) = (previous_checksum IS NULL)),
  CHECK ((sequence = 0) = (act = 'ISSUE')),
  FOREIGN KEY (document_id, previous_sequence, previous_checksum) REFERENCES title.title_link (document_id, sequence, checksum)
);
GRANT SELECT, INSERT ON title.title_link TO yidan_app;

CREATE SCHEMA bill;
GRANT USAGE ON SCHEMA bill TO yidan_app;
-- For the exclusion constraint below: a key of text beside a range. Trusted since PostgreSQL 13, so the owner may bring it.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA bill;

-- Public halves of the window's keys. The private half lies in the file store only. A retired key stays: what it signed stays signed.
CREATE TABLE bill.signing_key (
  -- RFC 7638 thumbprint.
  kid text PRIMARY KEY CHECK (kid ~ '^[A-Za-z0-9_-]{43}$'),
  public_jwk text NOT NULL CHECK (public_jwk !~ '"d"'),
  file_id uuid NOT NULL REFERENCES postgres.file,
  active_from timestamptz NOT NULL,
  retired_at timestamptz CHECK (retired_at >= active_from)
);
-- One key signs at a time.
CREATE UNIQUE INDEX signing_key_active ON bill.signing_key ((true)) WHERE retired_at IS NULL;
GRANT SELECT, INSERT ON bill.signing_key TO yidan_app;
GRANT UPDATE (retired_at) ON bill.signing_key TO yidan_app;

CREATE SEQUENCE bill.bill_number;
GRANT USAGE ON SEQUENCE bill.bill_number TO yidan_app;

CREATE TABLE bill.bill (
  id uuid PRIMARY KEY,
  consignment_id uuid NOT NULL REFERENCES consignment.consignment,
  reference text NOT NULL UNIQUE CHECK (reference ~ '^[A-Z0-9]{1,20}$'),
  -- The signed credential, kept as signed and never rebuilt from columns.
  vc text NOT NULL,
  checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{64}$'),
  kid text NOT NULL REFERENCES bill.signing_key,
  network_version integer NOT NULL CHECK (network_version > 0),
  -- What the title register says, beside the bill so that it can be searched; written in the same transaction as the link.
  state text NOT NULL CHECK (state IN ('ISSUED', 'PENDING_SURRENDER_FOR_DELIVERY', 'SURRENDERED_FOR_DELIVERY', 'VOIDED')),
  sequence integer NOT NULL CHECK (sequence >= 0),
  holder_party_id uuid NOT NULL,
  issuer_party_id uuid NOT NULL,
  issued_at timestamptz NOT NULL
);
CREATE INDEX bill_consignment ON bill.bill (consignment_id, id);
CREATE INDEX bill_holder ON bill.bill (holder_party_id, id);
GRANT SELECT, INSERT ON bill.bill TO yidan_app;
GRANT UPDATE (state, sequence, holder_party_id) ON bill.bill TO yidan_app;

-- One live bill per goods: an item is on one bill until that bill is voided. Delivery does not free it: delivered goods need no other bill.
CREATE TABLE bill.bill_goods (
  bill_id uuid NOT NULL REFERENCES bill.bill,
  consignment_id uuid NOT NULL,
  item_sequence integer NOT NULL,
  live boolean NOT NULL DEFAULT true,
  PRIMARY KEY (bill_id, consignment_id, item_sequence),
  FOREIGN KEY (consignment_id, item_sequence) REFERENCES consignment.item (consignment_id, sequence_number)
);
CREATE UNIQUE INDEX bill_goods_live ON bill.bill_goods (consignment_id, item_sequence) WHERE live;

-- A box is on one bill at a time: a key with a time in it would let the same box pass under another time (CONTRACT part 2 §11).
CREATE TABLE bill.bill_equipment (
  bill_id uuid NOT NULL REFERENCES bill.bill,
  equipment_id text NOT NULL CHECK (length(equipment_id) BETWEEN 1 AND 17),
  during tstzrange NOT NULL CHECK (NOT isempty(during)),
  -- Until the bill is given up for the goods, or voided.
  live boolean NOT NULL DEFAULT true,
  PRIMARY KEY (bill_id, equipment_id),
  CONSTRAINT bill_equipment_once EXCLUDE USING gist (equipment_id WITH =, during WITH &&) WHERE (live)
);
GRANT SELECT, INSERT ON bill.bill_goods, bill.bill_equipment TO yidan_app;
GRANT UPDATE (live) ON bill.bill_goods, bill.bill_equipment TO yidan_app;
