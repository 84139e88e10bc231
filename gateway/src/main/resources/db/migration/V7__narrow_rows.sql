-- An update writes the whole row again, and its entries in every index. What changes when an exchange is closed therefore lies apart
-- from what does not change: of 6 KB that a record cost in the inbox, half was a copy.
create table received_content (
    received_index bigint primary key,
    leaf bytea not null,
    leaf_path bytea,
    counterpart bytea not null,
    envelope bytea not null,
    record_key bytea
) with (toast_tuple_target = 8160);
alter table received_content alter column leaf set storage external;
alter table received_content alter column envelope set storage external;
insert into received_content (received_index, leaf, leaf_path, counterpart, envelope, record_key)
    select received_index, leaf, leaf_path, counterpart, envelope, record_key from inbox;
alter table inbox
    drop column leaf,
    drop column leaf_path,
    drop column counterpart,
    drop column envelope,
    drop column record_key;

create table exchange_receipt (
    closed_index bigint primary key,
    leaf bytea not null,
    path bytea not null
) with (toast_tuple_target = 8160);
alter table exchange_receipt alter column leaf set storage external;
insert into exchange_receipt (closed_index, leaf, path)
    select closed_index, receipt_leaf, receipt_path from exchange where receipt_leaf is not null;
alter table exchange
    drop column receipt_leaf,
    drop column receipt_path;
