package network

import "strings"

// headings begin the lines above the entries of tables; true where hosts may
// stand in them by name.
var headings = map[string]bool{
	"Address HWtype ":            true,  // arp -e, arp -n: net-tools
	"Host Ethernet Address ":     true,  // OpenBSD
	"Neighbor Linklayer Address": true,  // arp -al, ndp -a: macOS, FreeBSD
	"IP address HW type ":        false, // /proc/net/arp
	"Protocol Address ":          false, // Cisco IOS
	"ifIndex IPAddress ":         false, // Get-NetNeighbor
	"Internet Address ":          false, // Windows
	"Starting arp-scan ":         false,
}

// furniture begins other lines that are no entries: sums, messages, rules.
var furniture = []string{
	"Interface: ", "Ending arp-scan ", // arp-scan
	"Target list from interface ", "Pcap filter string: ", "Using ", "DEBUG: ", // arp-scan -v
	"WARNING: Cannot open ", "WARNING: host part of ", // arp-scan
	"Entries: ", "arp: in ", // arp -v: "arp: in 4 entries no match found."
	"No ARP Entries Found", // Windows
	"---", "===",
}

// furniture reports whether a line is one of those around the entries.
func (t *table) furniture(w []string, line string) bool {
	if isNumber(w[0]) { // arp-scan: "2 packets received by filter, 0 packets dropped by kernel"
		return strings.Contains(line, " packets received by filter")
	}
	text := strings.Join(w, " ") + " "
	for begin, named := range headings {
		if strings.HasPrefix(text, begin) {
			t.begun, t.named = true, named
			return true
		}
	}
	for _, begin := range furniture {
		if strings.HasPrefix(text, begin) {
			return true
		}
	}
	return false
}

func isNumber(word string) bool {
	for _, c := range []byte(word) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return word != ""
}

func isMAC(word string) bool {
	_, ok := parseMAC(word)
	return ok
}

// split appends the words of a line, as many as there is room for.
func split(words []string, line string) []string {
	for i := 0; i < len(line) && len(words) < cap(words); {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
			i++
		}
		start := i
		for i < len(line) && line[i] != ' ' && line[i] != '\t' {
			i++
		}
		if i > start {
			words = append(words, line[start:i])
		}
	}
	return words
}
