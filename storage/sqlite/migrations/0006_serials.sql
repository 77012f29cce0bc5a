-- The number of a record within its kind and year. The records that are there get
-- theirs in the order in which they were created, with this migration.
ALTER TABLE records ADD COLUMN serial INTEGER;
CREATE UNIQUE INDEX records_serial ON records (office, kind, serial);
