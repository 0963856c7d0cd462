-- Files that came on a stick: what each said, and what became of it.
CREATE TABLE ferry_imports (
  station_code text NOT NULL REFERENCES stations,
  device_id text NOT NULL,
  id uuid NOT NULL,
  imported_at timestamptz NOT NULL,
  report text NOT NULL,
  manifest text NOT NULL,
  PRIMARY KEY (station_code, device_id, id)
);
CREATE INDEX ferry_imports_newest ON ferry_imports (station_code, imported_at);

ALTER TABLE ferry_imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE ferry_imports FORCE ROW LEVEL SECURITY;
CREATE POLICY own_station ON ferry_imports TO bangban_app USING (station_code = nullif(current_setting('app.station', true), ''));
CREATE POLICY staff_scope ON ferry_imports FOR SELECT TO bangban_staff
  USING (nullif(current_setting('app.scope', true), '') = 'county' OR station_code = ANY (string_to_array(nullif(current_setting('app.stations', true), ''), ',')));
GRANT SELECT, INSERT, UPDATE ON ferry_imports TO bangban_app;
GRANT SELECT ON ferry_imports TO bangban_staff;
