// Package image reads container images: archives that docker save and the tools
// of OCI write, and OCI layouts as directories or archives. It gives the files
// of the final file system, each with the layer that brought it, and unpacks
// nothing to disk but, for as long as it is read, a file of a compressed layer
// that is too large for memory.
//
// Every layer is read twice: once for what is in it, since what an upper layer
// replaces or takes away is known only then, and once for the files that are
// wanted. A layer that is not compressed is not read but looked into.
//
// Nothing in an image is followed out of it: names are cleaned, those that climb
// out are errors, and links are not followed.
//
// Source: OCI Image Format Specification 1.1, "Image Layout", "Image Manifest",
// "Filesystem Layer" (whiteouts); Docker, "Image Specification v1.2".
package image
