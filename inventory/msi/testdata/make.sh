#!/bin/sh
# Makes the packages of the tests. Needs wixl, msitools, osslsigncode, openssl.
# All names in them are invented.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# product NAME CODEPAGE MANUFACTURER: writes NAME.wxs.
product() {
	cat >"$work/$1.wxs" <<-XML
	<?xml version="1.0" encoding="utf-8"?>
	<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
	  <Product Name="Sea Chart" Id="11111111-2222-4333-8444-555555555555"
	      UpgradeCode="66666666-7777-4888-8999-AAAAAAAAAAAA" Version="4.2.1" Language="1033" Codepage="$2" Manufacturer="$3">
	    <Package InstallerVersion="200" Compressed="yes" Manufacturer="$3" Description="Charts of the sea" SummaryCodepage="$2"/>
	    <Media Id="1" Cabinet="a.cab" EmbedCab="yes"/>
	    <Property Id="ARPURLINFOABOUT" Value="https://charts.example/"/>
	    <Property Id="ARPCONTACT" Value="help@charts.example"/>
	    <Directory Id="TARGETDIR" Name="SourceDir">
	      <Component Id="Program" Guid="BBBBBBBB-CCCC-4DDD-8EEE-FFFFFFFFFFFF"><File Id="F" Name="chart.bin" Source="chart.bin"/></Component>
	    </Directory>
	    <Feature Id="All" Level="1"><ComponentRef Id="Program"/></Feature>
	  </Product>
	</Wix>
	XML
}

# certificate NAME SUBJECT ISSUER SECTION DAYS: writes NAME.key and NAME.pem.
certificate() {
	openssl req -new -newkey rsa:2048 -nodes -keyout "$work/$1.key" -subj "$2" -out "$work/$1.csr" 2>/dev/null
	if [ "$3" = self ]; then
		openssl x509 -req -in "$work/$1.csr" -signkey "$work/$1.key" -days "$5" -extfile "$work/extensions" -extensions "$4" -out "$work/$1.pem" 2>/dev/null
	else
		openssl x509 -req -in "$work/$1.csr" -CA "$work/$3.pem" -CAkey "$work/$3.key" -days "$5" -extfile "$work/extensions" -extensions "$4" -out "$work/$1.pem" 2>/dev/null
	fi
}

# sign INPUT OUTPUT SIGNER [OPTIONS]
sign() {
	input=$1 output=$2 signer=$3
	shift 3
	rm -f "$output"
	cat "$work/$signer.pem" "$work/between.pem" >"$work/chain.pem"
	osslsigncode sign -certs "$work/chain.pem" -key "$work/$signer.key" -h sha256 "$@" -in "$input" -out "$output" >/dev/null
}

cat >"$work/extensions" <<'INI'
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[code]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = codeSigning
[time]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = critical, timeStamping
INI
certificate root "/O=Example Roots/CN=Example Root" self root 27000
certificate between "/O=Example Roots/CN=Example Code Signing" root root 27000
certificate signer "/C=XX/O=Example Charts Ltd/CN=Example Charts Ltd" between code 26000
certificate alone "/O=Example Famous Security AO/CN=Example Famous Security AO" self code 27000
certificate time "/O=Example Roots/CN=Example Time" root time 26000
cp "$work/root.pem" root.pem

head -c 9000 /dev/urandom >"$work/chart.bin"
product plain 65001 "Example Charts Ltd"
product cyrillic 1251 MMMMMMMMMMMM
product chinese 936 MMMMMMMMMMMM
for name in plain cyrillic chinese; do (cd "$work" && wixl -o "$name.msi" "$name.wxs"); done
cp "$work/plain.msi" .
# wixl takes no notice of a code page: page and name are put in afterwards, the
# name in the place of one with as many bytes.
# in_page NAME PAGE MANUFACTURER
in_page() {
	printf '\r\n\r\n%s\t_ForceCodepage\r\n' "$2" >"$work/_ForceCodepage.idt"
	msibuild "$work/$1.msi" -i "$work/_ForceCodepage.idt"
	sed "s/MMMMMMMMMMMM/$(printf %s "$3" | iconv -f UTF-8 -t "CP$2")/g" "$work/$1.msi" >"$1.msi"
}
in_page cyrillic 1251 "Пример Карты"
in_page chinese 936 "示例海图公司"

sign plain.msi signed.msi signer
sign plain.msi extended.msi signer -add-msi-dse
sign plain.msi stamped.msi signer -TSA-certs "$work/time.pem" -TSA-key "$work/time.key" -TSA-time "$(($(date +%s) + 86400))"
sign plain.msi famous.msi alone
osslsigncode extract-signature -in signed.msi -out "$work/signature" >/dev/null
rm -f moved.msi
osslsigncode attach-signature -sigin "$work/signature" -in cyrillic.msi -out moved.msi >/dev/null 2>&1 || true # it says that the signature does not hold, which is the point

# A text of more than 64 KiB before the manufacturer; small once it is compressed.
msibuild "$work/long.msi" -s "Long" "Example Author" ";1033" 12345678-1234-4234-8234-123456789012
awk 'BEGIN { print "Property\tValue"; print "s72\tl0"; print "Property\tProperty"; v = ""; for (i = 0; i < 7000; i++) v = v "0123456789"; print "A\t" v; print "Manufacturer\tExample After Long" }' | tr '\n' '\r' | sed 's/\r/\r\n/g' >"$work/Property.idt"
msibuild "$work/long.msi" -i "$work/Property.idt"
gzip -9nc "$work/long.msi" >long.msi.gz
ls -l
