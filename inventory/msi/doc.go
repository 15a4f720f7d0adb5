// Package msi reads what a Windows Installer package says of the product in it
// and of who made it, and how far its digital signature holds.
//
// A package is a compound file: a small file system with a table of sectors,
// whose streams hold the tables of a database, the files to be installed, and
// the signature. Nothing of it is unpacked or installed.
//
// The compound file is read by code of this package, because the libraries that
// were tried follow tables that run in a circle for ever, or allocate what a
// header asks for. Here no number of the file is believed: tables are read where
// a chain leads and no further than a file of its size can have sectors.
package msi
