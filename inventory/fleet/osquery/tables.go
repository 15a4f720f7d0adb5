package osquery

import (
	"strings"

	"github.com/delistdev/delist"
)

// A table is one of osquery's tables that says of software or of devices.
type table struct {
	name string
	kind delist.ItemKind
	purl purlType
	// must are sets of columns by each of which rows of it are told from others; a
	// "!" before a column says that it must not be there.
	must [][]string
	as   map[string]word
}

func must(sets ...string) [][]string {
	all := make([][]string, len(sets))
	for i, columns := range sets {
		all[i] = strings.Fields(columns)
	}
	return all
}

type columns = map[string]word

// tables are in the order in which they are tried; of several that fit, the one
// that knows most of the columns is taken, and the first of those.
//
// Source: https://osquery.io/schema, by its specifications in
// https://github.com/osquery/osquery/tree/master/specs, with columns of former
// generations (drivers and chrome_extensions before 4.0 among them).
var tables = []*table{
	{"programs", delist.Application, noPURL, must("name identifying_number", "name publisher install_source", "name publisher install_location", "name publisher uninstall_string", "name publisher install_date"),
		columns{"name": wName, "version": wVersion, "publisher": wPublisher, "install_location": wPath}},
	{"apps", delist.Application, noPURL, must("name bundle_identifier", "bundle_identifier bundle_short_version"), appColumns},
	{"running_apps", delist.Application, noPURL, must("pid bundle_identifier is_active"), columns{"bundle_identifier": wBundleID}},
	{"deb_packages", delist.Package, debPURL, must("name version maintainer", "name version revision !snap_id", "name version section"), debColumns},
	{"rpm_packages", delist.Package, rpmPURL, must("name version release"),
		columns{"name": wName, "version": wVersion, "release": wRelease, "vendor": wVendor, "arch": wArch, "epoch": wEpoch}},
	{"pacman_packages", delist.Package, alpmPURL, must("name version packager"),
		columns{"name": wName, "version": wVersion, "packager": wPackager, "arch": wArch, "url": wHomepage}},
	{"portage_packages", delist.Package, noPURL, must("package version slot"), columns{"package": wName, "version": wVersion}},
	{"snap_packages", delist.Application, snapPURL, must("name version snap_id"), columns{"name": wName, "version": wVersion}},
	{"flatpak_packages", delist.Application, flatpakPURL, must("app_id origin"),
		columns{"name": wTitle, "app_id": wBundleID, "version": wVersion, "developer_name": wDeveloper, "homepage": wHomepage}},
	{"npm_packages", delist.Package, npmPURL, must("name version description license directory", "name version description license author !homepage"),
		columns{"name": wName, "version": wVersion, "author": wAuthor, "homepage": wHomepage}},
	{"python_packages", delist.Package, pypiPURL, must("name version summary directory"),
		columns{"name": wName, "version": wVersion, "author": wAuthor}},
	{"chocolatey_packages", delist.Package, noPURL, must("name version summary license author !directory !snap_id"),
		columns{"name": wName, "version": wVersion, "author": wAuthor}},
	{"atom_packages", delist.Package, noPURL, must("name version description license homepage !directory"),
		columns{"name": wName, "version": wVersion, "homepage": wHomepage}},
	{"homebrew_packages", delist.Package, brewPURL, must("name version path prefix", "name version auto_updates"), columns{"name": wName, "version": wVersion}},
	{"macports_packages", delist.Package, noPURL, nil, columns{"name": wName, "version": wVersion}},
	{"vscode_extensions", delist.Application, vscodePURL, must("name publisher uuid", "name publisher publisher_id"),
		columns{"name": wName, "version": wVersion, "publisher": wPublisher}},
	{"jetbrains_plugins", delist.Application, noPURL, must("name vendor product_type"),
		columns{"name": wName, "version": wVersion, "vendor": wVendor}},
	{"chrome_extensions", delist.Application, noPURL, must("name identifier permissions", "name identifier browser_type", "name identifier profile"),
		browserColumns},
	{"opera_extensions", delist.Application, noPURL, must("name identifier persistent locale"), browserColumns},
	{"firefox_addons", delist.Application, noPURL, must("name identifier creator"), browserColumns},
	{"safari_extensions", delist.Application, noPURL, must("name identifier sdk update_url", "name identifier bundle_version"), browserColumns},
	{"ie_extensions", delist.Application, noPURL, must("name registry_path"),
		columns{"name": wName, "version": wVersion, "publisher": wPublisher, "path": wPath}},
	{"browser_plugins", delist.Application, noPURL, must("name identifier development_region native"),
		columns{"name": wName, "identifier": wBundleID, "version": wVersion}},
	{"package_receipts", delist.Package, noPURL, must("package_id installer_name"),
		columns{"package_id": wBundleID, "version": wVersion, "package_filename": wPath}},
	{"windows_security_products", delist.Application, noPURL, must("name type signatures_up_to_date"), columns{"name": wName}},
	{"authenticode", delist.Binary, noPURL, must("path subject_name"),
		columns{"path": wPath, "name": wName, "original_program_name": wTitle, "subject_name": wSigner, "result": wResult}},
	{"signature", delist.Binary, noPURL, must("path authority", "path team_identifier"), signatureColumns},
	{"drivers", delist.Binary, noPURL, must("device_id provider", "device_name manufacturer", "name display_name inf"), driverColumns},
	{"services", delist.Application, noPURL, must("name display_name service_type", "name display_name start_type !inf"), serviceColumns},
	{"kernel_extensions", delist.Binary, noPURL, must("name version linked_against"), columns{"name": wBundleID, "version": wVersion, "path": wPath}},
	{"system_extensions", delist.Binary, noPURL, must("identifier team"),
		columns{"identifier": wBundleID, "version": wVersion, "team": wTeamID, "path": wPath}},
	{"kernel_modules", delist.Binary, noPURL, must("name used_by"), columns{"name": wName}},
	{"docker_images", delist.Container, dockerPURL, must("id tags size_bytes", "id tags created"), columns{"tags": wTags, "id": wTitle}},
	{"docker_containers", delist.Container, dockerPURL, must("image image_id", "name image state"), columns{"image": wTags, "image_id": wTitle}},
	{"processes", delist.Binary, noPURL, must("name path pid", "name path cmdline"), columns{"name": wName, "path": wPath}},
	{"usb_devices", delist.Device, noPURL, must("vendor model usb_address", "vendor vendor_id model"), deviceColumns},
	{"pci_devices", delist.Device, noPURL, must("vendor model pci_slot"), deviceColumns},
	{"block_devices", delist.Device, noPURL, must("vendor model block_size"), deviceColumns},
	{"video_info", delist.Device, noPURL, must("manufacturer model driver_version"), deviceColumns},
	{"disk_info", delist.Device, noPURL, must("manufacturer hardware_model disk_size"), columns{"hardware_model": wName, "manufacturer": wManufacturer}},
	{"memory_devices", delist.Device, noPURL, must("manufacturer part_number"), columns{"part_number": wPartNumber, "manufacturer": wManufacturer}},
	{"battery", delist.Device, noPURL, must("manufacturer model designed_capacity"), deviceColumns},
	{"arp_cache", delist.Device, noPURL, must("address mac"), columns{"address": wAddress, "mac": wMAC}},
	{"interface_details", delist.Device, noPURL, must("interface mac !address"),
		columns{"interface": wAddress, "friendly_name": wTitle, "description": wName, "manufacturer": wManufacturer, "mac": wMAC}},
	{"system_info", delist.Device, noPURL, must("hardware_vendor hardware_model"), hostColumns},
}

var (
	appColumns = columns{"display_name": wTitle, "name": wName, "bundle_short_version": wVersion, "version": wVersion, "bundle_version": wBuild,
		"bundle_identifier": wBundleID, "copyright": wCopyright, "path": wPath}
	debColumns     = columns{"name": wName, "version": wVersion, "maintainer": wMaintainer, "arch": wArch, "status": wState}
	browserColumns = columns{"name": wName, "version": wVersion, "identifier": wExtensionID, "referenced_identifier": wExtensionID,
		"extension_id": wExtensionID, "author": wAuthor, "creator": wAuthor, "copyright": wCopyright}
	signatureColumns = columns{"path": wPath, "name": wName, "identifier": wBundleID, "team_identifier": wTeamID, "authority": wSigner, "signed": wSigned}
	driverColumns    = columns{"device_name": wName, "display_name": wTitle, "name": wServiceName, "service": wServiceName, "description": wTitle,
		"version": wVersion, "image": wPath, "path": wPath, "provider": wSupplier, "manufacturer": wManufacturer}
	serviceColumns = columns{"name": wServiceName, "display_name": wName, "path": wPath, "module_path": wModule}
	deviceColumns  = columns{"model": wName, "vendor": wManufacturer, "manufacturer": wManufacturer, "name": wTitle}
	hostColumns    = columns{"hardware_model": wName, "hardware_version": wVersion, "hardware_vendor": wManufacturer, "primary_mac": wMAC,
		"computer_name": wTitle, "hostname": wHost}
)

// software is what rows with a name and a version are that no table claims, as
// queries that choose their columns give them. It knows every column that says
// something of software; rows with other columns are not taken for it.
var software = &table{"software", delist.Application, noPURL, must("name version"), columns{
	"name": wName, "version": wVersion, "publisher": wPublisher, "author": wAuthor, "maintainer": wMaintainer, "manufacturer": wManufacturer,
	"path": wPath, "homepage": wHomepage, "bundle_identifier": wBundleID, "identifier": unused, "arch": wArch,
}}

// common are the columns that mean the same in every table: those that Fleet
// gives to all software, and those that say whose row it is.
//
// Source: Fleet, server/service/osquery_utils/queries.go and
// server/fleet/software.go; "Export live query results" (host_display_name).
var common = columns{
	"bundle_identifier": wBundleID, "application_id": wBundleID, "extension_id": wExtensionID, "vendor": wVendor, "release": wRelease, "arch": wArch,
	"installed_path": wPath, "team_identifier": wTeamID, "source": wSource,
	"host_hostname": wHost, "host_display_name": wHost, "host_name": wHost, "hostname": wHost,
	"type": unused, "browser": unused, "extension_for": unused, "last_opened_at": unused, "upgrade_code": unused, "uid": unused, "id": unused,
	"hosts_count": unused, "generated_cpe": unused, "vulnerabilities": unused, "description": unused, "license": unused, "size": unused,
	"install_date": unused, "display_name": unused, "installed_paths": unused, "last_fetched": unused, "host_id": unused, "last_opened_time": unused,
}
