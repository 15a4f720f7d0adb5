package fleet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

// The kinds of export, as --input takes them.
const (
	Intune               = "intune"
	Jamf                 = "jamf"
	ConfigurationManager = "configuration-manager"
	Winget               = "winget"
	DpkgList             = "dpkg-list"
	RPMList              = "rpm-list"
	SystemProfiler       = "system-profiler"
)

// Kinds are the names of all kinds.
var Kinds = []string{Intune, Jamf, ConfigurationManager, Winget, DpkgList, RPMList, SystemProfiler}

// A form is one way in which a kind of export is written.
type form struct {
	kind  string
	shape shape
	// is reports whether a file with this beginning, in UTF-8, is surely one.
	is   func(head []byte) bool
	read func(r *reader, in io.Reader, head []byte)
}

// A shape is how a file is written, whatever it says.
type shape int

const (
	inText shape = iota
	inTable
	inJSON
	inXML
)

// forms are tried in this order. The last text of a kind is taken for what the
// user calls so and what is of no form for sure.
var forms []form

func init() {
	forms = []form{
		{SystemProfiler, inJSON, isProfilerJSON, readProfilerJSON},
		{SystemProfiler, inXML, isProfilerXML, readProfilerXML},
		{SystemProfiler, inText, isProfilerText, readProfilerText},
		{Winget, inJSON, isWingetExport, readWingetExport},
		{Winget, inText, isWingetList, readWingetList},
		{Jamf, inJSON, isJamfJSON, readJamfJSON},
		{Jamf, inXML, isJamfXML, readJamfXML},
		{Intune, inJSON, isGraph, readGraph},
		{Intune, inTable, intuneTable.is, intuneTable.read},
		{ConfigurationManager, inTable, managerTable.is, managerTable.read},
		{Jamf, inTable, jamfTable.is, jamfTable.read},
		{DpkgList, inText, isDpkgList, readDpkgList},
		{DpkgList, inText, isAptList, readAptList},
		{RPMList, inText, isRPMInfo, readRPMInfo},
		{RPMList, inText, isRPMTable, readRPMTable},
		{RPMList, inText, isRPMNames, readRPMNames},
		{DpkgList, inText, isDpkgShow, readDpkgShow},
	}
}

// Sniff returns the kind of export that begins with head, its first
// [source.HeadSize] bytes; "" for any other file.
func Sniff(head []byte) string {
	text, _ := plain(head)
	for _, f := range forms {
		if f.is(f.of(head, text)) {
			return f.kind
		}
	}
	return ""
}

// of returns what a form is recognised by: a table tells its encoding itself.
func (f form) of(head, text []byte) []byte {
	if f.shape == inTable {
		return head
	}
	return text
}

// Read yields what an export of a kind lists, in the order of the file. Errors
// are [delist.ReadError].
func Read(kind string, in *source.Input) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		r := &reader{in: in, kind: kind, limits: in.Limits.OrDefault(), yield: yield}
		buffered := bufio.NewReaderSize(in, source.HeadSize)
		head, err := buffered.Peek(source.HeadSize)
		if err != nil && !errors.Is(err, io.EOF) {
			r.fault(0, "", err)
			return
		}
		text, decoded := plain(head)
		f := formOf(kind, head, text)
		switch {
		case len(bytes.TrimSpace(text)) == 0:
			r.faultf(0, "", "the file is empty")
		case f == nil:
			r.faultf(0, "", "no export of this kind: %s", kind)
		case f.shape == inTable:
			f.read(r, buffered, head)
		default:
			f.read(r, decoded(buffered), text)
		}
	}
}

// formOf returns the form of a kind that a file is surely in, or the last one of
// its shape.
func formOf(kind string, head, text []byte) *form {
	var loose *form
	shape := shapeOf(text)
	for i := range forms {
		f := &forms[i]
		if f.kind != kind {
			continue
		}
		if f.is(f.of(head, text)) {
			return f
		}
		if f.shape == shape || f.shape == inTable && shape == inText {
			loose = f
		}
	}
	return loose
}

func shapeOf(text []byte) shape {
	text = bytes.TrimLeft(text, " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		return inJSON
	case bytes.HasPrefix(text, []byte("<")):
		return inXML
	}
	return inText
}
