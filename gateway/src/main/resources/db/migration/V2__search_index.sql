-- The search index: filled behind the writer from the log and its side rows, and rebuilt from them at any time. Nothing here is
-- evidence; whatever it finds is proved in the log.

-- What many entries have in common. Absent is '', so that one row stands for one combination.
create table audit_class (
    id integer generated always as identity primary key,
    event text not null,
    city text not null,
    system text not null,
    peer_system text not null,
    kind text not null,
    type text not null,
    purpose text not null,
    lawful_basis text not null,
    agreement text not null,
    outcome text not null,
    code text not null,
    unique (event, city, system, peer_system, kind, type, purpose, lawful_basis, agreement, outcome, code)
);

-- One row an exchange (by its first leaf in this log) and one for every leaf that is of no exchange.
create table audit_entry (
    leaf_index bigint primary key,
    class integer not null,
    at timestamptz not null,
    exchange uuid,
    amount numeric,
    closed_index bigint,
    closed_at timestamptz
) with (fillfactor = 85);
create index audit_entry_class on audit_entry (class, at, leaf_index);
create index audit_entry_time on audit_entry (at, leaf_index);
create index audit_entry_exchange on audit_entry (exchange) where exchange is not null;

-- Blind tags: HMAC-SM3 under a key of the city, so that the table says nothing to who only has the database. Erasing deletes them.
create table audit_tag (
    tag bytea not null,
    at timestamptz not null,
    leaf_index bigint not null,
    label smallint not null,
    primary key (tag, at, leaf_index)
);
create index audit_tag_leaf on audit_tag (leaf_index);

-- Everything of the log below this size is in the index. Its lock is held by whoever fills.
create table audit_cursor (
    id smallint primary key check (id = 1),
    size bigint not null check (size >= 0)
);
insert into audit_cursor (id, size) values (1, 0);

-- Side rows of LOG_QUERIED: who asked what and why, encrypted, with the salt of the digest in the leaf.
create table audit_query (
    leaf_index bigint primary key,
    content bytea not null
);
