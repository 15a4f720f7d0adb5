package inventory

import (
	"os"
	"path/filepath"
	"strings"
)

// pseudoTypes are the types of file system whose files a kernel makes up while
// they are read: they hold nothing that anybody installed. Source: Linux,
// "nodev" lines of /proc/filesystems, without those that hold real files.
var pseudoTypes = map[string]bool{
	"autofs": true, "binfmt_misc": true, "bpf": true, "cgroup": true, "cgroup2": true, "configfs": true,
	"debugfs": true, "devpts": true, "devtmpfs": true, "efivarfs": true, "fusectl": true, "hugetlbfs": true,
	"mqueue": true, "nfsd": true, "nsfs": true, "proc": true, "pstore": true, "rpc_pipefs": true,
	"securityfs": true, "selinuxfs": true, "sysfs": true, "tracefs": true,
}

// pseudoMounts returns the directories below dir, relative to it, where such a
// file system is mounted.
func pseudoMounts(dir string) map[string]bool {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil
	}
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil // no table, no mounts to know of: they are walked
	}
	mounts := map[string]bool{}
	for line := range strings.Lines(string(table)) {
		// "36 35 98:0 /root /mount/point options… - type source options"
		before, after, ok := strings.Cut(line, " - ")
		fields, kind := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(kind) == 0 || !pseudoTypes[kind[0]] {
			continue
		}
		if below, err := filepath.Rel(abs, unescapeMount(fields[4])); err == nil && below != "." && !strings.HasPrefix(below, "..") {
			mounts[below] = true
		}
	}
	return mounts
}

var mountEscapes = strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)

func unescapeMount(point string) string { return mountEscapes.Replace(point) }
