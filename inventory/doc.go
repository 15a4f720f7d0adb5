// Package inventory reads what is there: the packages of an operating system,
// of programming languages, and the programs of a directory or of a single
// file, each as a [delist.Item] with its version, its place, and everything
// that its own metadata says about its makers.
//
// [Read] recognises what its target is. A directory is walked once, with all
// processors; every file whose name or form a reader knows is read, and the
// items come sorted by path, so that the same tree gives the same sequence.
//
// Everything that is read is taken to be hostile. It is never run, written to
// or followed out of the directory: symbolic links are passed over (what they
// point at is found at its own place), as are FIFOs, sockets and devices, and
// file systems that a kernel makes up (/proc, /sys). Limits hold for every
// reader, and whatever could not be read or decided is yielded as a
// [delist.ReadError]. Nothing here uses the network.
//
// The package knows nothing of vendors: who stands behind an item is decided by
// who reads the items.
package inventory
