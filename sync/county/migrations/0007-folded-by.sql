-- By which version of the rules the states of cases were made.
ALTER TABLE county ADD COLUMN folded_by int NOT NULL DEFAULT 1;
GRANT UPDATE (folded_by) ON county TO bangban_app;
