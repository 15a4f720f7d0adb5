package register_test

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/delistdev/delist/register"
)

const hikvision = "Hangzhou Hikvision Digital Technology Co.,Ltd."

func TestMACRegistrant(t *testing.T) {
	tests := []struct{ name, mac, want string }{
		{"a block of 24 bits", "44:19:B6:01:02:03", hikvision},
		{"written as Windows does", "44-19-b6-01-02-03", hikvision},
		{"written as routers do", "4419.b601.0203", hikvision},
		{"written as BSD does", "44:19:b6:1:2:3", hikvision},
		{"without zeros in the prefix", "0:9:bf:1:2:3", "Nintendo Co., Ltd."},
		{"without separators", "4419b6010203", hikvision},
		{"a block of 28 bits inside one of the authority's own", "00:55:DA:01:02:03", "Shinko Technos co.,ltd."},
		{"another in the same", "00:55:DA:F1:02:03", ""},
		{"a block of 36 bits", "00:1B:C5:00:01:02", "Converging Systems Inc."},
		{"a block of 36 bits inside 70:B3:D5", "70:B3:D5:F2:F1:02", "TELEPLATFORMS"},
		{"an individual address block", "00:50:C2:7D:51:02", "DEUTA-WERKE GmbH"},
		{"registered privately", "74:1A:E0:90:00:01", ""},
		{"assigned to three", "08:00:30:00:00:01", "NETWORK RESEARCH CORPORATION / ROYAL MELBOURNE INST OF TECH / CERN"},
		{"a group", "01:00:5E:00:00:01", ""},
		{"broadcast", "ff:ff:ff:ff:ff:ff", ""},
		{"all zeros name whoever has the block", "00:00:00:00:00:00", "XEROX CORPORATION"},
		{"one that a device chose itself", "46:19:B6:01:02:03", ""},
		{"too short", "44:19:B6", ""},
		{"too long", "44:19:B6:01:02:03:04", ""},
		{"two separators", "44::19:B6:01:02:03", ""},
		{"a separator at the end", "44:19:B6:01:02:03:", ""},
		{"no address", "none", ""},
		{"nothing", "", ""},
	}
	for _, test := range tests {
		if got := register.MACRegistrant(test.mac); got != test.want {
			t.Errorf("%s: %s is %q; want %q", test.name, test.mac, got, test.want)
		}
	}
}

// TestRegistrants finds every line of the table, and that lines are sorted.
func TestRegistrants(t *testing.T) {
	f, err := register.Data().Open("mac/registrants.tsv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	last, count := "", map[int]int{}
	lines := bufio.NewScanner(unpacked)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		prefix, name, _ := strings.Cut(lines.Text(), "\t")
		if prefix <= last || name == "" || name != strings.Join(strings.Fields(name), " ") {
			t.Errorf("%q after %q: want a prefix, a tab and a name, sorted by prefix", lines.Text(), last)
		}
		last = prefix
		count[4*len(prefix)]++
		if strings.Contains("1235679ABDEF", prefix[1:2]) {
			continue // from before there were such addresses
		}
		if got := register.MACRegistrant((prefix + "000000")[:12]); got != name {
			t.Errorf("%s is %q, want %q", prefix, got, name)
		}
	}
	if err := lines.Err(); err != nil {
		t.Error(err)
	}
	for _, bits := range []int{24, 28, 36} {
		if count[bits] < 3000 {
			t.Errorf("%d blocks of %d bits", count[bits], bits)
		}
	}
	if len(count) != 3 {
		t.Errorf("blocks of lengths %v", count)
	}
}

// FuzzMACRegistrant checks that no text makes it panic, that nobody has an
// address of a group or one that a device chose, and that an address names the
// same however it is written.
func FuzzMACRegistrant(f *testing.F) {
	f.Add(uint64(0x4419B6010203), "44:19:B6:01:02:03")
	f.Add(uint64(0x70B3D5F2F102), "0:1:2:3:4:5")
	f.Add(uint64(0x01005E000001), "4419.b601.0203.")
	f.Fuzz(func(t *testing.T, number uint64, text string) {
		register.MACRegistrant(text)
		plain := fmt.Sprintf("%012x", number&(1<<48-1))
		want := register.MACRegistrant(plain)
		if want != "" && number>>40&3 != 0 {
			t.Errorf("%s is %q's", plain, want)
		}
		octets := make([]any, 6)
		for i := range octets {
			octets[i] = byte(number >> (40 - 8*i))
		}
		for _, form := range []string{"%02X:%02X:%02X:%02X:%02X:%02X", "%x:%x:%x:%x:%x:%x", "%02x-%02x-%02x-%02x-%02x-%02x", "%02x%02x.%02x%02x.%02x%02x"} {
			if mac := fmt.Sprintf(form, octets...); register.MACRegistrant(mac) != want {
				t.Errorf("%s is %q's, %s is %q's", plain, want, mac, register.MACRegistrant(mac))
			}
		}
	})
}

// BenchmarkMACRegistrant looks up a block of each length, and one of nobody.
func BenchmarkMACRegistrant(b *testing.B) {
	macs := []string{"44:19:B6:01:02:03", "00:55:DA:01:02:03", "70:B3:D5:F2:F1:02", "44:19:00:01:02:03"}
	register.MACRegistrant(macs[0])
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		register.MACRegistrant(macs[i%len(macs)])
	}
}
