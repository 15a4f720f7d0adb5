package ledger

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxHashes is how many hashes a proof can have: sizes are below 2⁶³.
const maxHashes = 63

// maxExtra is how many bytes the unauthenticated part of a proof may have.
const maxExtra = 1 << 16

// A Proof shows that a record is in the tree that a checkpoint signs. It does
// not hold the record: whoever checks it has the leaf.
type Proof struct {
	Number int64
	// Hashes lead from the record's hash to the root: neighbours, upward.
	Hashes     tlog.RecordProof
	Checkpoint []byte
	// Extra is whatever another program put beside; nothing vouches for it.
	Extra []byte
}

// Text writes p as c2sp.org/tlog-proof has it, in a file of the suffix
// .tlog-proof: in a ledger of a million records, 1.1 KB with the checkpoint.
func (p Proof) Text() []byte {
	var b bytes.Buffer
	b.WriteString("c2sp.org/tlog-proof@v1\n")
	if len(p.Extra) > 0 {
		fmt.Fprintf(&b, "extra %s\n", base64.StdEncoding.EncodeToString(p.Extra))
	}
	fmt.Fprintf(&b, "index %d\n", p.Number)
	for _, h := range p.Hashes {
		fmt.Fprintf(&b, "%s\n", h)
	}
	b.WriteByte('\n')
	b.Write(p.Checkpoint)
	return b.Bytes()
}

// ParseProof reads what [Proof.Text] writes. It does not check it: see
// [Proof.Check].
func ParseProof(text []byte) (Proof, error) {
	p, err := parseProof(text)
	if err != nil {
		return Proof{}, fmt.Errorf("proof: %w", err)
	}
	return p, nil
}

func parseProof(text []byte) (p Proof, err error) {
	if len(text) > 2*maxExtra+maxCheckpoint {
		return p, fmt.Errorf("%d bytes", len(text))
	}
	head, checkpoint, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return p, errors.New("not a c2sp.org/tlog-proof@v1")
	}
	lines = lines[1:]
	if !found {
		return p, errors.New("no empty line, and no checkpoint after it")
	}
	p.Checkpoint = []byte(checkpoint)
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		if p.Extra, err = decodeBase64(lines[0][len("extra "):]); err != nil || len(p.Extra) == 0 {
			return p, errors.New("extra data is not base64")
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return p, errors.New("no index")
	}
	if p.Number, err = parseNumber(lines[0][len("index "):]); err != nil {
		return p, fmt.Errorf("index: %w", err)
	}
	if lines = lines[1:]; len(lines) > maxHashes {
		return p, fmt.Errorf("%d hashes, and at most %d are possible", len(lines), maxHashes)
	}
	for i, line := range lines {
		h, err := parseHash(line)
		if err != nil {
			return p, fmt.Errorf("hash %d: %w", i+1, err)
		}
		p.Hashes = append(p.Hashes, h)
	}
	return p, nil
}

// Check reports whether p proves that leaf is record p.Number of the ledger
// with this key. It returns the checkpoint in whose tree it is.
func (p Proof) Check(leaf []byte, verifier note.Verifier) (Checkpoint, error) {
	c, err := ParseCheckpoint(p.Checkpoint, verifier)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("proof of record %d: %w", p.Number, err)
	}
	if p.Number < 0 || p.Number >= c.Size {
		return Checkpoint{}, fmt.Errorf("proof of record %d: its checkpoint has %d records", p.Number, c.Size)
	}
	if tlog.CheckRecord(p.Hashes, c.Size, c.Root, p.Number, tlog.RecordHash(leaf)) != nil {
		return Checkpoint{}, fmt.Errorf("proof of record %d: the record is not in the tree of %d records that the checkpoint signs", p.Number, c.Size)
	}
	return c, nil
}

// Prove proves to others that a record is in the newest checkpoint of log. The
// proof has been checked against the leaf, so that a damaged ledger proves
// nothing.
func Prove(ctx context.Context, log Log, number int64, verifier note.Verifier) (Proof, error) {
	checkpoint, c, err := newest(ctx, log, verifier)
	if err != nil {
		return Proof{}, err
	}
	if number < 0 || number >= c.Size {
		return Proof{}, fmt.Errorf("record %d: the checkpoint has %d records, from 0", number, c.Size)
	}
	p := Proof{Number: number, Checkpoint: checkpoint}
	if p.Hashes, err = tlog.ProveRecord(c.Size, number, HashReader(ctx, log)); err != nil {
		return Proof{}, fmt.Errorf("record %d: %w", number, err)
	}
	leaf, err := log.Leaf(ctx, number)
	if err != nil {
		return Proof{}, fmt.Errorf("record %d: %w", number, err)
	}
	_, err = p.Check(leaf, verifier)
	return p, err
}

// newest returns the newest checkpoint, as it is and as it was read.
func newest(ctx context.Context, log Log, verifier note.Verifier) ([]byte, Checkpoint, error) {
	msg, err := log.Checkpoint(ctx)
	if err != nil {
		return nil, Checkpoint{}, err
	}
	if msg == nil {
		return nil, Checkpoint{}, errors.New("the ledger has no checkpoint")
	}
	c, err := ParseCheckpoint(msg, verifier)
	return msg, c, err
}
