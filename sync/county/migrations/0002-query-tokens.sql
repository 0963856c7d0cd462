-- Which case a receipt's QR means. A reference table: who scans it knows no station. The token itself is not kept here.
CREATE TABLE query_tokens (
  token_hash bytea PRIMARY KEY,
  station_code text NOT NULL REFERENCES stations,
  case_id uuid NOT NULL
);
GRANT SELECT, INSERT ON query_tokens TO bangban_app;

-- Cases that came before this table. Row-level security is forced on the owner too, and shows it none.
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
INSERT INTO query_tokens (token_hash, station_code, case_id)
SELECT sha256(convert_to(state::json -> 'received' ->> 'queryToken', 'UTF8')), station_code, id FROM cases WHERE kind = 'case' ORDER BY received_on, id
ON CONFLICT DO NOTHING;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
