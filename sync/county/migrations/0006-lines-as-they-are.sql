-- Without lz4 the server would compress lines and states with pglz: five times the work of writing them, for a third less on disk.
DO $$
DECLARE
  place record;
BEGIN
  FOR place IN
    SELECT attrelid::regclass AS name, attname AS part FROM pg_attribute
    WHERE (attrelid, attname) IN (('journal'::regclass, 'line'), ('cases'::regclass, 'state'), ('quarantine'::regclass, 'lines')) AND attcompression <> 'l'
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STORAGE EXTERNAL', place.name, place.part);
  END LOOP;
END $$;
