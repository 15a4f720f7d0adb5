// Package android reads what an Android application says of itself, and who
// signed it.
//
// An application is a ZIP archive. It is read as Android reads it, which is
// stricter than most readers of archives: there is one table of contents, it
// ends where the end record begins, and no name is in it twice. A reader that
// finds another table than Android does would report an application that
// nobody installs.
//
// The certificates of applications are made by their developers and end in no
// root. What a signature proves is that two applications were signed with the
// same key: the fingerprint of the certificate is the identity, the names in it
// are what the developer chose to write there.
package android
