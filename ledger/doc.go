// Package ledger keeps a record of what happened that nobody can alter unseen.
//
// A ledger is a list of records, numbered from 0. Each is canonical JSON (a
// leaf), and each is a leaf of one Merkle tree, as RFC 6962 defines it. A
// checkpoint signs the size and the root of that tree; so a changed, missing,
// added or reordered record no longer fits the checkpoint.
//
// The package works on bytes. Whoever keeps them (see [Log]) stores a leaf and
// the hashes that [Frontier.Append] returns for it in one transaction with
// what the record is about, and a checkpoint by [Sign] with them. [Verify]
// reads all of it again, [Prove] shows to others that a record is in it, and
// [Export] writes it as files that other programs follow.
//
// What it cannot do: whoever has the key and the disk can write another
// history and sign it. Only a checkpoint that is kept elsewhere shows that;
// give it to [Verify]. Nor does a clock in a record prove the time.
//
// The package opens no connection and reads no table. The formats are those of
// c2sp.org: tlog-checkpoint, tlog-proof, tlog-tiles and tlog-witness.
package ledger
