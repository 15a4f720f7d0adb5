// Package fleet reads what management systems and package managers export: which
// software is installed, on which device. It reads the exports of Intune, Jamf
// Pro and Configuration Manager, the lists of winget, dpkg, apt and rpm, and the
// report of macOS's system_profiler.
//
// Each record becomes one item of its device, with whatever the export says of
// its publisher. A signature that an export names is somebody else's word and
// stays claimed. What could not be read comes out as a [delist.ReadError] with its
// place, and the rest is read on. The reader knows headings, and no vendors.
package fleet
