-- The records of a kind by day, with what is counted of them: how many there were in
-- a year, by month, state and department.
CREATE INDEX records_kind_day ON records (office, kind, day, state, unit, subject);
