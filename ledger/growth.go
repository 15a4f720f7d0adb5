package ledger

import (
	"bytes"
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A Growth shows that the tree of a checkpoint begins with that of an older
// one: that the ledger was only appended to in between.
type Growth struct {
	Old        int64 // the number of records then
	Hashes     tlog.TreeProof
	Checkpoint []byte
}

// Text writes g as the request by which a witness is asked to sign, too
// (c2sp.org/tlog-witness, add-checkpoint).
func (g Growth) Text() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "old %d\n", g.Old)
	for _, h := range g.Hashes {
		fmt.Fprintf(&b, "%s\n", h)
	}
	b.WriteByte('\n')
	b.Write(g.Checkpoint)
	return b.Bytes()
}

// Check reports whether g leads from old to the checkpoint in it.
func (g Growth) Check(old Checkpoint, verifier note.Verifier) error {
	c, err := ParseCheckpoint(g.Checkpoint, verifier)
	if err != nil {
		return err
	}
	if old.Size != g.Old || old.Size > c.Size {
		return fmt.Errorf("growth from %d to %d records: the older checkpoint has %d", g.Old, c.Size, old.Size)
	}
	if old.Size == 0 && len(g.Hashes) == 0 {
		return nil // every ledger begins with the empty one
	}
	if tlog.CheckTree(g.Hashes, c.Size, c.Root, old.Size, old.Root) != nil {
		return fmt.Errorf("growth from %d to %d records: the newer tree does not begin with the older one", g.Old, c.Size)
	}
	return nil
}

// ProveGrowth leads from the ledger's first old records to its newest checkpoint.
func ProveGrowth(ctx context.Context, log Log, old int64, verifier note.Verifier) (Growth, error) {
	checkpoint, c, err := newest(ctx, log, verifier)
	if err != nil {
		return Growth{}, err
	}
	if old < 0 || old > c.Size {
		return Growth{}, fmt.Errorf("growth from %d records: the checkpoint has %d", old, c.Size)
	}
	g := Growth{Old: old, Checkpoint: checkpoint}
	if old > 0 {
		if g.Hashes, err = tlog.ProveTree(c.Size, old, HashReader(ctx, log)); err != nil {
			return Growth{}, fmt.Errorf("growth from %d records: %w", old, err)
		}
	}
	return g, nil
}
