-- Who asked a tablet to show what it masks (identity numbers, phones, accounts): for the auditor. The application adds and never changes.
CREATE TABLE reveals (
  station_code text NOT NULL REFERENCES stations,
  op_id uuid NOT NULL,
  device_id text NOT NULL,
  staff_id text NOT NULL, staff_name text NOT NULL,
  case_id uuid NOT NULL,
  place text NOT NULL,
  -- By the tablet's clock; null when it told no time that can be.
  revealed_at timestamptz,
  arrived_at timestamptz NOT NULL,
  PRIMARY KEY (station_code, op_id)
);
CREATE INDEX reveals_newest ON reveals (arrived_at);

ALTER TABLE reveals ENABLE ROW LEVEL SECURITY;
ALTER TABLE reveals FORCE ROW LEVEL SECURITY;
CREATE POLICY own_station ON reveals TO bangban_app USING (station_code = nullif(current_setting('app.station', true), ''));
CREATE POLICY staff_scope ON reveals FOR SELECT TO bangban_staff
  USING (nullif(current_setting('app.scope', true), '') = 'county' OR station_code = ANY (string_to_array(nullif(current_setting('app.stations', true), ''), ',')));
GRANT SELECT, INSERT ON reveals TO bangban_app;
GRANT SELECT ON reveals TO bangban_staff;
