-- Checkpoints of this city's log that went to the witnesses, with the cosignatures that came back. note is the signed note with all
-- of them; quorum_at is when the quorum of the policy was complete.
create table cosigned_checkpoint (
    size bigint primary key,
    note text not null,
    submitted_at timestamptz not null,
    quorum_at timestamptz
);
create index cosigned_checkpoint_quorum on cosigned_checkpoint (size) where quorum_at is not null;

-- As a witness of others: the largest checkpoint of each log that this city cosigned. It is one of peer_checkpoint.
create table cosigned_peer (
    origin text primary key,
    size bigint not null
);

-- Epochs of this city's log that were begun after its first: who approved, and where the entry stands.
create table log_epoch (
    first_index bigint primary key,
    origin text not null unique,
    former_origin text not null,
    reason text not null,
    approver text not null,
    second_approver text not null check (second_approver <> approver),
    started_at timestamptz not null
);
