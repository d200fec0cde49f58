-- What the module record/parties keeps: organisations, who belongs to them, what they answer for, their keys; and in the
-- schema auth what the sign-in library keeps. Runs as yidan_owner.

-- Authentication only: the very SQL that better-auth 1.7.25 prints for its own tables, names and all. Organisations,
-- memberships and roles are ours below, so that no two lists of them can disagree (CONTRACT part 2 §13).
CREATE SCHEMA auth;
GRANT USAGE ON SCHEMA auth TO yidan_app;

CREATE TABLE auth."user" (
  "id" text NOT NULL PRIMARY KEY,
  "name" text NOT NULL,
  "email" text NOT NULL UNIQUE,
  "emailVerified" boolean NOT NULL,
  "image" text,
  "createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
-- The cookie is this token and its signature; the secret that signs lies in the data folder, so that a copy of the
-- database alone opens nobody's session.
CREATE TABLE auth."session" (
  "id" text NOT NULL PRIMARY KEY,
  "expiresAt" timestamptz NOT NULL,
  "token" text NOT NULL UNIQUE,
  "createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" timestamptz NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "userId" text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE
);
CREATE TABLE auth."account" (
  "id" text NOT NULL PRIMARY KEY,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" timestamptz NOT NULL
);
CREATE TABLE auth."verification" (
  "id" text NOT NULL PRIMARY KEY,
  "identifier" text NOT NULL,
  "value" text NOT NULL,
  "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "session_userId_idx" ON auth."session" ("userId");
CREATE INDEX "account_userId_idx" ON auth."account" ("userId");
CREATE INDEX "verification_identifier_idx" ON auth."verification" ("identifier");
GRANT SELECT, INSERT, UPDATE, DELETE ON auth."user", auth."session", auth."account", auth."verification" TO yidan_app;

CREATE SCHEMA parties;
GRANT USAGE ON SCHEMA parties TO yidan_app;

CREATE FUNCTION parties.are_roles(roles text[]) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS $$ SELECT roles <@ ARRAY['SHIPPER', 'FORWARDER', 'CARRIER', 'HUB_OPERATOR', 'CONSIGNEE', 'AUTHORITY', 'WINDOW_OPERATOR'] AND cardinality(roles) > 0 $$;
GRANT EXECUTE ON FUNCTION parties.are_roles(text[]) TO yidan_app;

CREATE TABLE parties.party (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  roles text[] NOT NULL CHECK (parties.are_roles(roles)),
  -- GB 32100 unified social credit code; its check character is worked out by the program.
  uscc text UNIQUE CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL
);
CREATE INDEX party_name ON parties.party (name COLLATE "C", id);
GRANT SELECT, INSERT, UPDATE ON parties.party TO yidan_app;

-- A person's roles count as far as the organisation has them too.
CREATE TABLE parties.membership (
  party_id uuid NOT NULL REFERENCES parties.party (id),
  user_id text NOT NULL REFERENCES auth."user" ("id"),
  roles text[] NOT NULL CHECK (parties.are_roles(roles)),
  since timestamptz NOT NULL,
  until timestamptz CHECK (until >= since),
  PRIMARY KEY (party_id, user_id)
);
CREATE INDEX membership_user ON parties.membership (user_id);
GRANT SELECT, INSERT, UPDATE ON parties.membership TO yidan_app;

-- Who answers for what of the network: the services of an operator type, a place, lorries on demand, a country's customs.
CREATE TABLE parties.duty (
  kind text NOT NULL CHECK (kind IN ('SERVICE', 'PLACE', 'ROAD', 'CUSTOMS', 'CONTRACT')),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  party_id uuid NOT NULL REFERENCES parties.party (id),
  PRIMARY KEY (kind, key)
);
CREATE INDEX duty_party ON parties.duty (party_id);
GRANT SELECT, INSERT, UPDATE ON parties.duty TO yidan_app;

-- The secret itself is shown once and kept nowhere: 256 random bits need no salt.
CREATE TABLE parties.api_key (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES parties.party (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  scopes text[] NOT NULL CHECK (scopes <@ ARRAY['READ', 'BOOK', 'REPORT', 'BILL'] AND cardinality(scopes) > 0),
  secret_sha256 text NOT NULL UNIQUE CHECK (secret_sha256 ~ '^[0-9a-f]{64}$'),
  made_by text NOT NULL REFERENCES auth."user" ("id"),
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE INDEX api_key_party ON parties.api_key (party_id, id);
GRANT SELECT, INSERT ON parties.api_key TO yidan_app;
GRANT UPDATE (revoked_at, last_used_at) ON parties.api_key TO yidan_app;

-- A one-time link: a first member of an organisation, or without one the operator of a new window.
CREATE TABLE parties.set_up (
  token_sha256 text PRIMARY KEY CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
  party_id uuid REFERENCES parties.party (id),
  roles text[] NOT NULL CHECK (parties.are_roles(roles)),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  used_at timestamptz
);
GRANT SELECT, INSERT, DELETE ON parties.set_up TO yidan_app;
GRANT UPDATE (used_at) ON parties.set_up TO yidan_app;
