package lists

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/delistdev/delist"
)

// formats are all forms of lists that are known by their content. OFAC's set of
// files is told apart by [sniffOFAC], because its files have no header.
var formats = []format{
	formatCSL, formatCSLJSON, formatEU, formatEUXML, formatOFSI, formatUKSanctions, formatUKXML, formatUN,
	formatOFACPlain, formatOFACEnhanced, formatOFACAdvanced,
	formatBIS, formatFCC, format1260H, formatSAM, formatFedRAMP, formatFedRAMPCSV, formatNIAP, formatNIAPJSON, formatCommonCriteria,
	formatFTM, formatSimple, formatDelta,
}

// ofacFormat names the set of four CSV files.
const ofacFormat = "ofac-csv"

// A File is one file that may be a list, or a part of one.
type File struct {
	// Name is what errors call it.
	Name string
	// Open opens it anew each time.
	Open func() (io.ReadCloser, error)
}

// A Published is a list as it was published: which it is, in what form, and the
// files that make it.
type Published struct {
	Publication string
	Format      string
	Files       []File
	// AsOf is the day that it speaks for, where it says so.
	AsOf delist.Date
	// Mapping is how a list in a layout of its own is read.
	Mapping *Mapping

	parts []string // of OFAC's set, beside Files
}

// ErrUnknown says that a file is no list that is known by its content.
var ErrUnknown = errors.New("no known list")

// Recognise says which lists the files are, by what is in them, in the order of
// their first files. OFAC's files are put together to sets by their numbers.
// What is wrong with single files comes as one error beside the rest; a file
// that is nothing known wraps [ErrUnknown].
func Recognise(files []File) ([]*Published, error) {
	var found []*Published
	var ofac []ofacFile
	var faults []error
	for _, f := range files {
		head, err := headOf(f)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", f.Name, err))
			continue
		}
		if part := sniffOFAC(head); part != "" {
			ofac = append(ofac, ofacFile{f, part, head})
			continue
		}
		if p, err := recognise(f, head); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", f.Name, err))
		} else {
			found = append(found, p)
		}
	}
	sets, err := ofacSets(ofac)
	return append(found, sets...), errors.Join(append(faults, err)...)
}

func recognise(f File, head []byte) (*Published, error) {
	if len(head) == 0 {
		return nil, errNoEntries
	}
	if isHTML(head) {
		return nil, errHTML
	}
	for i := range formats {
		if !formats[i].sniff(head) {
			continue
		}
		p := &Published{Publication: formats[i].publication, Format: formats[i].id, Files: []File{f}}
		if p.Publication == "" {
			p.Publication = ofacByName(f.Name)
		}
		if formats[i].asOf != nil {
			p.AsOf = formats[i].asOf(head)
		}
		return p, nil
	}
	return nil, ErrUnknown
}

// headOf returns the first 64 KB of a file's text.
func headOf(f File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := plainText(r)
	if err != nil {
		return nil, err
	}
	head, err := text.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	return slices.Clone(head), nil
}

// Mapped is a list that somebody keeps in a layout of their own.
func Mapped(f File, m *Mapping) *Published {
	return &Published{Publication: string(m.List), Format: "mapped", Files: []File{f}, Mapping: m}
}

// Read yields the entries of a published list, in file order. A record that
// could not be read is yielded as a [*RowError], and reading goes on; any other
// error ends it, and what came before still counts.
func (p *Published) Read() iter.Seq2[delist.Entry, error] {
	if p.Format == ofacFormat {
		return p.readOFAC()
	}
	return func(yield func(delist.Entry, error) bool) {
		f := p.Files[0]
		text, done, err := f.text()
		if err != nil {
			yield(delist.Entry{}, fmt.Errorf("%s: %w", f.Name, err))
			return
		}
		defer done()
		p.reader(f.Name, text)(yield)
	}
}

// text opens a file as UTF-8.
func (f File) text() (*bufio.Reader, func() error, error) {
	r, err := f.Open()
	if err != nil {
		return nil, nil, err
	}
	text, err := plainText(r)
	if err != nil {
		r.Close()
		return nil, nil, err
	}
	return text, r.Close, nil
}

func (p *Published) reader(name string, r io.Reader) entries {
	if p.Mapping != nil {
		return readMapped(name, r, p.Mapping)
	}
	for i := range formats {
		if formats[i].id == p.Format {
			return formats[i].read(name, r)
		}
	}
	return func(yield func(delist.Entry, error) bool) {
		yield(delist.Entry{}, fmt.Errorf("%s: format %q: %w", name, p.Format, ErrUnknown))
	}
}

// IsDelta reports whether the files hold the changes of a list, and not a list:
// then [Published.Apply] reads them.
func (p *Published) IsDelta() bool { return p.Format == deltaFormat }

// Apply reads changes and makes the next state of a list from the one before,
// which stays as it is. What does not fit is returned as errors beside it, and
// made all the same where it can be.
func (p *Published) Apply(old []delist.Entry) ([]delist.Entry, []error) {
	f := p.Files[0]
	text, done, err := f.text()
	if err != nil {
		return nil, []error{fmt.Errorf("%s: %w", f.Name, err)}
	}
	defer done()
	return applyDelta(old, readDelta(f.Name, text))
}
