package fleet

// The headings of the tables. To teach a reader one more, in whatever language,
// add it to its meaning.

// intuneTable: the discovered apps of Intune, as the admin centre exports them,
// as the reports AppInvAggregate and AppInvRawData come from the export API, and
// as Graph's detectedApps look when PowerShell writes them as CSV.
//
// Source: https://learn.microsoft.com/en-us/mem/intune/fundamentals/reports-export-graph-available-reports
// and .../app-management/discovered-apps; headings in other languages are
// translations, not all of which have been seen in an export.
var intuneTable = &table{
	kind: Intune,
	headings: NewHeadings(
		Meaning{"name", []string{"ApplicationName", "Application name", "App name", "Discovered app", "DisplayName",
			"Anwendungsname", "Name der Anwendung", "App-Name", "Name der App", "Ermittelte App",
			"Nom de l'application", "Nom d'application", "Application découverte",
			"Nombre de la aplicación", "Nombre de aplicación", "Aplicación detectada",
			"アプリケーション名", "アプリ名", "アプリの名前", "検出されたアプリ"}},
		Meaning{"publisher", []string{"ApplicationPublisher", "Publisher", "App publisher",
			"Herausgeber der Anwendung", "Anwendungsherausgeber", "Herausgeber",
			"Éditeur de l'application", "Éditeur d'application", "Éditeur",
			"Editor de la aplicación", "Publicador de la aplicación", "Editor", "Publicador",
			"アプリケーションの発行元", "アプリケーション発行者", "発行元", "発行者", "公開元"}},
		Meaning{"version", []string{"ApplicationVersion", "Version", "App version", "ApplicationShortVersion", "Application short version",
			"Anwendungsversion", "Version der Anwendung", "App-Version", "Kurzversion der Anwendung",
			"Version de l'application", "Version d'application",
			"Versión de la aplicación", "Versión",
			"アプリケーションのバージョン", "アプリケーション バージョン", "アプリのバージョン", "バージョン"}},
		Meaning{"device", []string{"DeviceName", "Gerätename", "Name des Geräts", "Nom de l'appareil", "Nom d'appareil",
			"Nombre del dispositivo", "Nombre de dispositivo", "デバイス名"}},
		Meaning{"device-id", []string{"DeviceId", "Geräte-ID", "ID de l'appareil", "ID d'appareil", "Id. del dispositivo", "ID del dispositivo", "デバイス ID"}},
		Meaning{"device-count", []string{"DeviceCount", "Device count", "Geräteanzahl", "Anzahl der Geräte", "Anzahl Geräte",
			"Nombre d'appareils", "Recuento de dispositivos", "Número de dispositivos", "デバイス数", "デバイスの数"}},
		Meaning{"platform", []string{"Platform", "Plattform", "Plateforme", "Plataforma", "プラットフォーム", "OSDescription"}},
		Meaning{"application-id", []string{"ApplicationId"}},
		Meaning{"", []string{"ApplicationKey", "Anwendungsschlüssel", "Clé d'application", "Clave de aplicación", "アプリケーション キー", "Id",
			"SizeInByte", "ManagedDevices", "UserId", "UserName", "EmailAddress"}},
	),
	signs: newSigns("ApplicationKey", "ApplicationPublisher", "Application publisher", "ApplicationShortVersion", "SizeInByte", "DeviceCount",
		"Anwendungsname", "Name der Anwendung", "Anwendungsherausgeber", "Geräteanzahl", "Anzahl der Geräte",
		"Nom de l'application", "Éditeur de l'application", "Nombre d'appareils",
		"Nombre de la aplicación", "Nombre de aplicación", "Publicador de la aplicación", "Recuento de dispositivos",
		"アプリケーション名", "アプリ名", "デバイス数"),
	together: newSigns("DeviceId", "OSDescription", "EmailAddress"),
}

// managerTable: what Configuration Manager's views say of installed software,
// and reports that are made of them.
//
// Source: https://learn.microsoft.com/en-us/mem/configmgr/develop/core/understand/sqlviews/hardware-inventory-views-configuration-manager
// and .../software-inventory-views-configuration-manager; columns of inventory
// classes end in "0".
var managerTable = &table{
	kind: ConfigurationManager,
	null: "NULL",
	headings: NewHeadings(
		Meaning{"name", []string{"DisplayName0", "ARPDisplayName0", "ProductName0", "DisplayName", "ARP Display Name", "ProductName",
			"Software Name", "Product", "Software", "Application Name", "Application"}},
		Meaning{"publisher", []string{"Publisher0", "Publisher", "Vendor"}},
		Meaning{"company-name", []string{"CompanyName0", "CompanyName"}},
		Meaning{"version", []string{"Version0", "ProductVersion0", "FileVersion0", "Version", "Product Version", "Software Version", "FileVersion"}},
		Meaning{"device", []string{"Netbios_Name0", "MachineName0", "SystemName0", "ComputerName0", "Name0", "Machine Name", "Computer Name", "Netbios Name",
			"System Name", "Device Name", "Computer", "Machine", "Device", "Host Name"}},
		Meaning{"device-id", []string{"ResourceID", "MachineID", "Resource ID"}},
		Meaning{"device-count", []string{"Count", "Installs", "Instance Count", "Number of Computers", "Install Count"}},
		Meaning{"file-name", []string{"FileName0", "FileName"}},
		Meaning{"", []string{"ProdID0", "ProductID0", "ProductCode0", "SoftwareCode0", "PackageCode0", "GroupID", "RevisionID", "AgentID", "TimeStamp",
			"InstallDate0", "InstallSource0", "InstalledLocation0", "UninstallString0", "ProdID", "ProductCode"}},
	),
	signs: newSigns("DisplayName0", "ARPDisplayName0", "ProductName0", "Publisher0", "ProdID0", "ProductVersion0", "Netbios_Name0",
		"ResourceID", "ARP Display Name", "ProdID"),
}

// jamfTable: applications that a search of computers or mobile devices lists.
//
// Source: Jamf Pro documentation, "Advanced Computer Searches", the display
// fields "Application Title", "Application Version", "Application Bundle ID".
var jamfTable = &table{
	kind: Jamf,
	headings: NewHeadings(
		Meaning{"name", []string{"Application Title", "Application Name", "App Name", "Title", "Application", "App", "Name"}},
		Meaning{"version", []string{"Application Version", "App Version", "Short Version", "Application Short Version", "Version"}},
		Meaning{"bundle-id", []string{"Application Bundle ID", "Bundle ID", "Bundle Identifier", "App Identifier", "Application Identifier", "Identifier"}},
		Meaning{"publisher", []string{"Publisher", "Developer", "Vendor"}},
		Meaning{"device", []string{"Computer Name", "Mobile Device Name", "Device Name", "Display Name"}},
		Meaning{"device-id", []string{"Jamf Pro Computer ID", "Jamf Pro ID", "JSS Computer ID", "JSS Mobile Device ID", "Computer ID", "UDID", "Serial Number"}},
		Meaning{"device-count", []string{"Number of Computers", "Number of Mobile Devices", "Number of Devices", "Computers", "Devices", "Count"}},
		Meaning{"", []string{"Application Path", "Path", "Mac App Store", "Application Status"}},
	),
	signs: newSigns("Application Title", "Application Bundle ID", "Bundle ID", "Jamf Pro Computer ID", "Jamf Pro ID", "JSS Computer ID", "JSS Mobile Device ID"),
}
