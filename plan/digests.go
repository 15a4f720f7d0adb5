package plan

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"iter"

	"github.com/delistdev/delist"
)

// mostOffers bounds the offers whose digests a plan holds: 13 MB of them are 17 MB
// of a plan.
const mostOffers = 1_500_000

// Digests are those of the offers of a catalogue, in its order, in base64 (RFC
// 4648): of each how many lines it stands below the one before, as a varint, four
// bytes of a digest of what tells it from others (its offer id, GTIN or title), and
// four of all that is read of it. They find what changed, and prove nothing: that
// does the digest of the whole input.
type Digests []byte

// MarshalText writes the digests in base64.
func (d Digests) MarshalText() ([]byte, error) {
	return base64.StdEncoding.AppendEncode(nil, d), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Digests) UnmarshalText(text []byte) (err error) {
	*d, err = base64.StdEncoding.AppendDecode(nil, text)
	return err
}

// A record is the digests of one offer.
type record struct {
	line      int
	key, body uint32
}

var errDigests = errors.New("the digests of records are broken")

// all yields the records.
func (d Digests) all() iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		line := 0
		for rest := d; len(rest) > 0; {
			delta, n := binary.Varint(rest)
			if n <= 0 || len(rest) < n+8 {
				yield(record{}, errDigests)
				return
			}
			line += int(delta)
			r := record{line, binary.BigEndian.Uint32(rest[n:]), binary.BigEndian.Uint32(rest[n+4:])}
			if rest = rest[n+8:]; !yield(r, nil) {
				return
			}
		}
	}
}

// A Recorder takes the digests of the offers that pass through it.
type Recorder struct {
	Offers  int
	digests Digests
	last    int
}

// Items passes items on, and notes those that are offers.
func (r *Recorder) Items(items iter.Seq2[delist.Item, error]) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		for item, err := range items {
			if err == nil && item.Kind == delist.Offer {
				r.note(&item)
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

func (r *Recorder) note(item *delist.Item) {
	if r.Offers++; r.Offers > mostOffers {
		r.digests = nil
		return
	}
	d := digestOf(item)
	r.digests = binary.AppendVarint(r.digests, int64(d.line-r.last))
	r.digests = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(r.digests, d.key), d.body)
	r.last = d.line
}

// Digests returns those of all offers, or none of too many.
func (r *Recorder) Digests() Digests { return r.digests }

// digestOf returns the digests of an offer.
func digestOf(item *delist.Item) record {
	out := itemOf(item)
	r := record{key: newDigest.add(cmp.Or(out.OfferID, out.GTIN, out.Name)).sum()}
	body := newDigest.add(item.Name).add(item.Version)
	for i := range item.Identifiers {
		body = body.add(string(item.Identifiers[i].Kind)).add(item.Identifiers[i].Value)
	}
	for i := range item.Declared {
		body = body.add(item.Declared[i].Field).add(item.Declared[i].Value)
	}
	if len(item.Locations) > 0 {
		r.line = item.Locations[0].Line
		if s := item.Locations[0].Sale; s != nil {
			body = body.add(s.Withdrawn).add(s.Shelf).add(s.Quantity)
		}
	}
	r.body = body.sum()
	return r
}

// A digest is FNV-1a of 64 bits, folded to 32
// (http://www.isthe.com/chongo/tech/comp/fnv/). It is not package fnv's because
// that copies every text.
type digest uint64

const newDigest digest = 14695981039346656037

func (d digest) add(text string) digest {
	for i := range len(text) {
		d = (d ^ digest(text[i])) * 1099511628211
	}
	return d * 1099511628211 // a zero byte, which ends the text
}

func (d digest) sum() uint32 { return uint32(d>>32) ^ uint32(d) }
