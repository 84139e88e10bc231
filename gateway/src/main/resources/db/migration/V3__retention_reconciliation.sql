-- What reconciliation sums and erasure leaves behind. amount: where the type's route names one; null otherwise and once erased.
alter table exchange
    add column amount numeric,
    add column erased_at timestamptz;
create index exchange_accepted on exchange using brin (accepted_at);

-- accepted_at: the time of the sender's ACCEPTED leaf, so that both cities count an exchange on the same day.
alter table inbox
    add column amount numeric,
    add column accepted_at timestamptz,
    add column erased_at timestamptz;
update inbox set accepted_at = (convert_from(leaf, 'UTF8')::json ->> 'time')::timestamptz;
alter table inbox alter column accepted_at set not null;
create index inbox_accepted on inbox using brin (accepted_at);

-- Retention looks for what was closed long ago and still has its payload.
create index exchange_retained on exchange (closed_at) where erased_at is null and state <> 'OPEN';
create index inbox_retained on inbox (closed_at) where erased_at is null and state <> 'OPEN';

-- Erasures that somebody asked for: which exchanges, on which legal ground, and who agreed. Of a person only the exchanges stand here.
create table erasure (
    id uuid primary key,
    ground text not null,
    exchanges uuid[] not null,
    requested_by text not null,
    requested_at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    erased integer
);

-- One row a run, day and other city; result is canonical JSON, its digest stands in the RECONCILED leaf at log_index.
create table reconciliation (
    log_index bigint primary key,
    day date not null,
    peer text not null,
    run_at timestamptz not null,
    outcome text not null check (outcome in ('BALANCED', 'UNBALANCED', 'INCOMPLETE')),
    result text not null
);
create index reconciliation_day on reconciliation (day, peer, log_index);
create table reconciliation_mismatch (
    log_index bigint not null references reconciliation (log_index),
    exchange uuid not null,
    direction text not null check (direction in ('OUT', 'IN')),
    kind text not null,
    type text not null,
    here text,
    there text,
    primary key (log_index, exchange)
);
