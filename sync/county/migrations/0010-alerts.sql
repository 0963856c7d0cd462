-- What lapses next on a case (deferral, check of a commitment, sharing), and the day from which the county's five days run when it is not the day of intake.
ALTER TABLE cases ADD COLUMN alert_on text, ADD COLUMN alert_kind text, ADD COLUMN notice_from text;
CREATE INDEX cases_alerts ON cases (station_code, alert_on) WHERE alert_on IS NOT NULL;

-- Whose commitment was found untrue (SHA-256 of the number): such a person is shown to whoever decides their next case (M13).
ALTER TABLE cases ADD COLUMN untrue_by text;
CREATE INDEX cases_untrue ON cases (untrue_by) WHERE untrue_by IS NOT NULL;
