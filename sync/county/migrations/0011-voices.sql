-- What residents said in private, opened: ratings, refusals to rate, fault found. Nothing here is ever changed or removed by the application.
CREATE TABLE voices (
  station_code text NOT NULL REFERENCES stations,
  about uuid NOT NULL,
  occasion text NOT NULL,
  -- rating, refused, finding; unreadable when the box did not open.
  kind text NOT NULL,
  grade text,
  reasons text NOT NULL,
  words text NOT NULL,
  may_contact boolean NOT NULL,
  phone text,
  channel text NOT NULL,
  opened_at timestamptz, given_at timestamptz,
  arrived_at timestamptz NOT NULL,
  -- Who was signed in on the tablet; null by QR.
  handler text, handler_name text,
  PRIMARY KEY (station_code, about, occasion)
);
CREATE INDEX voices_newest ON voices (station_code, arrived_at);

CREATE TABLE voice_steps (
  station_code text NOT NULL REFERENCES stations,
  about uuid NOT NULL,
  occasion text NOT NULL,
  step int NOT NULL,
  at timestamptz NOT NULL,
  staff_id text NOT NULL,
  staff_name text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (station_code, about, occasion, step),
  FOREIGN KEY (station_code, about, occasion) REFERENCES voices
);

ALTER TABLE voices ENABLE ROW LEVEL SECURITY;
ALTER TABLE voices FORCE ROW LEVEL SECURITY;
CREATE POLICY own_station ON voices TO bangban_app USING (station_code = nullif(current_setting('app.station', true), ''));
CREATE POLICY staff_scope ON voices FOR SELECT TO bangban_staff
  USING (nullif(current_setting('app.scope', true), '') = 'county' OR station_code = ANY (string_to_array(nullif(current_setting('app.stations', true), ''), ',')));
GRANT SELECT, INSERT ON voices TO bangban_app;
GRANT SELECT ON voices TO bangban_staff;

ALTER TABLE voice_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE voice_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY own_station ON voice_steps TO bangban_app USING (station_code = nullif(current_setting('app.station', true), ''));
CREATE POLICY staff_scope ON voice_steps FOR SELECT TO bangban_staff
  USING (nullif(current_setting('app.scope', true), '') = 'county' OR station_code = ANY (string_to_array(nullif(current_setting('app.stations', true), ''), ',')));
GRANT SELECT, INSERT ON voice_steps TO bangban_app;
GRANT SELECT ON voice_steps TO bangban_staff;
