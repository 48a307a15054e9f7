-- ---- What a reading was made with, and where its item was met then ------------------------------

-- Options of the reader beyond the defaults, as JSON; NULL where a program read that kept none.
ALTER TABLE readers ADD COLUMN options TEXT;

-- Key of the sighting that was read; NULL where a program read that kept none: the item's first.
ALTER TABLE readings ADD COLUMN sighting INTEGER REFERENCES sightings(key);
CREATE INDEX readings_sighting ON readings (sighting);
