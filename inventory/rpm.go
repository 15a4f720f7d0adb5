package inventory

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/rpm"
)

// rpmPlaces are the directories in which an RPM database lies.
var rpmPlaces = []string{"var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/"}

func isRPMDatabase(path string) bool { return rpmPlace(path) != "" }

// rpmPlace returns where below its root directory a database lies.
func rpmPlace(path string) string {
	for _, place := range rpmPlaces {
		if place += base(path); below(path, place) {
			return place
		}
	}
	return ""
}

// readRPMDatabase reads the packages that rpm has installed.
func readRPMDatabase(f *file, out *sink) error {
	system := f.release(rpmPlace(f.path))
	// What rpm wrote last may still stand in a log beside the database.
	if log, info, err := f.tree.open(f.path + "-wal"); err == nil {
		log.Close()
		if info.Size() > 0 {
			if err := out.fail(0, fmt.Errorf("%w: changes of the last transaction in %s-wal are not read", errLimit, base(f.path))); err != nil {
				return err
			}
		}
	}
	for h, err := range rpm.ReadDatabase(f, f.size) {
		if err == nil {
			err = out.item(rpmItem(h, system), 0)
		} else {
			err = out.fail(0, asLimit(err))
		}
		if err == nil {
			err = out.ctx.Err()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func asLimit(err error) error {
	if errors.Is(err, rpm.ErrTooLarge) {
		return fmt.Errorf("%w: %w", errLimit, err)
	}
	return err
}

// sniffRPM recognises package files.
func sniffRPM(head []byte) bool { return rpm.IsFile(head) }

// readRPMFile reads a package file, which need not be installed.
func readRPMFile(f *file, out *sink) error {
	h, err := rpm.ReadFile(f, f.size)
	if err != nil {
		return asLimit(err)
	}
	return out.item(rpmItem(h, &release{}), 0)
}

func rpmItem(h *rpm.Header, system *release) delist.Item {
	version := h.Version
	if h.Release != "" {
		version += "-" + h.Release
	}
	return delist.Item{
		Name: h.Name, Version: version,
		PURL:     purl("rpm", system.namespace(""), h.Name, version, "arch", h.Arch, "epoch", h.Epoch, "distro", system.distro()),
		Declared: declare("vendor", h.Vendor, "packager", h.Packager, "homepage", h.URL),
	}
}

// sniffRPMDatabase recognises a database that does not lie at its place.
func sniffRPMDatabase(head []byte) bool {
	return bytes.HasPrefix(head, []byte("RpmP")) || bytes.HasPrefix(head, []byte("SQLite format 3\x00")) && bytes.Contains(head, []byte("Packages"))
}
