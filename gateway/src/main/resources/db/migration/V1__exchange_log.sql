-- One database a city. The log is the record of truth; everything else is derived from it or hangs on it.

-- The head of the log: whoever appends holds this row's lock.
create table log_head (
    id smallint primary key check (id = 1),
    origin text not null,
    size bigint not null check (size >= 0),
    root bytea not null,
    edge bytea not null
);

-- Leaves, each as big-endian uint16 length and bytes; a row never crosses a bundle of 256, full bundles are compacted to one row.
create table log_entries (
    first_index bigint primary key,
    count integer not null check (count between 1 and 256),
    entries bytea not null
);

create index log_entries_small on log_entries (first_index) where count < 256;

-- Hashes of complete subtrees, 256 a tile, 32 bytes each; the last tile of a level grows.
create table log_tile (
    level smallint not null,
    tile bigint not null,
    hashes bytea not null,
    primary key (level, tile)
);

create table log_checkpoint (
    size bigint primary key,
    note text not null
);

-- What this city sent. record_key is wrapped for the archive: destroying it erases the payload and its openings.
create table exchange (
    id uuid primary key,
    leaf_index bigint not null,
    to_city text not null,
    kind text not null,
    type text not null,
    system text not null,
    message_id text not null,
    content_digest bytea not null,
    accepted_at timestamptz not null,
    bytes integer not null,
    record_key bytea,
    state text not null check (state in ('OPEN', 'DELIVERED', 'RETURNED')),
    closed_index bigint,
    closed_at timestamptz,
    return_code text,
    return_slip bytea,
    return_key bytea,
    unique (system, message_id, to_city)
);
create index exchange_open on exchange (leaf_index) where state = 'OPEN';
create index exchange_closed on exchange (system, closed_index) where closed_index is not null;

-- What the log sealed for other cities, one row a group commit; publish_cursor says how far the broker has it.
create table outbox (
    first_index bigint primary key,
    last_index bigint not null,
    messages bytea not null
);
create table publish_cursor (
    id smallint primary key check (id = 1),
    size bigint not null,
    checkpoint_size bigint not null
);

-- What other cities sent to this one.
create table inbox (
    id uuid primary key,
    from_city text not null,
    leaf_hash bytea not null,
    received_index bigint not null,
    counterpart bytea not null,
    kind text not null,
    type text not null,
    system text not null,
    ordering_key bytea not null,
    revision bigint,
    leaf bytea not null,
    envelope bytea not null,
    record_key bytea,
    state text not null check (state in ('OPEN', 'DELIVERED', 'RETURNED')),
    attempts integer not null default 0,
    next_attempt timestamptz not null,
    closed_index bigint,
    closed_at timestamptz,
    return_code text
);
create index inbox_open on inbox (system, received_index) where state = 'OPEN';
create index inbox_open_key on inbox (ordering_key, received_index) where state = 'OPEN';
create index inbox_revision on inbox (ordering_key, revision) where revision is not null;

-- Checkpoints of other cities that were found consistent with all seen before: the state of this city as their witness.
create table peer_checkpoint (
    origin text not null,
    size bigint not null,
    root bytea not null,
    note text not null,
    seen_at timestamptz not null,
    primary key (origin, size)
);
-- Two signed checkpoints of one origin that cannot both be true. An origin in this table is stopped.
create table peer_conflict (
    origin text not null,
    found_at timestamptz not null,
    known_note text not null,
    other_note text not null,
    primary key (origin, other_note)
);

-- Messages that wait for a checkpoint that was asked for, and messages that failed verification.
create table held (
    topic text not null,
    partition integer not null,
    "offset" bigint not null,
    origin text not null,
    key bytea,
    value bytea not null,
    since timestamptz not null,
    primary key (topic, partition, "offset")
);
create table quarantine (
    topic text not null,
    partition integer not null,
    "offset" bigint not null,
    reason text not null,
    value bytea not null,
    at timestamptz not null,
    primary key (topic, partition, "offset")
);

-- Counts a pair, kind and type, changed in the same transaction as what they count.
create table tally (
    direction text not null check (direction in ('OUT', 'IN')),
    peer text not null,
    kind text not null,
    type text not null,
    accepted bigint not null default 0,
    delivered bigint not null default 0,
    returned bigint not null default 0,
    refused bigint not null default 0,
    primary key (direction, peer, kind, type)
);

-- Digests of the files that people edit, as of the last start: what differs is an entry of the log.
create table edited_file (
    name text primary key,
    digest text not null
);
