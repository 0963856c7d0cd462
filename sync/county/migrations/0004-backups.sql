-- Each verified copy. What it held is counted, not named: the numbers that moved stand on devices.
CREATE TABLE backups (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  taken_at timestamptz NOT NULL,
  verified_at timestamptz NOT NULL,
  -- SHA-256 of the copy's manifest.
  digest text NOT NULL,
  -- Lines of tablets, and of the county's own side.
  operations bigint NOT NULL, county_operations bigint NOT NULL,
  cases bigint NOT NULL,
  photos bigint NOT NULL, photos_lost bigint NOT NULL,
  bytes bigint NOT NULL,
  seconds double precision NOT NULL
);
GRANT SELECT ON backups TO bangban_app, bangban_staff;

-- Numbers alone: how many of the county's own acts came after the last copy.
CREATE POLICY staff_scope ON feed_heads FOR SELECT TO bangban_staff
  USING (nullif(current_setting('app.scope', true), '') = 'county' OR station_code = ANY (string_to_array(nullif(current_setting('app.stations', true), ''), ',')));
GRANT SELECT ON feed_heads TO bangban_staff;
