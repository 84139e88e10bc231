-- What is to be compacted is found by the primary key, a slice of the log at a time; and most rows stay small now: a bundle of few rows
-- is left as it is.
drop index log_entries_small;
