package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/store/files"
	"github.com/delistdev/delist/store/sqlite"
	"github.com/delistdev/delist/store/tables"
)

func (a *app) backupCommand() *cobra.Command {
	var withKey bool
	cmd := &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy everything that is kept to another directory, while others go on",
		Long: `Backup copies the data directory as it is at one moment: the store, the lists, the
evidence. The key of the ledger stays out of it, unless --with-key is given:
whoever has it can sign. DIR must not exist yet, and is there in whole or not at
all.`,
		Example: "  delist backup /media/disk/delist-2026-11-21",
		Args:    exactlyOne("DIR", "a directory that does not exist yet"),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := dataDir(cmd)
			if err != nil {
				return err
			}
			n, err := backup(cmd.Context(), dir, storeURL(cmd), args[0], withKey)
			if err != nil {
				return explained(err)
			}
			fmt.Fprintf(a.stdout, "%s: %d files\n", args[0], n)
			if !withKey && exists(filepath.Join(dir.Path(), keyName)) {
				fmt.Fprintf(a.stderr, "note: the key of the ledger is not in it (--with-key): without %s nothing can be signed on\n", filepath.Join(dir.Path(), keyName))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&withKey, "with-key", false, "copy the key of the ledger, too")
	return cmd
}

func (a *app) restoreCommand() *cobra.Command {
	var damaged bool
	cmd := &cobra.Command{
		Use:   "restore BACKUP",
		Short: "Bring a backup back into an empty data directory",
		Long: `Restore copies what delist backup wrote into the data directory (--data), which must
be empty, after it has checked it. Move what is there out of the way first: what
is damaged may still be of use.`,
		Example: "  delist restore /media/disk/delist-2026-11-21 --data ~/delist-restored",
		Args:    exactlyOne("BACKUP", "a directory that delist backup wrote"),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := dataDir(cmd)
			if err != nil {
				return err
			}
			n, err := a.restore(cmd, args[0], dir, damaged)
			if err != nil {
				return explained(err)
			}
			fmt.Fprintf(a.stdout, "%s: %d files\n", dir.Path(), n)
			if !exists(filepath.Join(dir.Path(), keyName)) {
				fmt.Fprintf(a.stderr, "hint: the key of the ledger is not in the backup: copy it to %s (mode 600)\n", filepath.Join(dir.Path(), keyName))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&damaged, "damaged", false, "bring back a backup that is damaged, too, as far as it goes")
	return cmd
}

// backup copies a data directory to a place where nothing is, and returns how many
// files it has.
func backup(ctx context.Context, dir *files.Dir, url, to string, withKey bool) (n int, err error) {
	if exists(to) {
		return 0, hinted{fmt.Errorf("%s: exists already", to), "name a directory that does not exist yet"}
	}
	if _, err := os.Stat(dir.Path()); err != nil {
		return 0, hinted{fmt.Errorf("%s: nothing is kept there", dir.Path()), "--data DIR"}
	}
	if within(to, dir.Path()) {
		return 0, hinted{fmt.Errorf("%s: lies in the data directory, and the next backup would hold this one", to), "name a directory elsewhere, on another disk if there is one"}
	}
	part, err := makePart(to)
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(part) // in vain once it is renamed
	unlock, err := dir.Lock()
	if err != nil {
		return 0, err
	}
	later, n, err := copyState(ctx, dir, url, part, withKey)
	unlock()
	for _, name := range later {
		if err == nil {
			n++
			err = copyFile(filepath.Join(dir.Path(), name), filepath.Join(part, name))
		}
	}
	if err != nil {
		return 0, err
	}
	return n, placeFolder(part, to)
}

// within reports whether a path lies in a folder, or is the folder. What does not
// exist yet lies where the nearest folder above it leads to.
func within(path, folder string) bool {
	folder = resolved(folder)
	for at := resolved(path); ; at = filepath.Dir(at) {
		if below, err := filepath.Rel(folder, resolved(at)); err == nil && filepath.IsLocal(below) {
			return true
		}
		if at == filepath.Dir(at) {
			return false
		}
	}
}

// makePart makes the folder that becomes another once all is in it. What has that
// name already may be somebody's, or of a copy that is under way, and stays.
func makePart(to string) (part string, err error) {
	part = filepath.Clean(to) + ".part"
	if err := os.MkdirAll(filepath.Dir(part), 0o700); err != nil {
		return "", err
	}
	if err = os.Mkdir(part, 0o700); errors.Is(err, fs.ErrExist) {
		err = hinted{fmt.Errorf("%s: exists already", part), "what was interrupted left it, if nothing is under way: look at it, and remove it"}
	}
	return part, err
}

// placeFolder gives a folder its name, once its names are on the disk.
func placeFolder(part, to string) error {
	err := filepath.WalkDir(part, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return files.SyncFolder(name)
	})
	if err != nil {
		return err
	}
	if err := os.Rename(part, filepath.Clean(to)); err != nil {
		return err
	}
	return files.SyncFolder(filepath.Dir(filepath.Clean(to)))
}

// copyState copies all that may change, while nobody writes, and returns the names
// of what is written once and stays: that can be copied later.
func copyState(ctx context.Context, dir *files.Dir, url, to string, withKey bool) (later []string, n int, err error) {
	root := resolved(dir.Path()) // a walk does not follow a link
	err = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, name)
		switch kind := backedUp(filepath.ToSlash(below), withKey); {
		case err != nil:
			return err
		case entry.IsDir() && kind == leftOut:
			return fs.SkipDir
		case entry.IsDir(), kind == leftOut:
			return nil
		case !entry.Type().IsRegular():
			return notFile(name)
		case kind == writtenOnce:
			later = append(later, below)
			return nil
		}
		n++
		return copyFile(name, filepath.Join(to, below))
	})
	if err != nil {
		return nil, 0, err
	}
	s, err := openStored(ctx, dir, url)
	if errors.Is(err, fs.ErrNotExist) {
		return later, n, nil
	}
	if err != nil {
		return nil, 0, err
	}
	defer s.Close()
	if url != "" {
		return later, n + 1, toFile(ctx, s, filepath.Join(to, sqlite.Name))
	}
	return later, n + 1, sqlite.Backup(ctx, s, filepath.Join(to, sqlite.Name))
}

// What a backup does with a file.
type backupKind int

const (
	mayChange backupKind = iota
	writtenOnce
	leftOut
)

// backedUp says what a backup does with a file of the data directory.
func backedUp(name string, withKey bool) backupKind {
	switch first, _, _ := strings.Cut(name, "/"); {
	case strings.HasPrefix(name, sqlite.Name), first == "tmp", first == "compiled", name == "lists/lock", strings.HasPrefix(name, "lists/lock/"):
		return leftOut // copied otherwise, or made anew
	case name == keyName && !withKey:
		return leftOut
	case strings.HasSuffix(name, ".zst"), strings.HasPrefix(name, "evidence/originals/"):
		return writtenOnce
	}
	return mayChange
}

// notFile refuses what a copy would lack.
func notFile(name string) error {
	return hinted{fmt.Errorf("%s: a link, or no file: it would be missing in the copy", name), "put there what it leads to, or take it away"}
}

// copyFile copies a file and brings it to the disk.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// restore copies a backup beside an empty data directory, checks it, and puts it in
// its place.
func (a *app) restore(cmd *cobra.Command, from string, dir *files.Dir, damaged bool) (n int, err error) {
	if !exists(filepath.Join(from, sqlite.Name)) && !exists(filepath.Join(from, "lists")) && !exists(filepath.Join(from, "evidence")) {
		return 0, hinted{fmt.Errorf("%s: no backup of delist", from), "name a directory that delist backup wrote"}
	}
	if entries, err := os.ReadDir(dir.Path()); err == nil && len(entries) > 0 {
		return 0, hinted{fmt.Errorf("%s: something is kept there already", dir.Path()), fmt.Sprintf("move it out of the way (mv %s %s.old), or name another place with --data DIR", dir.Path(), dir.Path())}
	}
	if within(dir.Path(), from) {
		return 0, hinted{fmt.Errorf("%s: lies in the backup, which would no longer be what it was", dir.Path()), "name another place with --data DIR"}
	}
	to := resolved(dir.Path()) // a link stays one
	part, err := makePart(to)
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(part) // in vain once it is renamed
	if n, err = copyFolder(from, part); err != nil {
		return 0, err
	}
	if err := a.sound(cmd, part); err != nil && !damaged {
		return 0, hinted{err, "use another backup; or bring it back as far as it goes: --damaged"}
	}
	if url := storeURL(cmd); url != "" {
		if err := toDatabase(cmd.Context(), filepath.Join(part, sqlite.Name), url); err != nil {
			return 0, err
		}
	}
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, hinted{err, "name a directory that does not exist yet with --data DIR"}
	}
	return n, placeFolder(part, to)
}

// copyFolder copies all files of a folder into another.
func copyFolder(from, to string) (n int, err error) {
	from = resolved(from)
	err = filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !entry.Type().IsRegular() {
			return notFile(name)
		}
		below, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		n++
		return copyFile(name, filepath.Join(to, below))
	})
	return n, err
}

// sound checks a copy before it counts.
func (a *app) sound(cmd *cobra.Command, path string) error {
	dir, err := files.Open(path)
	if err != nil {
		return err
	}
	s, err := openStored(cmd.Context(), dir, "")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer s.Close()
	var faults []error
	found := func(err error) {
		fmt.Fprintf(a.stderr, "delist: %v\n", err)
		faults = append(faults, err)
	}
	if err := errors.Join(sqlite.Integrity(cmd.Context(), s, found), checkFiles(cmd.Context(), dir, s, found)); err != nil {
		return err
	}
	if err := a.soundLedger(cmd, dir, s, found); err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("%s: the backup is damaged in %d places", path, len(faults))
	}
	return nil
}

// soundLedger checks the ledger of a copy, and what is kept beside it; without the
// key, all but its signature.
func (a *app) soundLedger(cmd *cobra.Command, dir *files.Dir, s *tables.Store, found func(error)) error {
	key, err := ledgerKey(dir)
	if err != nil {
		return err
	}
	known := key != nil
	if !known {
		if key, err = ledger.NewKey("unknown"); err != nil {
			return err
		}
	}
	result, err := s.Verify(cmd.Context(), key.Verifier, nil)
	if err != nil {
		return err
	}
	for _, fault := range result.Faults {
		if known || fault.Kind != ledger.CheckpointWrong {
			found(fault)
		}
	}
	for _, fault := range result.Tables {
		found(fault)
	}
	return nil
}
