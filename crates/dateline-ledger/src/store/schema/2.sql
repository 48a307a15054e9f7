-- ---- What a reading was made with, and where its item was met then ------------------------------

-- Options of the reader beyond the defaults, as JSON; NULL where a program read that kept none.
ALTER TABLE readers ADD COLUMN options TEXT;

-- Key of the sighting that was read; NULL where a program read that kept none: the item's first.
ALTER TABLE readings ADD COLUMN sighting INTEGER REFERENCES sightings(key);
CREATE INDEX readings_sighting ON readings (sighting);
-- Seals: what was appended can be told from what was changed, taken out or put in later.

-- One row for each row that was appended, in the order of appending.
CREATE TABLE seals (
  n       INTEGER PRIMARY KEY,     -- counted from 1, without gaps
  kind    TEXT NOT NULL,           -- table of the row; forgotten: an item became a tombstone
  row_key INTEGER NOT NULL,        -- key of the row
  item    INTEGER,                 -- key of the item it belongs to
  digest  BLOB NOT NULL,           -- SHA-256 of the row's values
  chain   BLOB NOT NULL            -- SHA-256 of the chain digest before and of this row
) STRICT;
CREATE INDEX seals_row ON seals (kind, row_key);

-- The views of the form before name no seal that they were made after.
DELETE FROM view_state;
