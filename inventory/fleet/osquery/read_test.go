package osquery_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

func TestTables(t *testing.T) {
	tests := []struct{ name, row, want string }{
		{"programs", `{"identifying_number":"{90160000}","install_date":"20240101","install_location":"C:\\Program Files\\Kaspersky\\","install_source":"","language":"1033","name":"Kaspersky Endpoint Security","publisher":"AO Kaspersky Lab","uninstall_string":"MsiExec.exe /X","version":"12.3.0.493"}`,
			`application "Kaspersky Endpoint Security" "12.3.0.493" publisher="AO Kaspersky Lab" @x:2`},
		{"apps", `{"bundle_executable":"kav","bundle_identifier":"com.kaspersky.kav","bundle_name":"Kaspersky","bundle_short_version":"24.1","bundle_version":"24.1.0.100","copyright":"Copyright © 1997-2024 AO Kaspersky Lab. All rights reserved.","display_name":"","name":"Kaspersky.app","path":"/Applications/Kaspersky.app"}`,
			`application "Kaspersky" "24.1" copyright="AO Kaspersky Lab" bundle-id:"com.kaspersky.kav" @x:2`},
		{"deb_packages", `{"admindir":"/var/lib/dpkg","arch":"amd64","maintainer":"Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>","name":"libstdc++6","priority":"optional","revision":"1ubuntu1","section":"libs","size":"2700","source":"gcc-12","status":"install ok installed","version":"1:12.3.0-1ubuntu1~22.04"}`,
			`package "libstdc++6" "1:12.3.0-1ubuntu1~22.04" pkg:deb/libstdc%2B%2B6@1:12.3.0-1ubuntu1~22.04?arch=amd64 maintainer="Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>" @x:2`},
		{"rpm_packages", `{"arch":"x86_64","epoch":"1","install_time":"1","mount_namespace_id":"","name":"openssl","package_group":"Unspecified","release":"7.el9","sha1":"","size":"1","source":"openssl-3.0.7-7.el9.src.rpm","vendor":"Rocky Enterprise Software Foundation","version":"3.0.7"}`,
			`package "openssl" "3.0.7-7.el9" pkg:rpm/openssl@3.0.7-7.el9?arch=x86_64&epoch=1 vendor="Rocky Enterprise Software Foundation" @x:2`},
		{"rpm without epoch", `{"arch":"noarch","epoch":"0","name":"tzdata","release":"1.fc40","version":"2024a"}`,
			`package "tzdata" "2024a-1.fc40" pkg:rpm/tzdata@2024a-1.fc40?arch=noarch @x:2`},
		{"npm_packages", `{"author":"Isaac","description":"d","directory":"/usr/lib","homepage":"https://docs.npmjs.com/","license":"MIT","name":"@npmcli/arborist","path":"/usr/lib/node_modules/a/package.json","version":"7.1.0"}`,
			`package "@npmcli/arborist" "7.1.0" pkg:npm/%40npmcli/arborist@7.1.0 author="Isaac" homepage="https://docs.npmjs.com/" @x:2`},
		{"python_packages", `{"author":"Kenneth Reitz","directory":"/usr/lib/python3/dist-packages","license":"Apache 2.0","name":"Zope._Interface","path":"/usr/lib/python3","summary":"s","version":"2.28.1"}`,
			`package "Zope._Interface" "2.28.1" pkg:pypi/zope-interface@2.28.1 author="Kenneth Reitz" @x:2`},
		{"homebrew_packages", `{"name":"wget","path":"/opt/homebrew/Cellar/wget/1.24","prefix":"/opt/homebrew","version":"1.24"}`,
			`package "wget" "1.24" pkg:brew/wget@1.24 @x:2`},
		{"portage_packages", `{"build_time":"1","eapi":"7","package":"app-shells/bash","repository":"gentoo","size":"1","slot":"0","version":"5.2","world":"1"}`,
			`package "app-shells/bash" "5.2" @x:2`},
		{"chocolatey_packages", `{"author":"Igor Pavlov","license":"","name":"7zip","path":"C:\\ProgramData\\chocolatey\\lib\\7zip","summary":"s","version":"23.1"}`,
			`package "7zip" "23.1" author="Igor Pavlov" @x:2`},
		{"vscode_extensions", `{"installed_at":"1","name":"ms-python.python","path":"/home/u","prerelease":"0","publisher":"ms-python","publisher_id":"p","uid":"1000","uuid":"f1","version":"2024.1"}`,
			`application "ms-python.python" "2024.1" pkg:vscode-extension/ms-python/python@2024.1 publisher="ms-python" @x:2`},
		{"chrome_extensions", `{"author":"","browser_type":"chrome","identifier":"cjpalhdlnbpafiamejdnhcphjbkeiagm","name":"uBlock Origin","path":"/x","permissions":"tabs","profile":"Default","uid":"501","version":"1.55"}`,
			`application "uBlock Origin" "1.55" extension-id:"cjpalhdlnbpafiamejdnhcphjbkeiagm" @x:2`},
		{"firefox_addons", `{"active":"1","creator":"Raymond Hill","identifier":"uBlock0@raymondhill.net","name":"uBlock Origin","source_url":"https://addons.mozilla.org/","type":"extension","uid":"1","version":"1.55"}`,
			`application "uBlock Origin" "1.55" author="Raymond Hill" extension-id:"uBlock0@raymondhill.net" @x:2`},
		{"authenticode, trusted", `{"issuer_name":"DigiCert","original_program_name":"","path":"C:\\Program Files (x86)\\Kaspersky Lab\\avp.exe","result":"trusted","serial_number":"01","subject_name":"AO Kaspersky Lab"}`,
			`binary "avp.exe" "" file-name:"avp.exe" signer:"AO Kaspersky Lab"(claimed: osquery found it trusted on the machine) @x:2`},
		{"authenticode, not trusted", `{"issuer_name":"x","path":"C:\\a.exe","result":"untrusted","subject_name":"Microsoft Corporation"}`,
			`binary "a.exe" "" file-name:"a.exe" signer:"Microsoft Corporation"(claimed: osquery did not find it trusted on the machine) @x:2`},
		{"authenticode, unsigned", `{"issuer_name":"","path":"C:\\a.exe","result":"missing","subject_name":"x"}`, `binary "a.exe" "" file-name:"a.exe" @x:2`},
		{"signature", `{"arch":"x86_64","authority":"Developer ID Application: Kaspersky Lab UK Limited (2Y8XE5CQ94)","cdhash":"00","identifier":"com.kaspersky.kav","path":"/Applications/Kaspersky.app","signed":"1","team_identifier":"2Y8XE5CQ94"}`,
			`binary "com.kaspersky.kav" "" bundle-id:"com.kaspersky.kav" team-id:"2Y8XE5CQ94"(claimed: osquery found it signed on the machine) signer:"Kaspersky Lab UK Limited"(claimed: osquery found it signed on the machine) @x:2`},
		{"drivers", `{"class":"NET","date":"1","description":"Intel(R) Ethernet","device_id":"PCI\\VEN_8086","device_name":"Intel(R) Ethernet I219","image":"\\SystemRoot\\System32\\drivers\\e1d.sys","inf":"oem1.inf","manufacturer":"Intel","provider":"Intel Corporation","service":"e1dexpress","signed":"1","version":"12.19"}`,
			`binary "Intel(R) Ethernet I219" "12.19" supplier="Intel Corporation" manufacturer="Intel" service-name:"e1dexpress" file-name:"e1d.sys" @x:2`},
		{"services", `{"description":"","display_name":"Kaspersky Anti-Virus Service","module_path":"","name":"AVP21.3","path":"\"C:\\Program Files (x86)\\Kaspersky Lab\\avp.exe\" -r","pid":"1","service_type":"OWN_PROCESS","start_type":"AUTO_START","status":"RUNNING","user_account":"LocalSystem"}`,
			`application "Kaspersky Anti-Virus Service" "" service-name:"AVP21.3" file-name:"avp.exe" @x:2`},
		{"services of a shared program", `{"display_name":"DNS Client","module_path":"C:\\Windows\\System32\\dnsrslvr.dll","name":"Dnscache","path":"C:\\Windows\\system32\\svchost.exe -k NetworkService -p","service_type":"SHARE_PROCESS","start_type":"AUTO_START"}`,
			`application "DNS Client" "" service-name:"Dnscache" file-name:"svchost.exe" file-name:"dnsrslvr.dll" @x:2`},
		{"kernel_extensions", `{"idx":"1","linked_against":"<1 2>","name":"com.kaspersky.kext.klif","path":"/Library/Extensions/klif.kext","refs":"0","size":"1","version":"3.8"}`,
			`binary "com.kaspersky.kext.klif" "3.8" bundle-id:"com.kaspersky.kext.klif" @x:2`},
		{"system_extensions", `{"UUID":"1","bundle_path":"","category":"c","identifier":"com.kaspersky.es","path":"/x","state":"activated_enabled","team":"2Y8XE5CQ94","version":"1.0"}`,
			`binary "com.kaspersky.es" "1.0" bundle-id:"com.kaspersky.es" file-name:"x" team-id:"2Y8XE5CQ94"(claimed: the export says so) @x:2`},
		{"docker_images", `{"created":"1","id":"6a2f","size_bytes":"1","tags":"registry.example.com:5000/team/app:1.2,app:latest"}`,
			`container "registry.example.com:5000/team/app" "1.2" pkg:docker/team/app@1.2?repository_url=registry.example.com:5000 @x:2`},
		{"docker_containers", `{"id":"6a2f","image":"nginx","image_id":"sha256:00","name":"/web","state":"running"}`, `container "nginx" "" pkg:docker/nginx @x:2`},
		{"processes", `{"cmdline":"kesl","name":"kesl","path":"/opt/kaspersky/kesl/libexec/kesl","pid":"12"}`,
			`binary "kesl" "" file-name:"kesl" @x:2`},
		{"usb_devices", `{"model":"Tello","model_id":"001f","serial":"","usb_address":"1","usb_port":"2","vendor":"DJI","vendor_id":"2ca3","version":"1"}`,
			`device "Tello" "" manufacturer="DJI" @x:2`},
		{"arp_cache", `{"address":"192.168.0.10","interface":"en0","mac":"28:57:be:1:2:3","permanent":"0"}`,
			`device "192.168.0.10" "" mac-prefix:"28:57:BE:01:02:03" @x:2`},
		{"interface_details", `{"description":"","interface":"eth0","mac":"28-57-BE-01-02-03","manufacturer":"Intel","mtu":"1500"}`,
			`device "eth0" "" manufacturer="Intel" mac-prefix:"28:57:BE:01:02:03" @x:2`},
		{"system_info", `{"computer_name":"pc","cpu_brand":"Intel","hardware_model":"MateBook X","hardware_serial":"1","hardware_vendor":"HUAWEI","hardware_version":"M1","hostname":"pc.local"}`,
			`device "MateBook X" "M1" manufacturer="HUAWEI" @x:2 (pc.local)`},
		{"windows_security_products", `{"name":"Kaspersky","remediation_path":"x","signatures_up_to_date":"1","state":"On","type":"Antivirus"}`, `application "Kaspersky" "" @x:2`},
		{"flatpak_packages", `{"app_id":"org.telegram.desktop","developer_name":"Telegram FZ-LLC","homepage":"https://desktop.telegram.org","name":"Telegram","origin":"flathub","version":"4.14"}`,
			`application "Telegram" "4.14" pkg:flatpak/org.telegram.desktop@4.14 developer="Telegram FZ-LLC" homepage="https://desktop.telegram.org" bundle-id:"org.telegram.desktop" @x:2`},
		{"chosen columns", `{"name":"Yandex","publisher":"YANDEX","version":"1"}`, `application "Yandex" "1" publisher="YANDEX" @x:2`},
		{"Fleet's own query", `{"arch":"","bundle_identifier":"ru.yandex.desktop","extension_for":"","extension_id":"","installed_path":"/Applications/Yandex.app","last_opened_at":"","name":"Yandex.app","release":"","source":"apps","type":"Application (macOS)","vendor":"","version":"24"}`,
			`application "Yandex" "24" bundle-id:"ru.yandex.desktop" @x:2`},
		{"numbers instead of texts", `{"arch":"amd64","maintainer":"m","name":"x","revision":1,"size":12,"version":2}`, `package "x" "2" pkg:deb/x@2?arch=amd64 maintainer="m" @x:2`},
		{"escapes and letters", `{"name":"Касперский \ud83d\ude00 \"\u00e9\"","publisher":"АО","identifying_number":"","version":"1"}`,
			`application "Касперский 😀 \"é\"" "1" publisher="АО" @x:2`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, lines := read(t, "osquery", "[\n  "+test.row+"\n]\n")
			same(t, lines, test.want)
		})
	}
}

// The name of a query tells the table, where its columns do not say otherwise.
func TestQueryNames(t *testing.T) {
	tests := []struct{ query, columns, want string }{
		{"pack/it/npm_packages", `{"name":"left-pad","version":"1.3.0"}`, `package "left-pad" "1.3.0" pkg:npm/left-pad@1.3.0 @x:1 (h)`},
		{"pack_it-compliance_deb_packages", `{"name":"bash","version":"5"}`, `package "bash" "5" pkg:deb/bash@5 @x:1 (h)`},
		{"inventory", `{"name":"bash","version":"5"}`, `application "bash" "5" @x:1 (h)`},
		{"etc_services", `{"aliases":"","comment":"","name":"ssh","port":"22","protocol":"tcp"}`, `! x: query etc_services: rows that say of no software or device (1)`},
		{"deb_packages", `{"count":"1200"}`, `! x: query deb_packages: rows that say of no software or device (1)`},
		{"my_programs", `{"address":"10.0.0.1","mac":"28:57:be:01:02:03"}`, `device "10.0.0.1" "" mac-prefix:"28:57:BE:01:02:03" @x:1 (h)`},
	}
	for _, test := range tests {
		_, lines := read(t, "osquery", event("h", test.query, "1", "1", "added", test.columns))
		same(t, lines, test.want)
	}
}

// Each shape of rows is told of once, with what every column was taken for.
func TestTold(t *testing.T) {
	text := "[" + oneOh + "," + other + `,{"address":"10.0.0.1","interface":"en0","mac":"28:57:be:01:02:03"}]`
	var told []string
	in := &source.Input{Reader: bytes.NewReader([]byte(text)), Name: "x", Told: func(i delist.Input) {
		told = append(told, fmt.Sprintf("%s %s %s %v", i.Path, i.Reader, i.Form, i.Columns))
	}}
	collect(t, "osquery", in)
	same(t, told, "x osquery JSON, rows of programs [{identifying_number } {name name} {version version}]",
		"x osquery JSON, rows of arp_cache [{address address} {interface } {mac mac-address}]")
}
