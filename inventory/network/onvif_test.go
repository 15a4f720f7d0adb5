package network_test

import (
	"strings"
	"testing"

	"github.com/delistdev/delist/inventory/network"
)

func envelope(body string) string {
	return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body>` + body + `</s:Body></s:Envelope>`
}

func match(endpoint, scopes string) string {
	return envelope(`<d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>` + endpoint + `</a:Address></a:EndpointReference><d:Scopes>` + scopes + `</d:Scopes><d:XAddrs>http://192.0.2.7/onvif/device_service http://[fe80::1]/onvif</d:XAddrs></d:ProbeMatch></d:ProbeMatches>`)
}

func TestAnswers(t *testing.T) {
	const camera = "f#host 192.0.2.7 (192.0.2.7) | 192.0.2.7"
	const known = camera + " | mac-prefix=44:19:B6:0A:0B:0C"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a UUID with a time has a node", match("urn:uuid:4d454930-0000-1000-8000-4419b60a0b0c", ""), []string{known}},
		{"a random UUID has none, whatever its end looks like", match("urn:uuid:4d454930-0000-4000-8000-4419b60a0b0c", ""), []string{camera}},
		{"a UUID of no version", match("urn:uuid:00000000-0000-0000-0000-4419b60a0b0c", ""), []string{camera}},
		{"a node that was made up", match("urn:uuid:4d454930-0000-1000-8000-4519b60a0b0c", ""), []string{camera}},
		{"its own address comes first", match("urn:uuid:4d454930-0000-1000-8000-000c29010203", "onvif://www.onvif.org/MAC/44:19:b6:0a:0b:0c"), []string{known}},
		{"an address without colons", match("", "onvif://www.onvif.org/macaddr/4419b60a0b0c"), []string{known}},
		{"an address that is none", match("", "onvif://www.onvif.org/mac/44"), []string{`! f#host 192.0.2.7: "44": not a hardware address of six octets`, camera}},
		{"what it calls itself", match("", "onvif://www.onvif.org/name/IP%20Camera%0a&#10;\nonvif://www.onvif.org/hardware/DS-2CD onvif://www.onvif.org/Manufacturer/HIKVISION onvif://www.onvif.org/location/x"),
			[]string{"f#host 192.0.2.7 (192.0.2.7) | IP Camera | banner: IP Camera | banner: DS-2CD | manufacturer: HIKVISION"}},
		{"asked and answered, with notes between", "1 SEND 239.255.255.250:3702\n" + envelope("<d:Probe><d:Scopes>onvif://www.onvif.org</d:Scopes></d:Probe>") + "\n2 RECV 192.0.2.7:3702\n" + match("", "") + match("", ""), []string{camera, camera}},
		{"device information", envelope(`<tds:GetDeviceInformationResponse><tds:Manufacturer>HIKVISION</tds:Manufacturer><tds:Model>DS-2CD</tds:Model><tds:FirmwareVersion>V5.5.82</tds:FirmwareVersion><tds:SerialNumber>1</tds:SerialNumber><tds:HardwareId>88</tds:HardwareId></tds:GetDeviceInformationResponse>`),
			[]string{"f#host DS-2CD | DS-2CD V5.5.82 | manufacturer: HIKVISION | product: DS-2CD | banner: 88"}},
		{"what stops in the middle", strings.TrimSuffix(match("urn:uuid:4d454930-0000-1000-8000-4419b60a0b0c", ""), "</d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"),
			[]string{known, "! f:1: the file ends in the middle: what came before was read"}},
		{"nothing in it", envelope("<d:ProbeMatches><d:ProbeMatch/></d:ProbeMatches>"), []string{"! f: a device with neither name nor address"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if kind := network.Sniff([]byte(test.text)); kind != "onvif" {
				t.Errorf("taken for %q", kind)
			}
			same(t, read(t, "onvif", test.text), test.want)
		})
	}
}
