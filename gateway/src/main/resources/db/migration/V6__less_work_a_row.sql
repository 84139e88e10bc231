-- Ciphertext does not get smaller by compression, and leaves cost more to compress than to write: together that was a third of the
-- database's work. Rows of up to 4 KB stay in one piece.
alter table outbox alter column messages set storage external;
alter table log_entries alter column entries set storage external;
alter table inbox alter column envelope set storage external;
alter table inbox set (toast_tuple_target = 4080);
alter table exchange set (toast_tuple_target = 4080);

-- Says the same of what is open in other words than inbox_open: statistics, in which next to nothing is open, would have that one read
-- from end to end to find the oldest of a key.
drop index inbox_open_key;
create index inbox_open_key on inbox (ordering_key, received_index) where closed_index is null;

-- Asked once a day, of rows that lie in the order in which they were closed.
drop index exchange_retained;
drop index inbox_retained;
create index exchange_retained on exchange using brin (closed_at);
create index inbox_retained on inbox using brin (closed_at);
