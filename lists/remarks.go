package lists

import (
	"strings"

	"github.com/delistdev/delist"
)

// numberWords are the wordings under which OFAC's remarks, and the lists that
// copy them, give the number of a party, longest first where one begins another.
var numberWords = []struct {
	words string
	kind  delist.NumberKind
}{
	{"Legal Entity Number ", delist.LEI},
	{"Tax ID No. ", delist.TaxNumber},
	{"NIT # ", delist.TaxNumber},
	{"RUC # ", delist.TaxNumber},
	{"R.F.C. ", delist.TaxNumber},
	{"V.A.T. Number ", delist.TaxNumber},
	{"Registration Number ", delist.RegistrationNumber},
	{"Registration ID ", delist.RegistrationNumber},
	{"Business Registration Number ", delist.RegistrationNumber},
	{"Business Number ", delist.RegistrationNumber},
	{"Central Registration System Number ", delist.RegistrationNumber},
	{"Matricula Mercantil No ", delist.RegistrationNumber},
	{"Istanbul Chamber of Comm. No. ", delist.RegistrationNumber},
	{"RIF # ", delist.TaxNumber},
	{"RFC ", delist.TaxNumber},
	{"Business Registration Document # ", delist.RegistrationNumber},
	{"Company Number ", delist.RegistrationNumber},
	{"Commercial Registry Number ", delist.RegistrationNumber},
	{"Economic Register Number (CBLS) ", delist.RegistrationNumber},
	{"Unified Social Credit Code (USCC) ", delist.RegistrationNumber},
	{"Government Gazette Number ", delist.RegistrationNumber},
	{"Enterprise Number ", delist.RegistrationNumber},
	{"Trade License No. ", delist.RegistrationNumber},
	{"C.R. No. ", delist.RegistrationNumber},
	{"Chamber of Commerce Number ", delist.RegistrationNumber},
	{"Folio Mercantil No. ", delist.RegistrationNumber},
	{"UK Company Number ", delist.RegistrationNumber},
	{"US FEIN ", delist.TaxNumber},
	{"SWIFT/BIC ", delist.SwiftBIC},
	{"Vessel Registration Identification IMO ", delist.IMO},
	{"Identification Number IMO ", delist.IMO},
	{"Passport ", delist.Passport},
	{"Diplomatic Passport ", delist.Passport},
	{"National ID No. ", delist.NationalID},
	{"Cedula No. ", delist.NationalID},
	{"D.N.I. ", delist.NationalID},
	{"C.U.R.P. ", delist.NationalID},
	{"SSN ", delist.NationalID},
	{"Personal ID Card ", delist.NationalID},
	{"Identification Number ", delist.OtherNumber},
	{"Aircraft Manufacturer's Serial Number (MSN) ", delist.OtherNumber},
	{"Aircraft Tail Number ", delist.OtherNumber},
	{"MMSI ", delist.OtherNumber},
	{"License ", delist.OtherNumber},
	{"D-U-N-S Number ", delist.OtherNumber},
}

// readRemarks takes from an entry's remarks what stands there in the regular
// wordings of OFAC: numbers, weak aliases, days of birth, countries, and to whom
// it is linked. The remarks stay as they are.
func readRemarks(e *delist.Entry) {
	for part := range strings.SplitSeq(strings.TrimSuffix(e.Remarks, "."), ";") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "alt. ")
		part = strings.TrimSuffix(part, ".")
		if !readRemark(e, part) {
			readNumber(e, part)
		}
	}
}

func readRemark(e *delist.Entry, part string) bool {
	if quoted, ok := strings.CutPrefix(part, "a.k.a. '"); ok {
		e.Names = appendName(e.Names, delist.WeakAlias, strings.TrimRight(quoted, "'."))
		return true
	}
	if quoted, ok := strings.CutPrefix(part, "f.k.a. '"); ok {
		e.Names = appendName(e.Names, delist.FormerName, strings.TrimRight(quoted, "'."))
		return true
	}
	for _, prefix := range []string{"nationality ", "citizen "} {
		if name, ok := strings.CutPrefix(part, prefix); ok {
			e.Countries = appendNew(e.Countries, country(name))
			return true
		}
	}
	if born, ok := strings.CutPrefix(part, "DOB "); ok {
		e.Born = appendNew(e.Born, born)
		return true
	}
	if other, ok := strings.CutPrefix(part, "Linked To: "); ok {
		e.Relations = append(e.Relations, delist.ListedRelation{Kind: delist.AffiliateOf, Other: strings.TrimSpace(other)})
		return true
	}
	if site, ok := strings.CutPrefix(part, "Website "); ok {
		e.Numbers = appendNumber(e.Numbers, delist.Website, hostOf(site), "")
		return true
	}
	return false
}

// readNumber reads "Tax ID No. 7744001497 (Russia)".
func readNumber(e *delist.Entry, part string) {
	for _, w := range numberWords {
		value, ok := strings.CutPrefix(part, w.words)
		if !ok {
			continue
		}
		var from string
		if i := strings.IndexByte(value, '('); i >= 0 {
			// "U0001 (Turkey) issued 2012 expires 2022"
			name, _, _ := strings.Cut(value[i+1:], ")")
			from = country(name)
			value = value[:i]
		} else if i := strings.Index(value, " issued "); i >= 0 {
			value = value[:i]
		}
		e.Numbers = appendNumber(e.Numbers, w.kind, value, from)
		return
	}
}

// hostOf returns the host name of a web address without "www.".
func hostOf(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	if i := strings.Index(address, "://"); i >= 0 {
		address = address[i+3:]
	}
	if i := strings.IndexAny(address, "/?#: "); i >= 0 {
		address = address[:i]
	}
	return strings.TrimPrefix(strings.TrimSuffix(address, "."), "www.")
}
