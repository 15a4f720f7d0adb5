package hive

import "strings"

// endings are those of files that a service can be, where a path has no quotes
// and what follows may be an argument or more of the path.
var endings = []string{".exe", ".sys", ".dll", ".com"}

// fileOf returns the base name of the program in a command, in the letter case
// that it has: `"C:\Program Files\Guard\guard.exe" -k` is guard.exe.
func fileOf(command string) string {
	command = strings.TrimSpace(command)
	if quoted, ok := strings.CutPrefix(command, `"`); ok {
		command, _, _ = strings.Cut(quoted, `"`)
	} else {
		command = command[:programEnd(command)]
	}
	return command[strings.LastIndexAny(command, `\/`)+1:]
}

// programEnd returns where the path of a program ends that has no quotes: behind
// the first ending of a program, else before the first space.
func programEnd(command string) int {
	for i := range len(command) {
		if command[i] != '.' || i+4 > len(command) || i+4 < len(command) && command[i+4] != ' ' && command[i+4] != ',' {
			continue
		}
		for _, ending := range endings {
			if strings.EqualFold(command[i:i+4], ending) {
				return i + 4
			}
		}
	}
	if i := strings.IndexByte(command, ' '); i >= 0 {
		return i
	}
	return len(command)
}
