#!/bin/sh
# make.sh: makes the programs of this folder anew, unsigned and signed. Needs Go,
# osslsigncode 2.9 and Debian's gcc-mingw-w64-x86-64-win32 and
# binutils-mingw-w64-i686. The names are made up, and the keys are thrown away.
set -eu
cd "$(dirname "$0")"
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT

go run pki.go "$t"
x86_64-w64-mingw32-windres program.rc "$t/rc.o"
x86_64-w64-mingw32-gcc -nostdlib -shared -Os -s -e DllMainCRTStartup -o unsigned.dll program.c "$t/rc.o"
# One of 32 bits, with a library that it is linked with and a second resource.
printf 'LIBRARY exhelper.dll\nEXPORTS\nExampleHelp\n' >"$t/helper.def"
i686-w64-mingw32-dlltool -d "$t/helper.def" -l "$t/helper.a"
{
	echo 'LANGUAGE 7, 1'
	sed 's/Example Software GmbH/Nur Deutsch GmbH/' program.rc
	echo 'LANGUAGE 9, 1'
	cat program.rc
} >"$t/program32.rc"
x86_64-w64-mingw32-windres -F pe-i386 "$t/program32.rc" "$t/rc32.o"
x86_64-w64-mingw32-gcc -m32 -DHELPED -Os -c -o "$t/program32.o" program.c
i686-w64-mingw32-ld --shared -s -e _DllMainCRTStartup -o unsigned32.dll "$t/program32.o" "$t/rc32.o" "$t/helper.a"
install -m 644 "$t/root.pem" root.pem
cat "$t/signer.pem" "$t/between.pem" >"$t/signer-chain.pem"
cat "$t/expired.pem" "$t/between.pem" >"$t/expired-chain.pem"
cat "$t/server.pem" "$t/between.pem" >"$t/server-chain.pem"
cat "$t/stamps.pem" "$t/root.pem" >"$t/stamps-chain.pem"

# sign NAME CERTIFICATES KEY OPTIONS…
sign() {
	out=$1 certs=$2 key=$3; shift 3
	rm -f "$out"
	osslsigncode sign -certs "$t/$certs.pem" -key "$t/$key.key" "$@" -in unsigned.dll -out "$out" >/dev/null
}
stamped="-TSA-certs $t/stamps-chain.pem -TSA-key $t/stamps.key -TSA-time 1592000000" # 2020-06-12
sign signed.dll signer-chain signer -h sha256
# shellcheck disable=SC2086
{
	sign stamped.dll expired-chain expired -h sha256 $stamped
	sign sha1.dll signer-chain signer -h sha1
}
sign expired.dll expired-chain expired -h sha256
sign wrong-use.dll server-chain server -h sha256
sign self-signed.dll famous famous -h sha256
rm -f nested.dll
osslsigncode sign -nest -certs "$t/signer-chain.pem" -key "$t/signer.key" -h sha256 -in sha1.dll -out nested.dll >/dev/null

# One byte of the code changed after signing.
cp self-signed.dll tampered.dll
printf '\220' | dd of=tampered.dll bs=1 seek=1030 conv=notrunc 2>/dev/null
# The signature of one program moved to another.
sed 's/Guard engine/Wrong engine/' program.rc >"$t/other.rc"
x86_64-w64-mingw32-windres "$t/other.rc" "$t/other.o"
x86_64-w64-mingw32-gcc -nostdlib -shared -Os -s -e DllMainCRTStartup -o "$t/other.dll" program.c "$t/other.o"
osslsigncode extract-signature -pem -in signed.dll -out "$t/sig.pem" >/dev/null
rm -f moved.dll
osslsigncode attach-signature -sigin "$t/sig.pem" -in "$t/other.dll" -out moved.dll >/dev/null || true
[ -f moved.dll ] || echo "moved.dll was refused" >&2
chmod 644 ./*.dll
