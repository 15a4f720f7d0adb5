#!/bin/sh
# Makes the applications of the tests. Needs aapt, android-framework-res, zip,
# apksigner, keytool, openssl. All names in them are invented.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
framework=/usr/share/android-framework-res/framework-res.apk

# key NAME SUBJECT ALGORITHM SIZE: writes NAME.jks.
key() {
	keytool -genkeypair -keystore "$work/$1.jks" -storetype PKCS12 -storepass secret -alias "$1" -dname "$2" -keyalg "$3" -keysize "$4" -validity 27000 2>/dev/null
}

# sign INPUT OUTPUT SCHEMES KEY [KEY]: schemes such as "12" for v1 and v2.
sign() {
	input=$1 output=$2 schemes=$3 keys=
	shift 3
	for name; do keys="$keys ${keys:+--next-signer} --ks $work/$name.jks --ks-pass pass:secret --ks-key-alias $name"; done
	on() { case $schemes in *$1*) echo true ;; *) echo false ;; esac; }
	# shellcheck disable=SC2086 # the words of keys are arguments
	apksigner sign --min-sdk-version 21 --v1-signing-enabled "$(on 1)" --v2-signing-enabled "$(on 2)" --v3-signing-enabled "$(on 3)" \
		--v4-signing-enabled false $keys --in "$work/$input" --out "$output"
}

cat >"$work/AndroidManifest.xml" <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.chart"
    android:versionCode="421" android:versionName="4.2.1">
  <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="30"/>
  <uses-permission android:name="android.permission.INTERNET"/>
  <application android:label="Морская карта" android:hasCode="false"/>
</manifest>
XML
aapt package -f -M "$work/AndroidManifest.xml" -I "$framework" -F "$work/plain.apk"
(cd "$work" && printf 'depth 12\n' >chart.txt && head -c 3000 /dev/zero >sea.bin && zip -q plain.apk chart.txt sea.bin && zip -q -0 plain.apk chart.txt)
aapt package -f --utf16 -M "$work/AndroidManifest.xml" -I "$framework" -F "$work/utf16.apk"

key charts "CN=Example Charts, O=Example Charts Ltd, C=XX" RSA 2048
key curve "CN=Example Curve, O=Example Charts Ltd" EC 256
key strong "CN=Example Strong" RSA 4096
key tools "CN=Android Debug, O=Android, C=US" RSA 2048

cp "$work/plain.apk" "$work/utf16.apk" .
sign plain.apk v1.apk 1 charts
sign plain.apk v1curve.apk 1 curve
sign plain.apk v2.apk 2 charts
sign plain.apk v12.apk 12 charts
sign plain.apk v23.apk 23 charts
sign plain.apk curve.apk 23 curve
sign plain.apk strong.apk 23 strong
sign plain.apk debug.apk 2 tools
sign plain.apk two.apk 12 charts curve
keytool -exportcert -rfc -keystore "$work/charts.jks" -storepass secret -alias charts 2>/dev/null >charts.pem
rm -f ./*.idsig
ls -l
