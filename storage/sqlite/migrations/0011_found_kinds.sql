-- A term of a search begins with the kind of the record, so that a search reads terms
-- of the kinds alone that its reader may see.
CREATE TABLE found_kinds (
  office TEXT    NOT NULL,
  token  TEXT    NOT NULL,
  n      INTEGER NOT NULL REFERENCES records (n) ON DELETE CASCADE,
  PRIMARY KEY (office, token, n)
) STRICT, WITHOUT ROWID;
INSERT INTO found_kinds (office, token, n) SELECT found.office, records.kind || ' ' || found.token, found.n FROM found JOIN records USING (n) ORDER BY 1, 2, 3;
DROP TABLE found;
ALTER TABLE found_kinds RENAME TO found;
