-- Reference tables: small, the same for every station.

CREATE TABLE county (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  instance_id uuid NOT NULL,
  feed_generation uuid NOT NULL,
  name text NOT NULL,
  division_code text NOT NULL
);

-- One pair a purpose. Private halves are read by the owner alone; the recovery key's is wrapped by a passphrase.
CREATE TABLE county_keys (
  purpose text PRIMARY KEY CHECK (purpose IN ('ferry', 'rating', 'recovery', 'catalogue')),
  public_key text NOT NULL,
  private_key text NOT NULL
);

CREATE TABLE townships (code text PRIMARY KEY, name text NOT NULL);

CREATE TABLE stations (
  code text PRIMARY KEY,
  name text NOT NULL, short_name text NOT NULL,
  township text NOT NULL REFERENCES townships,
  address text NOT NULL, phone text NOT NULL, hours text NOT NULL, supervision_phone text NOT NULL,
  division_code text NOT NULL,
  acceptance_authorized boolean NOT NULL
);

CREATE TABLE staff (
  id text PRIMARY KEY,
  username text NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL,
  station_code text REFERENCES stations,
  township text REFERENCES townships,
  password_hash text NOT NULL,
  failures int NOT NULL DEFAULT 0,
  locked_until timestamptz,
  active boolean NOT NULL DEFAULT true
);

CREATE TABLE staff_sessions (
  token_hash bytea PRIMARY KEY,
  staff_id text NOT NULL REFERENCES staff,
  csrf text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

CREATE TABLE enrolment_codes (
  code_hash bytea PRIMARY KEY,
  station_code text NOT NULL REFERENCES stations,
  printed boolean NOT NULL,
  expires_at timestamptz,
  used_at timestamptz,
  made_by text
);

CREATE TABLE catalogue_packs (
  revision int PRIMARY KEY,
  content_hash text NOT NULL,
  pack text NOT NULL,
  signature text NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  station_code text,
  subject text NOT NULL
);

-- Tables of a station: station_code comes first in each key.

CREATE TABLE devices (
  station_code text NOT NULL REFERENCES stations,
  device_id text NOT NULL,
  device_no text NOT NULL,
  name text NOT NULL,
  sign_key text NOT NULL, agree_key text NOT NULL,
  epoch uuid NOT NULL,
  last_seq bigint NOT NULL DEFAULT 0,
  head_hash text NOT NULL,
  backed_up_through bigint NOT NULL DEFAULT 0,
  enrolled_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz, last_sync_at timestamptz, revoked_at timestamptz,
  report text, recovery text,
  PRIMARY KEY (station_code, device_id),
  UNIQUE (station_code, device_no)
);

CREATE TABLE nonces (
  station_code text NOT NULL,
  device_id text NOT NULL,
  nonce text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station_code, device_id, nonce)
);
CREATE INDEX nonces_seen ON nonces (station_code, seen_at);

-- Every line as it came, before anything was made of it. Writer `county` is the county's own side.
CREATE TABLE journal (
  station_code text NOT NULL,
  writer text NOT NULL,
  epoch uuid NOT NULL,
  seq bigint NOT NULL,
  link text NOT NULL,
  line_hash text NOT NULL,
  op_id text NOT NULL,
  line text NOT NULL,
  verdict text NOT NULL,
  final boolean NOT NULL,
  problem text,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station_code, writer, epoch, seq)
);
CREATE INDEX journal_op ON journal (station_code, op_id);

-- The operations that the lines hold; the first line of an opId stands.
CREATE TABLE operations (
  station_code text NOT NULL,
  op_id uuid NOT NULL,
  line_hash text NOT NULL,
  writer text NOT NULL, epoch uuid NOT NULL, seq bigint NOT NULL,
  case_id uuid NOT NULL,
  group_id uuid NOT NULL,
  type text NOT NULL,
  author text NOT NULL,
  verdict text NOT NULL,
  final boolean NOT NULL,
  problem text,
  PRIMARY KEY (station_code, op_id)
);
CREATE INDEX operations_parked ON operations (station_code, group_id) WHERE verdict = 'parked';

CREATE TABLE quarantine (
  station_code text NOT NULL,
  device_id text NOT NULL,
  epoch uuid NOT NULL,
  from_seq bigint NOT NULL,
  head_hash text NOT NULL,
  lines text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station_code, device_id, epoch, from_seq, head_hash)
);

CREATE TABLE cases (
  station_code text NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  revision int NOT NULL,
  status text NOT NULL,
  item_id text, item_name text, department text,
  applicant_name text, local_no text, case_no text,
  received_on text, due text,
  handler text NOT NULL,
  device_id text NOT NULL,
  state text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station_code, id)
);
CREATE INDEX cases_queue ON cases (station_code, status, received_on) WHERE kind = 'case';

CREATE TABLE case_blobs (
  station_code text NOT NULL,
  case_id uuid NOT NULL,
  sha256 text NOT NULL,
  PRIMARY KEY (station_code, case_id, sha256)
);
CREATE INDEX case_blobs_hash ON case_blobs (station_code, sha256);

CREATE TABLE blobs (
  station_code text NOT NULL,
  sha256 text NOT NULL,
  bytes int NOT NULL,
  mime text NOT NULL,
  committed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station_code, sha256)
);

CREATE TABLE feed_heads (station_code text PRIMARY KEY, seq bigint NOT NULL, county_seq bigint NOT NULL, county_link text NOT NULL);

CREATE TABLE feed (
  station_code text NOT NULL,
  seq bigint NOT NULL,
  op_id uuid NOT NULL,
  case_id uuid NOT NULL,
  writer text NOT NULL, epoch uuid NOT NULL, writer_seq bigint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station_code, seq)
);

-- lz4 where the server was built with it: lines and states are read and written in bulk.
DO $$
BEGIN
  ALTER TABLE journal ALTER COLUMN line SET COMPRESSION lz4;
  ALTER TABLE cases ALTER COLUMN state SET COMPRESSION lz4;
  ALTER TABLE quarantine ALTER COLUMN lines SET COMPRESSION lz4;
  ALTER TABLE catalogue_packs ALTER COLUMN pack SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;

-- Who sees what. Unset means no rows, never all.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['devices', 'nonces', 'journal', 'operations', 'quarantine', 'cases', 'case_blobs', 'blobs', 'feed_heads', 'feed'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_station ON %I TO bangban_app USING (station_code = nullif(current_setting(''app.station'', true), ''''))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['devices', 'cases', 'case_blobs', 'blobs'] LOOP
    EXECUTE format('CREATE POLICY staff_scope ON %I FOR SELECT TO bangban_staff USING (nullif(current_setting(''app.scope'', true), '''') = ''county'' OR station_code = ANY (string_to_array(nullif(current_setting(''app.stations'', true), ''''), '','')))', name);
    EXECUTE format('GRANT SELECT ON %I TO bangban_staff', name);
  END LOOP;
END $$;

GRANT SELECT ON county, townships, stations, staff, catalogue_packs, schema_version TO bangban_app;
GRANT SELECT (purpose, public_key) ON county_keys TO bangban_app;
GRANT UPDATE (failures, locked_until, password_hash) ON staff TO bangban_app;
GRANT SELECT, INSERT, DELETE ON staff_sessions TO bangban_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON enrolment_codes TO bangban_app;
GRANT SELECT, INSERT ON audit TO bangban_app;
GRANT SELECT, INSERT, DELETE ON nonces TO bangban_app;
GRANT SELECT, INSERT ON quarantine, blobs, feed TO bangban_app;
-- Lines stay as they came; only a parked verdict may still change.
GRANT SELECT, INSERT, UPDATE (verdict, final, problem) ON journal, operations TO bangban_app;
GRANT SELECT, INSERT, UPDATE ON devices, cases, case_blobs, feed_heads TO bangban_app;
GRANT SELECT ON townships, stations TO bangban_staff;
