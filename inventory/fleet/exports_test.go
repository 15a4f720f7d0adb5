package fleet_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/delistdev/delist/inventory/fleet"
)

// utf16 is how PowerShell and Excel write a text: little-endian, with its mark.
func utf16(t testing.TB, text string) string {
	t.Helper()
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const rawData = "ApplicationKey,ApplicationName,ApplicationPublisher,ApplicationShortVersion,ApplicationVersion,DeviceId,DeviceName,OSDescription,OSVersion,Platform,UserId,EmailAddress,UserName\n"

func TestIntune(t *testing.T) {
	run(t, []readTest{
		{"the raw data of devices", fleet.Intune, rawData +
			"k1,Guard,\"Example, Inc.\",2.1,2.1.0.5,d-1,PC-1,Windows,10.0,Windows,u,a@example.com,A\n" +
			"k2,Viewer,,3.0,,d-2,,macOS,14,macOS,u,a@example.com,A\n", []string{
			"in:2 (PC-1) application: Guard 2.1.0.5 publisher=Example, Inc.",
			"in:3 (d-2) application: Viewer 3.0",
		}, nil, []string{"intune: comma separated, utf-8: ApplicationKey= ApplicationName=name ApplicationPublisher=publisher ApplicationShortVersion=version ApplicationVersion=version " +
			"DeviceId=device-id DeviceName=device OSDescription=platform OSVersion= Platform=platform UserId= EmailAddress= UserName="}},
		{"the aggregate, from Excel", fleet.Intune, utf16(t, "ApplicationName\tApplicationPublisher\tApplicationVersion\tDeviceCount\tPlatform\r\nGuard\tExample\t1\t12\tWindows\r\n"),
			[]string{"in:2 application: Guard 1 publisher=Example ×12"}, nil, nil},
		{"German, with semicolons", fleet.Intune, "Anwendungsname;Herausgeber;Anwendungsversion;Geräteanzahl\nWächter;Beispiel GmbH;1;2\n",
			[]string{"in:2 application: Wächter 1 publisher=Beispiel GmbH ×2"}, nil, nil},
		{"French, accents written apart", fleet.Intune, "Nom de l'application,E\u0301diteur de l'application,Version de l'application,Nom de l’appareil\nGarde,Exemple,1,PC-1\n",
			[]string{"in:2 (PC-1) application: Garde 1 publisher=Exemple"}, nil, nil},
		{"Spanish", fleet.Intune, "Nombre de la aplicación,Publicador de la aplicación,Versión de la aplicación,Nombre del dispositivo\nGuarda,Ejemplo,1,PC-1\n",
			[]string{"in:2 (PC-1) application: Guarda 1 publisher=Ejemplo"}, nil, nil},
		{"Japanese", fleet.Intune, "アプリケーション名,アプリケーションの発行元,アプリケーションのバージョン,デバイス名\n見張り,例,1,PC-1\n",
			[]string{"in:2 (PC-1) application: 見張り 1 publisher=例"}, nil, nil},
		{"a second export behind the first, of another generation", fleet.Intune,
			"ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceCount\nGuard,Example,1,1\n" +
				"Application name,Application version,Platform,Publisher\nViewer,2,Windows,Sample\n", []string{
				"in:2 application: Guard 1 publisher=Example", "in:4 application: Viewer 2 publisher=Sample",
			}, nil, []string{
				"intune: comma separated, utf-8: ApplicationName=name ApplicationPublisher=publisher ApplicationVersion=version DeviceCount=device-count",
				"intune: comma separated, utf-8, headings in line 3: Application name=name Application version=version Platform=platform Publisher=publisher",
			}},
		{"a row with another separator, one too short, one too long, one without a name", fleet.Intune,
			"ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceCount\nGuard;Example;1;3\nShort,Exa\nLong,Example, Inc.,1,2\n,Example,1,2\n,,,\nLast,Example,1,2\n", []string{
				"in:2 application: Guard 1 publisher=Example ×3", "in:3 application: Short  publisher=Exa",
				"in:4 application: Long Inc. publisher=Example", "in:7 application: Last 1 publisher=Example ×2",
			}, []string{
				"in:3: 2 fields under 4 headings: the row ends in the middle",
				"in:4: 5 fields under 4 headings: a separator without quotes? what follows it may be taken for something else",
				"in:5: a row without a name",
			}, nil},
		{"a heading twice", fleet.Intune, "ApplicationName,ApplicationPublisher,ApplicationPublisher,DeviceCount\nGuard,Example,Other,1\n",
			[]string{"in:2 application: Guard  publisher=Example"}, []string{`in:1: the heading "ApplicationPublisher" stands here twice: the first is used`}, nil},
		{"no headings", fleet.Intune, "Guard,Example,1\nViewer,Sample,2\n", nil,
			[]string{"in:1: no row of headings: none of the first rows names a column of applications and another that is known"}, nil},
		{"a bundle identifier, where the platform has them", fleet.Intune, "ApplicationId,ApplicationName,ApplicationVersion,DeviceId,Platform\ncom.example.guard,Guard,1,d,macOS\nExample.Guard,Guard,1,d,Windows\n",
			[]string{"in:2 (d) application: Guard 1 bundle-id=com.example.guard", "in:3 (d) application: Guard 1"}, nil, nil},
		{"Graph: detected apps", fleet.Intune, `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#deviceManagement/detectedApps","value":[
			{"id":"1","displayName":"Guard","version":"1.0","sizeInByte":0,"deviceCount":3,"publisher":"Example","platform":"windows"},
			{"id":"2","displayName":7,"version":"1"},
			{"id":"3","displayName":"Viewer","managedDevices":[{"id":"d1","deviceName":"PC-1"},{"id":"d2"}]}]}`, []string{
			"in#/value/0 application: Guard 1.0 publisher=Example ×3",
			"in#/value/2/managedDevices/0 (PC-1) application: Viewer ", "in#/value/2/managedDevices/1 (d2) application: Viewer ",
		}, []string{"in#/value/1: DisplayName is a JSON number", "in#/value/1: an app without a name"}, nil},
		{"Graph: devices with their apps", fleet.Intune, `{"value":[{"id":"d1","deviceName":"PC-1","detectedApps":[{"displayName":"Guard","version":"1"}]},{"id":"d2","deviceName":"PC-2","model":"X1","manufacturer":"Example"}]}`,
			[]string{"in#/value/0/detectedApps/0 (PC-1) application: Guard 1", "in#/value/1 (PC-2) device: X1  manufacturer=Example"}, nil, nil},
		{"Graph: pages put together, and the last is cut", fleet.Intune, `{"value":[{"displayName":"A","sizeInByte":1}]}` + "\n" + `{"value":[{"displayName":"B"},{"displayName":"C`,
			[]string{"in#/value/0 application: A ", "in:2 application: B "}, []string{"in:2: the file ends in the middle: what came before was read"}, nil},
		{"Graph: a record that is broken does not hide the next", fleet.Intune, `{"value":[{"displayName":"A","sizeInByte":[1,2},{"displayName":"B"},{"displayName":"C","x":"` + "\n" + `},{"displayName":"D"}]}`,
			[]string{"in#/value/1 application: B ", "in#/value/3 application: D "},
			[]string{"in#/value/0: brackets do not match", `in#/value/2: invalid character '\n' in string literal`}, nil},
		{"Graph: a record over the limit", fleet.Intune, `[{"displayName":"` + strings.Repeat("x", 5000) + `","sizeInByte":1},{"displayName":"B"}]`,
			[]string{"in#/1 application: B "}, []string{"in#/0: limit met: a record of more than 4096 bytes"}, nil},
	})
}

func TestConfigurationManager(t *testing.T) {
	run(t, []readTest{
		{"add or remove programs", fleet.ConfigurationManager, "ResourceID,Netbios_Name0,DisplayName0,Publisher0,Version0,ProdID0\n16777219,PC-1,Guard,Example,1.0,{A}\n16777220,NULL,Viewer,NULL,NULL,{B}\n",
			[]string{"in:2 (PC-1) application: Guard 1.0 publisher=Example", "in:3 (16777220) application: Viewer "}, nil, nil},
		{"installed software: the product where programs have no name", fleet.ConfigurationManager, "Name0,ARPDisplayName0,ProductName0,Publisher0,ProductVersion0\nPC-1,,Guard MSI,Example,1.0\nPC-1,Guard,Guard MSI,Example,1.0\n",
			[]string{"in:2 (PC-1) application: Guard MSI 1.0 publisher=Example", "in:3 (PC-1) application: Guard 1.0 publisher=Example"}, nil, nil},
		{"a report with its title and plain headings", fleet.ConfigurationManager, "Software registered in Add Remove Programs\n\nComputer Name;Software Name;Publisher;Version\nPC-1;Guard;Example;1\n",
			[]string{"in:4 (PC-1) application: Guard 1 publisher=Example"}, nil, nil},
		{"files", fleet.ConfigurationManager, "MachineName0,FileName0,ProductName0,CompanyName0,FileVersion0\nPC-1,guard.exe,Guard,Example,1.2\n",
			[]string{"in:2 (PC-1) application: Guard 1.2 company-name=Example file-name=guard.exe"}, nil, nil},
	})
}

func TestJamf(t *testing.T) {
	run(t, []readTest{
		{"computers", fleet.Jamf, `{"totalCount":1,"results":[{"id":"1","udid":"U","general":{"name":"mac-1"},"applications":[
			{"name":"Guard.app","path":"/Applications/Guard.app","version":"1.0","bundleId":"com.example.guard","macAppStore":false,"sizeMegabytes":3},{"name":"Odd.app","bundleId":"odd"}],
			"packageReceipts":{"installedByJamfPro":["Guard.pkg"],"installedByInstallerSwu":["com.example.guard.pkg"],"cached":["Later.pkg"]}}]}`, []string{
			"in#/results/0/applications/0 (mac-1) application: Guard.app 1.0 bundle-id=com.example.guard",
			"in#/results/0/applications/1 (mac-1) application: Odd.app ",
			"in#/results/0/packageReceipts/installedByJamfPro/0 (mac-1) package: Guard.pkg ",
			"in#/results/0/packageReceipts/installedByInstallerSwu/0 (mac-1) package: com.example.guard.pkg  bundle-id=com.example.guard.pkg",
		}, nil, nil},
		{"one computer in detail", fleet.Jamf, `{"id":"1","general":{"name":"mac-1","jamfBinaryVersion":"11"},"applications":[{"name":"Guard.app","version":"1"}]}`,
			[]string{"in:1 (mac-1) application: Guard.app 1"}, nil, nil},
		{"mobile devices", fleet.Jamf, `{"totalCount":1,"results":[{"mobileDeviceId":"1","general":{"displayName":"pad-1"},"applications":[{"identifier":"com.example.guard","name":"Guard","version":"1","shortVersion":"1.0"}]}]}`,
			[]string{"in#/results/0/applications/0 (pad-1) application: Guard 1 bundle-id=com.example.guard"}, nil, nil},
		{"classic API, JSON", fleet.Jamf, `{"computer":{"general":{"id":1,"name":"mac-1","udid":"U"},"software":{"applications":[{"name":"Guard.app","path":"/","version":"1","bundle_id":"com.example.guard"}]}}}`,
			[]string{"in#/computer/software/applications/0 (mac-1) application: Guard.app 1 bundle-id=com.example.guard"}, nil, nil},
		{"classic API, XML", fleet.Jamf, `<?xml version="1.0" encoding="UTF-8"?><computers>
<computer><general><id>1</id><name>mac-1</name><udid>U</udid></general><software><applications><size>1</size>
<application><name>Guard.app</name><path>/</path><version>1</version><bundle_id>com.example.guard</bundle_id></application>
<application><path>/</path></application></applications></software></computer>
<computer><general><name>mac-2</name></general><software><applications><application><name>B &amp; C</name></application></applications></software></computer></computers>`, []string{
			"in:3 (mac-1) application: Guard.app 1 bundle-id=com.example.guard", "in:5 (mac-2) application: B & C ",
		}, []string{"in:4: an application without a name"}, nil},
		{"classic API, mobile device, cut off", fleet.Jamf, `<mobile_device><general><display_name>pad-1</display_name><name>other</name></general><applications><application><application_name>Guard</application_name><application_version>2</application_version><identifier>com.example.guard</identifier></application><application><appl`,
			[]string{"in:1 (pad-1) application: Guard 2 bundle-id=com.example.guard"}, []string{"in:1: the file ends in the middle: what came before was read"}, nil},
		{"entities are refused", fleet.Jamf, `<!DOCTYPE a [<!ENTITY e "boom">]><computer><general><name>&e;</name></general></computer>`, nil,
			[]string{"in:1: the document declares entities: it is not read"}, nil},
		{"a search of applications", fleet.Jamf, "Computer Name,Application Title,Application Version,Application Bundle ID\nmac-1,Guard.app,1,com.example.guard\n",
			[]string{"in:2 (mac-1) application: Guard.app 1 bundle-id=com.example.guard"}, nil, nil},
	})
}

const wingetList = "   - \r   \\ \r                \rName               Id                 Version   Available Source\n" +
	"----------------------------------------------------------------\n" +
	"Guard              Example.Guard      1.0       1.1       winget\n" +
	"守衛 見張り        Beispiel.Wächter   2.0                 winget\n" +
	"Long name of a pr… Example.Long.Name… < 3.0               winget\n" +
	"Local              ARP\\Machine\\X64\\L  Unknown\n" +
	"Store              9NBLGGH4NNS1       1.2                 msstore\n" +
	"1 package has a newer version.\n"

func TestWinget(t *testing.T) {
	items := []string{
		"in:3 application: Guard 1.0 publisher=Example", "in:4 application: 守衛 見張り 2.0 publisher=Beispiel",
		"in:5 application: Long name of a pr… 3.0 publisher=Example", "in:6 application: Local ", "in:7 application: Store 1.2",
	}
	faults := []string{
		`in:5: winget cut "Long name of a pr…" short: a wider screen shows it whole`,
		`in:5: winget cut "Example.Long.Name…" short: a wider screen shows it whole`,
	}
	run(t, []readTest{
		{"export", fleet.Winget, `{"$schema":"https://aka.ms/winget-packages.schema.2.0.json","CreationDate":"2026-01-01","Sources":[{"Packages":[
			{"PackageIdentifier":"Example.Guard.Beta","Version":"1.0"},{"PackageIdentifier":"9NBLGGH4NNS1"},{"Version":"1"}],
			"SourceDetails":{"Argument":"https://example.com","Identifier":"S","Name":"winget","Type":"T"}}],"WinGetVersion":"1.6"}`, []string{
			"in#/Sources/0/Packages/0 application: Example.Guard.Beta 1.0 publisher=Example", "in#/Sources/0/Packages/1 application: 9NBLGGH4NNS1 ",
		}, []string{"in#/Sources/0/Packages/2: a package without an identifier"}, nil},
		{"list", fleet.Winget, wingetList, items, faults, []string{"winget: text, winget list: Name=name Id=publisher Version=version Available= Source="}},
		{"list, as PowerShell keeps it", fleet.Winget, utf16(t, strings.ReplaceAll(wingetList, "\n", "\r\n")), items, faults, nil},
		{"list, German", fleet.Winget, "Name              Kennung   Version Verfügbar Quelle\n----------------------------------------------------\nGit Bücher        Git.Git   2.53.0  2.54.0    winget\n",
			[]string{"in:3 application: Git Bücher 2.53.0 publisher=Git"}, nil, nil},
		{"values that are not below their headings", fleet.Winget, "Name    Id      Version\n-----------------------\nAverylongvaluewithoutanyspaces 1.0\n", nil,
			[]string{`in:3: a value goes over the edge of its column: "Averylongvaluewithoutanyspaces 1.0"`}, nil},
	})
}

const profilerApp = `{"_name":"Guard","arch_kind":"arch_arm_i64","obtained_from":"identified_developer","path":"/Applications/Guard.app",
	"signed_by":["Developer ID Application: Example, Inc. (ABCDE12345)","Developer ID Certification Authority","Apple Root CA"],"version":"1.0"}`

func TestSystemProfiler(t *testing.T) {
	run(t, []readTest{
		{"JSON", fleet.SystemProfiler, `{"SPApplicationsDataType" : [` + profilerApp + `,
			{"_name":"Automator","signed_by":["Software Signing","Apple Root CA"],"version":"2.10"},
			{"_name":"Mine","signed_by":["Apple Development: Jo Example (ABCDE12345)"]},{"version":"1"}]}`, []string{
			"in#/SPApplicationsDataType/0 application: Guard 1.0 signer=Example, Inc.? team-id=ABCDE12345?",
			"in#/SPApplicationsDataType/1 application: Automator 2.10 signer=Software Signing?",
			"in#/SPApplicationsDataType/2 application: Mine  signer=Jo Example?",
		}, []string{"in#/SPApplicationsDataType/3: an application without a name"}, nil},
		{"JSON, with the computer's name", fleet.SystemProfiler, `{"SPSoftwareDataType":[{"_name":"os_overview","local_host_name":"mac-1"}],"SPApplicationsDataType":[{"_name":"Guard","version":"1"}]}`,
			[]string{"in#/SPApplicationsDataType/0 (mac-1) application: Guard 1"}, nil, nil},
		{"property list", fleet.SystemProfiler, `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><array>
<dict><key>_dataType</key><string>SPHardwareDataType</string><key>_items</key><array><dict><key>_name</key><string>hardware</string></dict></array></dict>
<dict><key>_SPCommandLineArguments</key><array><string>x</string></array><key>_dataType</key><string>SPApplicationsDataType</string>
<key>_items</key><array><dict>
<key>_name</key><string>Guard</string><key>lastModified</key><date>2026-01-01T00:00:00Z</date><key>obtained_from</key><string>identified_developer</string>
<key>signed_by</key><array><string>Developer ID Application: Example, Inc. (ABCDE12345)</string><string>Apple Root CA</string></array><key>version</key><string>1.0</string>
</dict><dict><key>_name</key><string>Plain</string></dict></array>
<key>_properties</key><dict><key>_name</key><dict><key>_order</key><string>0</string></dict></dict></dict></array></plist>`, []string{
			"in:6 application: Guard 1.0 signer=Example, Inc.? team-id=ABCDE12345?", "in:9 application: Plain ",
		}, nil, nil},
		{"text", fleet.SystemProfiler, "Applications:\n\n    Guard:\n\n      Version: 1.0\n      Obtained from: Identified Developer\n" +
			"      Signed by: Developer ID Application: Example, Inc. (ABCDE12345), Developer ID Certification Authority, Apple Root CA\n" +
			"      Location: /Applications/Guard.app\n\n    Automator:\n\n      Version: 2.10\n      Signed by: Software Signing, Apple Code Signing Certification Authority, Apple Root CA\n" +
			"\n    Old:\n\n      Signed by: Developer ID Application: Example, Inc., Developer ID Certification Authority, Apple Root CA\n", []string{
			"in:3 application: Guard 1.0 signer=Example, Inc.? team-id=ABCDE12345?", "in:10 application: Automator 2.10 signer=Software Signing?",
			"in:15 application: Old  signer=Example, Inc.?",
		}, nil, nil},
	})
}
