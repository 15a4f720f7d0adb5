// Package hive reads registry hives of Windows machines that are switched off:
// which programs were installed, which services and drivers are set up, and which
// system it is.
//
// A hive is a tree of keys with values, kept in cells that point at each other.
// Only the few keys are read that hold what is asked: nothing is carved from free
// space, and what was deleted stays deleted. Cells are looked up where they lie,
// through a cache of fixed size, so that a hive may be of any size.
//
// A pointer in a hive may lead anywhere. Each is checked against the bounds of
// the data, lists are read at most two deep, a key is read once, and all reading
// together has a budget in the size of the hive. What cannot be read becomes a
// [delist.ReadError] at its key, and reading goes on.
//
// A machine that lost its power leaves a hive whose last changes lie in
// transaction logs beside it: [ReadWithLogs] replays them in memory.
//
// Sources: Maxim Suhanov, "Windows registry file format specification",
// https://github.com/msuhanov/regf; Joachim Metz, "Windows NT Registry File
// (REGF) format", https://github.com/libyal/libregf/tree/main/documentation.
package hive
