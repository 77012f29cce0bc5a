-- By what search finds a record: the terms of the words of its document.
CREATE TABLE found (
  office TEXT    NOT NULL,
  token  TEXT    NOT NULL,
  n      INTEGER NOT NULL REFERENCES records (n) ON DELETE CASCADE,
  PRIMARY KEY (office, token, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX found_n ON found (n);
