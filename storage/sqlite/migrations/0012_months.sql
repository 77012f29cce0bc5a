-- The tallies know the month of a record's day, so that the records of a year are
-- counted without walking over them. '' is the month of what has no day.
DROP TRIGGER tallies_made;
DROP TRIGGER tallies_changed;
DROP TRIGGER tallies_gone;
DROP TABLE tallies;
CREATE TABLE tallies (
  office TEXT    NOT NULL,
  kind   TEXT    NOT NULL,
  month  TEXT    NOT NULL, -- 2026-03
  state  TEXT    NOT NULL,
  unit   TEXT    NOT NULL,
  period TEXT    NOT NULL,
  n      INTEGER NOT NULL,
  PRIMARY KEY (office, kind, month, state, unit, period)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies SELECT office, kind, substr(day, 1, 7), state, unit, period, count(*) FROM records GROUP BY 1, 2, 3, 4, 5, 6;

CREATE TRIGGER tallies_made AFTER INSERT ON records
BEGIN
  INSERT INTO tallies VALUES (NEW.office, NEW.kind, substr(NEW.day, 1, 7), NEW.state, NEW.unit, NEW.period, 1)
    ON CONFLICT (office, kind, month, state, unit, period) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER tallies_changed AFTER UPDATE OF office, kind, day, state, unit, period ON records
WHEN (OLD.office, OLD.kind, substr(OLD.day, 1, 7), OLD.state, OLD.unit, OLD.period) IS NOT (NEW.office, NEW.kind, substr(NEW.day, 1, 7), NEW.state, NEW.unit, NEW.period)
BEGIN
  INSERT INTO tallies VALUES (NEW.office, NEW.kind, substr(NEW.day, 1, 7), NEW.state, NEW.unit, NEW.period, 1)
    ON CONFLICT (office, kind, month, state, unit, period) DO UPDATE SET n = n + 1;
  DELETE FROM tallies
    WHERE office = OLD.office AND kind = OLD.kind AND month = substr(OLD.day, 1, 7) AND state = OLD.state AND unit = OLD.unit AND period = OLD.period AND n = 1;
  UPDATE tallies SET n = n - 1
    WHERE office = OLD.office AND kind = OLD.kind AND month = substr(OLD.day, 1, 7) AND state = OLD.state AND unit = OLD.unit AND period = OLD.period;
END;
CREATE TRIGGER tallies_gone AFTER DELETE ON records
BEGIN
  DELETE FROM tallies
    WHERE office = OLD.office AND kind = OLD.kind AND month = substr(OLD.day, 1, 7) AND state = OLD.state AND unit = OLD.unit AND period = OLD.period AND n = 1;
  UPDATE tallies SET n = n - 1
    WHERE office = OLD.office AND kind = OLD.kind AND month = substr(OLD.day, 1, 7) AND state = OLD.state AND unit = OLD.unit AND period = OLD.period;
END;
