-- Journals that a device has left behind: it was restored from a copy, and began a new one.
CREATE TABLE device_epochs (
  station_code text NOT NULL,
  device_id text NOT NULL,
  epoch uuid NOT NULL,
  last_seq bigint NOT NULL,
  head_hash text NOT NULL,
  retired_at timestamptz NOT NULL,
  -- The journal that came after it, and where that one says it began. Two live copies name one and the same origin.
  successor uuid NOT NULL,
  origin_epoch uuid, origin_seq bigint, origin_head text,
  PRIMARY KEY (station_code, device_id, epoch)
);

-- What a person has looked at. Lines of a fork stay for ever.
ALTER TABLE quarantine ADD COLUMN seen_at timestamptz, ADD COLUMN seen_by text;
GRANT UPDATE (seen_at, seen_by) ON quarantine TO bangban_app;
CREATE INDEX journal_parked ON journal (station_code, received_at) WHERE verdict = 'parked';
GRANT SELECT, INSERT ON device_epochs TO bangban_app;

DO $$
DECLARE
  name text;
  in_scope text := 'nullif(current_setting(''app.scope'', true), '''') = ''county'' OR station_code = ANY (string_to_array(nullif(current_setting(''app.stations'', true), ''''), '',''))';
BEGIN
  ALTER TABLE device_epochs ENABLE ROW LEVEL SECURITY;
  ALTER TABLE device_epochs FORCE ROW LEVEL SECURITY;
  CREATE POLICY own_station ON device_epochs TO bangban_app USING (station_code = nullif(current_setting('app.station', true), ''));
  FOREACH name IN ARRAY ARRAY['device_epochs', 'quarantine', 'operations'] LOOP
    EXECUTE format('CREATE POLICY staff_scope ON %I FOR SELECT TO bangban_staff USING (%s)', name, in_scope);
  END LOOP;
  -- Of the journal no more than what waits for a person.
  EXECUTE format('CREATE POLICY staff_parked ON journal FOR SELECT TO bangban_staff USING (verdict = ''parked'' AND (%s))', in_scope);
END $$;
GRANT SELECT ON device_epochs, quarantine, journal, operations TO bangban_staff;
