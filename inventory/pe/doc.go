// Package pe reads what a Windows program says of who made it: the version
// resource, what it exports and imports, and its Authenticode signatures.
//
// Only the parts that are wanted are read, whatever the size of the file; the
// whole of it only where a signature has to be compared with it. A part that
// cannot be read does not keep the others from being read: what is known is
// returned together with the error. Nothing is run, and nothing is written.
//
// Source: Microsoft, "PE Format",
// https://learn.microsoft.com/en-us/windows/win32/debug/pe-format.
package pe
