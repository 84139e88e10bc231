-- The other city's leaf of an exchange must be provable here even if that city is not to be reached any more.
-- A path is the hashes of the inclusion proof one after the other, 32 bytes each, under the checkpoint that the counterpart names.
alter table inbox add column leaf_path bytea;
alter table exchange add column receipt_leaf bytea, add column receipt_path bytea;
