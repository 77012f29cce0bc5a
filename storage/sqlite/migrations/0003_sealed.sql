-- What was done behind Kaoji's back is found by keyed hashes of every thing
-- and by keyed counts of all things of an office.
ALTER TABLE records ADD COLUMN mark BLOB NOT NULL DEFAULT x'';
ALTER TABLE cells   ADD COLUMN mark BLOB NOT NULL DEFAULT x'';
ALTER TABLE blobs   ADD COLUMN mark BLOB NOT NULL DEFAULT x'';

CREATE TABLE seals (
  office TEXT PRIMARY KEY,
  body   TEXT NOT NULL CHECK (json_valid(body)),
  tag    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
