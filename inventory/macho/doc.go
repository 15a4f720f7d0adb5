// Package macho reads what a program or an application bundle of Apple's systems
// says of who made it: its identifier, the team that signed it, and the
// signature, with the hash of every page of the file.
//
// Only headers are read of a program that is not signed. What cannot be read is
// an error beside what could. Nothing is run or written.
//
// Source: Apple, "Mach-O Programming Topics" and <mach-o/loader.h>,
// <mach-o/fat.h>; for signatures "TN3126: Inside Code Signing: Hashes" and
// xnu's osfmk/kern/cs_blobs.h.
package macho
