package attribute_test

import (
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/attribute"
	"github.com/delistdev/delist/register"
)

// Every maker of the register that the IEEE has assigned addresses to is known by
// one of them.
func TestDevices(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := attribute.New(reg)
	tests := []struct {
		name, mac string
		declared  delist.Declaration
		party     delist.PartyID
		who       string
		strength  delist.Strength
	}{
		{"Hikvision by an address in the register", "44:19:B6:00:00:01", delist.Declaration{}, "hikvision", "", delist.Declared},
		{"Dahua by the name of the registrant", "3C:EF:8C:00:00:01", delist.Declaration{}, "dahua-technology", "", delist.Declared},
		{"Huawei", "00:18:82:00:00:01", delist.Declaration{}, "huawei-technologies", "", delist.Declared},
		{"ZTE", "00:15:EB:00:00:01", delist.Declaration{}, "zte-corporation", "", delist.Declared},
		{"TP-Link", "00:0A:EB:00:00:01", delist.Declaration{}, "tp-link", "", delist.Declared},
		{"DJI", "60:60:1F:00:00:01", delist.Declaration{}, "dji", "", delist.Declared},
		{"Hytera", "64:69:BC:00:00:01", delist.Declaration{}, "hytera-communications", "", delist.Declared},
		{"Xiaomi, whose addresses the register has no list of", "04:CF:8C:00:00:01", delist.Declaration{}, "xiaomi", "", delist.Declared},
		{"a company of a like name", "00:50:C2:EC:10:01", delist.Declaration{}, "", "ANT Group s.r.l", delist.Declared},
		{"another", "64:C9:44:00:00:01", delist.Declaration{}, "", "LARK Technologies, Inc", delist.Declared},
		{"one that only resembles", "00:1D:17:00:00:01", delist.Declaration{}, "", "Digital Sky Corporation", delist.Declared},
		{"one that the device chose", "46:19:B6:00:00:01", delist.Declaration{}, "", "", delist.Unknown},
		{"nobody of the register", "00:55:DA:00:00:01", delist.Declaration{}, "", "Shinko Technos co.,ltd.", delist.Declared},
		{"what the device says", "", delist.Declaration{Field: "banner", Value: "name/HIKVISION DS-2CD2143G0-I"}, "hikvision", "", delist.Declared},
		{"a guess from what it says", "", delist.Declaration{Field: "product", Value: "Hikvision IPCam control port"}, "hikvision", "", delist.Named},
		{"what repeats the registry is no maker of its own", "", delist.Declaration{Field: "mac-vendor", Value: "Zhejiang Dahua Technology"}, "", "", delist.Unknown},
	}
	for _, test := range tests {
		item := delist.Item{Kind: delist.Device, Name: "d"}
		if test.mac != "" {
			item.Identifiers = []delist.Observed{{Kind: delist.MACPrefix, Value: test.mac}}
		}
		if test.declared.Field != "" {
			item.Declared = []delist.Declaration{test.declared}
		}
		var got delist.Attribution
		if all := a.Attribute(nil, &item); len(all) > 0 {
			got = all[0]
		}
		if got.Party != test.party || got.Name != test.who || got.Strength != test.strength {
			t.Errorf("%s: %q %q %s; want %q %q %s", test.name, got.Party, got.Name, got.Strength, test.party, test.who, test.strength)
		}
	}
}

// What is said beside the first answer: everybody by whom the device is known, and
// nobody twice.
func TestDevicesOfSeveral(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := attribute.New(reg)
	mac := func(values ...string) (list []delist.Observed) {
		for _, v := range values {
			list = append(list, delist.Observed{Kind: delist.MACPrefix, Value: v})
		}
		return list
	}
	made := func(by string) []delist.Declaration {
		return []delist.Declaration{{Field: "manufacturer", Value: by}}
	}
	tests := []struct {
		name string
		item delist.Item
		want string // parties with products, and names
	}{
		{"two addresses of one maker", delist.Item{Kind: delist.Device, Identifiers: mac("44:19:B6:00:00:01", "44:19:B6:00:00:02")}, "hikvision/hikvision-cameras"},
		{"two of one registrant", delist.Item{Kind: delist.Device, Identifiers: mac("00:18:82:00:00:01", "00:18:82:00:00:02")}, "huawei-technologies/"},
		{"two of one whom nobody knows", delist.Item{Kind: delist.Device, Identifiers: mac("00:55:DA:00:00:01", "00:55:DA:00:00:02")}, "Shinko Technos co.,ltd."},
		{"a module in another maker's device", delist.Item{Kind: delist.Device, Identifiers: mac("00:18:82:00:00:01"), Declared: made("Example Gateways")}, "huawei-technologies/, Example Gateways"},
		{"another's module in a device of the register", delist.Item{Kind: delist.Device, Identifiers: mac("00:55:DA:00:00:01"), Declared: made("HUAWEI")}, "huawei-technologies/, Shinko Technos co.,ltd."},
		{"the address and the device agree", delist.Item{Kind: delist.Device, Identifiers: mac("00:18:82:00:00:01"), Declared: made("HUAWEI")}, "huawei-technologies/"},
		{"an address of what is no device", delist.Item{Kind: delist.Binary, Identifiers: mac("00:18:82:00:00:01")}, "huawei-technologies/"},
		{"a banner of what is no device", delist.Item{Kind: delist.Binary, Declared: []delist.Declaration{{Field: "banner", Value: "HIKVISION"}}}, ""},
	}
	for _, test := range tests {
		var got []string
		for _, found := range a.Attribute(nil, &test.item) {
			if found.Strength > delist.Declared {
				t.Errorf("%s: %+v is more than declared", test.name, found)
			}
			if found.Name == "" {
				found.Name = string(found.Party) + "/" + string(found.Product)
			}
			got = append(got, found.Name)
		}
		if got := strings.Join(got, ", "); got != test.want {
			t.Errorf("%s: %s; want %s", test.name, got, test.want)
		}
	}
}

// Whatever prefix the register has is registered with the IEEE, by a company that
// the register knows by name, too, as the same party.
func TestPrefixesOfTheRegister(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := attribute.New(reg)
	for i := range reg.Identifiers {
		id := &reg.Identifiers[i]
		if id.Kind != delist.MACPrefix {
			continue
		}
		name := register.MACRegistrant(id.Value + ":00:00:00")
		item := delist.Item{Kind: delist.Device, Identifiers: []delist.Observed{{Kind: delist.CompanyName, Value: name}}}
		found := a.Attribute(nil, &item)
		if len(found) == 0 || found[0].Party != id.Party {
			t.Errorf("%s of %s is registered by %q, who is %+v", id.Value, id.Party, name, found)
		}
	}
}

// BenchmarkDevice measures devices whose maker the register does not know.
func BenchmarkDevice(b *testing.B) {
	reg, err := register.Load()
	if err != nil {
		b.Fatal(err)
	}
	a := attribute.New(reg)
	item := delist.Item{
		Kind: delist.Device, Identifiers: []delist.Observed{{Kind: delist.MACPrefix, Value: "00:55:DA:00:00:01"}},
		Declared: []delist.Declaration{{Field: "banner", Value: "nginx/1.22.1"}, {Field: "vendor-class", Value: "dhcpcd-9.4.1:Linux-6.1"}},
	}
	dst := a.Attribute(make([]delist.Attribution, 0, 8), &item)
	b.ReportAllocs()
	for b.Loop() {
		dst = a.Attribute(dst[:0], &item)
	}
}
