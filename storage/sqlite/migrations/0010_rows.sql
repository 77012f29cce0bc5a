-- The rows beside a record are written and removed by what the record says; nothing
-- looks for them by the number of the record any more.
DROP INDEX waiting_n;
DROP INDEX parties_n;
DROP INDEX acted_n;
DROP INDEX hidden_n;
DROP INDEX found_n;
