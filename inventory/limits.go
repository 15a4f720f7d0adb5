package inventory

import "errors"

// Limits bound what reading may cost. In each field zero means the default.
type Limits struct {
	// FileBytes is the largest file that is read in whole, such as a lockfile
	// or a package database. Default 64 MiB.
	FileBytes int64
	// Items is how many items one file may give. Default 1,000,000.
	Items int
	// Depth is how many directories may lie inside each other. Default 500.
	Depth int
	// ArchiveDepth is how many archives may lie inside each other. Default 8.
	ArchiveDepth int
	// ArchiveBytes is how much one archive may unpack to, with all that is in
	// it, as far as it is unpacked at all. Default 256 MiB.
	ArchiveBytes int64
	// ArchiveMember is how much of one archive may be held in memory at a time:
	// an archive inside it that is packed again. Default 64 MiB.
	ArchiveMember int64
	// ArchiveRatio is how many times larger than packed a member may be that is
	// larger than 1 MiB. Default 100.
	ArchiveRatio int
	// ArchiveDirectory is the largest table of contents of an archive, in
	// bytes. Default 16 MiB, some 150,000 members.
	ArchiveDirectory int64
}

func (l Limits) orDefault() Limits {
	setDefault(&l.FileBytes, 64<<20)
	setDefault(&l.Items, 1_000_000)
	setDefault(&l.Depth, 500)
	setDefault(&l.ArchiveDepth, 8)
	setDefault(&l.ArchiveBytes, 256<<20)
	setDefault(&l.ArchiveMember, 64<<20)
	setDefault(&l.ArchiveRatio, 100)
	setDefault(&l.ArchiveDirectory, 16<<20)
	return l
}

func setDefault[T int | int64](limit *T, value T) {
	if *limit <= 0 {
		*limit = value
	}
}

// errLimit is wrapped by every error that says that a limit was met. What lies
// behind the limit is undecided.
var errLimit = errors.New("limit met")
