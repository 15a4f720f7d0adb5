package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Export writes log into dir as the files of c2sp.org/tlog-tiles, which can be
// served as they are: checkpoint, tile/LEVEL/N and tile/entries/N, 256 to a
// file. Where dir has an older state of the same ledger, only what is new is
// written, and full files stay as they are. The checkpoint comes last, so that
// whoever reads at any time, and after a crash, reads a whole state.
//
// It returns the checkpoint. It refuses a directory with another history, and
// does not give out a checkpoint that the records do not fit: ask [Verify] then.
func Export(ctx context.Context, log Log, dir string, verifier note.Verifier) (Checkpoint, error) {
	msg, c, err := newest(ctx, log, verifier)
	if err != nil {
		return Checkpoint{}, err
	}
	e := &export{log: log, hashes: HashReader(ctx, log), dir: dir, size: c.Size}
	if err := e.readOld(verifier); err != nil {
		return Checkpoint{}, fmt.Errorf("export to %s: %w", dir, err)
	}
	if e.old < e.size {
		if err := e.write(ctx, c.Root); err != nil {
			return Checkpoint{}, fmt.Errorf("export to %s: %w", dir, err)
		}
	}
	if err := writeFile(filepath.Join(dir, "checkpoint"), msg); err != nil {
		return Checkpoint{}, err
	}
	return c, e.removePartial()
}

// An export goes from a directory with old records to one with size.
type export struct {
	log       Log
	hashes    tlog.HashReader
	dir       string
	old, size int64
}

// readOld reads how much of this ledger the directory has.
func (e *export) readOld(verifier note.Verifier) error {
	f, err := os.Open(filepath.Join(e.dir, "checkpoint"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	msg, err := io.ReadAll(io.LimitReader(f, maxCheckpoint+1))
	if err != nil {
		return err
	}
	old, err := ParseCheckpoint(msg, verifier)
	if err != nil {
		return fmt.Errorf("what is there: %w", err)
	}
	if old.Size > e.size {
		return fmt.Errorf("it has %d records, and the ledger %d: this ledger was rolled back", old.Size, e.size)
	}
	root, err := tlog.TreeHash(old.Size, e.hashes)
	if err != nil {
		return err
	}
	if root != old.Root {
		return fmt.Errorf("its %d records are not the first ones of this ledger", old.Size)
	}
	e.old = old.Size
	return nil
}

func (e *export) write(ctx context.Context, root tlog.Hash) error {
	from := e.old &^ (tileWidth - 1) // where the last bundle begins
	tree, err := OpenFrontier(from, e.hashes)
	if err != nil {
		return err
	}
	var bundle, tile []byte
	for s, err := range e.log.Records(ctx, from, e.size) {
		if err != nil {
			return err
		}
		if s.Number != tree.Size() || len(s.Leaf) > MaxLeaf {
			return fmt.Errorf("record %d: too long, or one before it is missing", s.Number)
		}
		row := tree.Append(s.Leaf)
		if !slices.Equal(s.Hashes, Join(row)) {
			return fmt.Errorf("record %d: does not fit the hashes kept with it", s.Number)
		}
		bundle = appendEntry(bundle, s.Leaf)
		tile = append(tile, row[0][:]...)
		if tree.Size()%tileWidth == 0 || tree.Size() == e.size {
			if err := e.writeBoth(s.Number/tileWidth, bundle, tile); err != nil {
				return err
			}
			bundle, tile = bundle[:0], tile[:0]
		}
	}
	if tree.Size() != e.size || tree.Root() != root {
		return fmt.Errorf("the %d records are not those that the checkpoint signs", e.size)
	}
	return e.writeUpper()
}

// writeBoth writes a bundle, and the tile with the hashes of its leaves.
func (e *export) writeBoth(n int64, bundle, tile []byte) error {
	width := len(tile) / tlog.HashSize
	if err := writeFile(e.path(entries, n, width), bundle); err != nil {
		return err
	}
	return writeFile(e.path(0, n, width), tile)
}

// writeUpper writes the tiles above those of leaves.
func (e *export) writeUpper() error {
	for _, t := range tlog.NewTiles(tileHeight, e.old, e.size) {
		if t.L == 0 {
			continue
		}
		data, err := tlog.ReadTileData(t, e.hashes)
		if err != nil {
			return err
		}
		if err := writeFile(e.path(t.L, t.N, t.W), data); err != nil {
			return err
		}
	}
	return nil
}

// removePartial removes what was written of a tile before it was full. Until
// then all widths that had a checkpoint stay, for those who follow it.
func (e *export) removePartial() error {
	removed := func(level int) error {
		above := max(level, 0)*tileHeight + tileHeight
		if n := e.old >> above; e.size>>above > n {
			return os.RemoveAll(filepath.Dir(e.path(level, n, 1)))
		}
		return nil
	}
	err := removed(entries)
	for level := 0; err == nil && e.size>>(level*tileHeight) > 0; level++ {
		err = removed(level)
	}
	return err
}

func (e *export) path(level int, n int64, width int) string {
	return filepath.Join(e.dir, filepath.FromSlash(tilePath(level, n, width)))
}
