package lists

import (
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist"
)

// The parties of these texts are invented; the elements are those of the
// published schemas.
const plainSDN = `<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
<publshInformation><Publish_Date>08/07/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
<sdnEntry><uid>100</uid><lastName>EXAMPLE TRADING</lastName><sdnType>Entity</sdnType>
 <remarks>(Linked To: EXAMPLE HOLDING (EH) GROUP; Linked To: OTHER)</remarks>
 <programList><program>SDGT</program><program>IFSR</program></programList>
 <idList><id><uid>1</uid><idType>Tax ID No.</idType><idNumber>7700000001</idNumber><idCountry>Russia</idCountry></id>
  <id><uid>2</uid><idType>Website</idType><idNumber>https://www.Example.test/en</idNumber></id></idList>
 <akaList><aka><uid>3</uid><type>a.k.a.</type><category>weak</category><lastName>ET</lastName></aka>
  <aka><uid>4</uid><type>f.k.a.</type><category>strong</category><lastName>OLD TRADING</lastName></aka></akaList>
 <addressList><address><uid>5</uid><address1>1 Port Road</address1><city>Moscow</city><postalCode>101000</postalCode><country>Russia</country></address></addressList>
</sdnEntry>
<sdnEntry><uid>101</uid><firstName>Jane</firstName><lastName>DOE</lastName><sdnType>Individual</sdnType>
 <programList><program>SDGT</program></programList>
 <nationalityList><nationality><uid>6</uid><country>Iran</country></nationality></nationalityList>
 <dateOfBirthList><dateOfBirthItem><uid>7</uid><dateOfBirth>10 Dec 1948</dateOfBirth></dateOfBirthItem></dateOfBirthList>
</sdnEntry>
</sdnList>`

const enhancedSDN = `<?xml version="1.0" encoding="utf-8"?>
<sanctionsData xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML">
<publicationInfo><dataAsOf>2026-08-07T10:00:00</dataAsOf></publicationInfo>
<referenceValues><referenceValue refId="8"><type>VesselType</type><value>Crude Oil Tanker</value></referenceValue></referenceValues>
<entities>
<entity id="200"><generalInfo><identityId>1</identityId><entityType refId="602">Vessel</entityType></generalInfo>
 <sanctionsLists><sanctionsList refId="1550" id="1" datePublished="2012-07-12">SDN List</sanctionsList></sanctionsLists>
 <sanctionsPrograms><sanctionsProgram refId="1" id="1">IRAN</sanctionsProgram></sanctionsPrograms>
 <legalAuthorities><legalAuthority refId="1" id="2">Executive Order 13599</legalAuthority></legalAuthorities>
 <names><name id="9"><isPrimary>false</isPrimary><aliasType refId="1401">F.K.A.</aliasType><isLowQuality>false</isLowQuality>
   <translations><translation><isPrimary>true</isPrimary><script refId="215">Latin</script><formattedFullName>OLD SHIP</formattedFullName></translation></translations></name>
  <name id="10"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality>
   <translations><translation><isPrimary>true</isPrimary><script refId="215">Latin</script><formattedFullName>EXAMPLE SHIP</formattedFullName></translation>
    <translation><isPrimary>false</isPrimary><script refId="220">Cyrillic</script><formattedFullName>ПРИМЕР</formattedFullName></translation></translations></name></names>
 <addresses><address id="4"><country>Region: Crimea</country></address></addresses>
 <features><feature id="7"><type featureTypeId="2">VESSEL TYPE</type><valueRefId>8</valueRefId></feature>
  <feature id="8"><type featureTypeId="3">Vessel Flag</type><value>Iran</value></feature></features>
 <identityDocuments><identityDocument id="9"><type>Vessel Registration Identification</type><documentNumber>IMO 9000001</documentNumber><isValid>true</isValid></identityDocument></identityDocuments>
 <relationships><relationship id="144"><type refId="1">Owned or Controlled By</type><relatedEntity entityId="201">EXAMPLE TANKERS</relatedEntity></relationship>
  <relationship id="145"><type refId="1">Associate Of</type><relatedEntity entityId="200"/></relationship></relationships>
</entity>
<entity id="202"><generalInfo><entityType>Entity</entityType></generalInfo>
 <sanctionsLists><sanctionsList datePublished="20017-01-01">Consolidated List</sanctionsList>
  <sanctionsList datePublished="2014-07-16">Sectoral Sanctions Identifications List</sanctionsList></sanctionsLists>
 <names><name><isPrimary>true</isPrimary><translations><translation><script>Latin</script><formattedFullName>EXAMPLE BANK</formattedFullName></translation></translations></name></names>
</entity>
</entities></sanctionsData>`

const advancedSDN = `<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML" Version="3">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>8</Month><Day>7</Day></DateOfIssue>
<ReferenceValueSets>
 <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
 <CountryValues><Country ID="11143" ISO2="IQ">Iraq</Country></CountryValues>
 <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="14">Website</FeatureType><FeatureType ID="25">Location</FeatureType></FeatureTypeValues>
 <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
 <LegalBasisValues><LegalBasis ID="1">Executive Order 13224</LegalBasis></LegalBasisValues>
 <ListValues><List ID="1550">SDN List</List></ListValues>
 <LocPartTypeValues><LocPartType ID="1451">ADDRESS1</LocPartType><LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
 <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
 <PartySubTypeValues><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
 <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType></PartyTypeValues>
 <RelationTypeValues><RelationType ID="15003">Leader or official of</RelationType></RelationTypeValues>
 <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType></SanctionsTypeValues>
 <ScriptValues><Script ID="160" ScriptCode="Arab">Arabic</Script><Script ID="215" ScriptCode="Latn">Latin</Script></ScriptValues>
</ReferenceValueSets>
<Locations><Location ID="25"><LocationCountry CountryID="11143" CountryRelevanceID="1413"/></Location>
 <Location ID="26"><LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true"><Value>Street 5</Value></LocationPartValue></LocationPart>
  <LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Baghdad</Value></LocationPartValue></LocationPart><LocationCountry CountryID="11143"/></Location></Locations>
<IDRegDocuments><IDRegDocument ID="2" IDRegDocTypeID="1571" IdentityID="6746" IssuedBy-CountryID="11143" ValidityID="2"><Comment/><IDRegistrationNo>A0000001</IDRegistrationNo></IDRegDocument>
 <IDRegDocument ID="3" IDRegDocTypeID="1571" IdentityID="99" ValidityID="2"><IDRegistrationNo>B2</IDRegistrationNo></IDRegDocument></IDRegDocuments>
<DistinctParties>
<DistinctParty FixedRef="300"><Comment/><Profile ID="300" PartySubTypeID="4">
 <Identity ID="6746" FixedRef="300" Primary="true" False="false">
  <Alias FixedRef="300" AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="3" ScriptID="215">ABU EXAMPLE</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
  <Alias FixedRef="300" AliasTypeID="1403" Primary="true" LowQuality="false">
   <DocumentedName ID="2"><DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="215">DOE</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue NamePartGroupID="2" ScriptID="215">John</NamePartValue></DocumentedNamePart></DocumentedName>
   <DocumentedName ID="3"><DocumentedNamePart><NamePartValue NamePartGroupID="3" ScriptID="160">مثال</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
  <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1520"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="2" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups>
 </Identity>
 <Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod><Start><From><Year>1962</Year><Month>1</Month><Day>1</Day></From></Start><End><To><Year>1962</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>
 <Feature ID="2" FeatureTypeID="10"><FeatureVersion ID="2"><VersionLocation LocationID="25"/></FeatureVersion></Feature>
</Profile></DistinctParty>
<DistinctParty FixedRef="301"><Profile ID="301" PartySubTypeID="3">
 <Identity ID="6747" FixedRef="301" Primary="true"><Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="4"><DocumentedNamePart><NamePartValue NamePartGroupID="4" ScriptID="215">EXAMPLE AIRLINES</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>
 <Feature ID="3" FeatureTypeID="25"><FeatureVersion ID="3"><VersionLocation LocationID="26"/></FeatureVersion></Feature>
 <Feature ID="4" FeatureTypeID="14"><FeatureVersion ID="4"><VersionDetail DetailTypeID="1432">www.example.test</VersionDetail></FeatureVersion></Feature>
</Profile></DistinctParty>
</DistinctParties>
<ProfileRelationships>
 <ProfileRelationship ID="1" From-ProfileID="300" To-ProfileID="301" RelationTypeID="15003" Former="false"/>
 <ProfileRelationship ID="2" From-ProfileID="301" To-ProfileID="301" RelationTypeID="15003" Former="false"/>
 <ProfileRelationship ID="3" From-ProfileID="301" To-ProfileID="999" RelationTypeID="15003" Former="false"/></ProfileRelationships>
<SanctionsEntries>
 <SanctionsEntry ID="1" ProfileID="300" ListID="1550"><EntryEvent ID="1" LegalBasisID="1"><Comment/><Date CalendarTypeID="1"><Year>2001</Year><Month>12</Month><Day>4</Day></Date></EntryEvent>
  <SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>SDGT</Comment></SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="2"><Comment/></SanctionsMeasure></SanctionsEntry>
 <SanctionsEntry ID="2" ProfileID="301" ListID="1550"><SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>IRAQ2</Comment></SanctionsMeasure></SanctionsEntry>
</SanctionsEntries></Sanctions>`

// said writes down what matters of an entry, one thing on a line.
func said(e delist.Entry) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.TrimSpace(strings.Join(parts, " ")) + "\n") }
	line(string(e.List), e.ID, string(e.Kind), strings.Join(e.Countries, ","), e.From.String(), e.Until.String())
	for _, n := range e.Names {
		line(string(n.Kind), n.Name, n.Language)
	}
	for _, a := range e.Addresses {
		line("at", a.Text, "/", a.City, "/", a.Country)
	}
	for _, n := range e.Numbers {
		line(string(n.Kind), n.Value, n.Country)
	}
	for _, r := range e.Relations {
		inverse := ""
		if r.Inverse {
			inverse = "inverse"
		}
		line(string(r.Kind), r.OtherID, r.Other, inverse)
	}
	for _, list := range [][]string{e.Programmes, e.Citations, e.Born} {
		if len(list) > 0 {
			line("[" + strings.Join(list, "; ") + "]")
		}
	}
	return b.String()
}

var ofacXML = []struct {
	format *format
	text   string
	want   []string
	faults []string
	asOf   string
}{
	{&formatOFACPlain, plainSDN, []string{
		`us-ofac-sdn 100 legal-entity ru
name EXAMPLE TRADING
weak ET
fka OLD TRADING
at 1 Port Road, Moscow, 101000 / Moscow / ru
tax 7700000001 ru
website example.test
affiliate-of  EXAMPLE HOLDING (EH) GROUP
affiliate-of  OTHER
[SDGT; IFSR]
`, `us-ofac-sdn 101 person ir
name DOE, Jane
[SDGT]
[10 Dec 1948]
`}, nil, "2026-08-07"},
	{&formatOFACEnhanced, enhancedSDN, []string{
		`us-ofac-sdn 200 vessel ir 2012-07-12
name EXAMPLE SHIP
fka OLD SHIP
aka ПРИМЕР und-Cyrl
at Region: Crimea /  /
imo 9000001
controls 201 EXAMPLE TANKERS inverse
[IRAN]
[Executive Order 13599]
`, `us-ofac-ssi 202 legal-entity  2014-07-16
name EXAMPLE BANK
`}, []string{"200 is related to itself", `"20017-01-01" is not a day`}, "2026-08-07"},
	{&formatOFACAdvanced, advancedSDN, []string{
		`us-ofac-sdn 300 person iq 2001-12-04
name DOE, John
weak ABU EXAMPLE
aka مثال und-Arab
passport A0000001 iq
directs 301 EXAMPLE AIRLINES
[SDGT]
[Executive Order 13224]
[1962]
`, `us-ofac-sdn 301 legal-entity iq
name EXAMPLE AIRLINES
at Street 5, Baghdad / Baghdad / iq
website example.test
[IRAQ2]
`}, []string{"a document of identity 99", "related to profile 999", "301 is related to itself"}, "2026-08-07"},
}

func TestReadOFACXML(t *testing.T) {
	for _, tt := range ofacXML {
		t.Run(tt.format.id, func(t *testing.T) {
			head := []byte(tt.text)
			for _, other := range ofacXML {
				if got := other.format.sniff(head); got != (other.format == tt.format) {
					t.Errorf("%s: sniff of %s: got %v", other.format.id, tt.format.id, got)
				}
			}
			if got := tt.format.asOf(head).String(); got != tt.asOf {
				t.Errorf("as of: got %s, want %s", got, tt.asOf)
			}
			all, faults := gather(t, tt.format.read("x.xml", strings.NewReader(tt.text)))
			var got []string
			for _, e := range all {
				got = append(got, said(e))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			checkFaults(t, faults, tt.faults)
		})
	}
}

// checkFaults checks that each wanted text, and nothing more, is reported.
func checkFaults(t *testing.T, got, want []string) {
	t.Helper()
	for _, part := range want {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, part) }) {
			t.Errorf("no report of %q in %q", part, got)
		}
	}
	if len(got) > len(want) {
		t.Errorf("got %d reports, want %d: %q", len(got), len(want), got)
	}
}

func TestReadOFACXMLBad(t *testing.T) {
	for _, tt := range ofacXML {
		cut := tt.text[:strings.LastIndex(tt.text, "</")]
		for _, bad := range []struct{ name, text, want string }{
			{"cut off", cut, "ends before the list does"},
			{"nobody", "<x></x>", "no entries"},
			{"entities", `<!DOCTYPE x [<!ENTITY a "b">]>` + plainSDN[strings.Index(plainSDN, "<sdnList"):], "entities is refused"},
			{"too deep", strings.Repeat("<a>", 70), "more than 64 elements"},
		} {
			all, faults := gather(t, tt.format.read("x.xml", strings.NewReader(bad.text)))
			if bad.name == "cut off" && len(all) != len(tt.want) {
				t.Errorf("%s %s: got %d entries, want those before the end", tt.format.id, bad.name, len(all))
			}
			if !slices.ContainsFunc(faults, func(s string) bool { return strings.HasPrefix(s, "END ") && strings.Contains(s, bad.want) }) {
				t.Errorf("%s %s: got %q, want an end with %q", tt.format.id, bad.name, faults, bad.want)
			}
		}
	}
}

func TestReadOFACPlainPromise(t *testing.T) {
	text := strings.Replace(plainSDN, "<Record_Count>2<", "<Record_Count>3<", 1)
	_, faults := gather(t, readOFACPlain("x", strings.NewReader(text)))
	checkFaults(t, faults, []string{"2 entries, and its head speaks of 3"})
}

// FuzzReadOFACXML checks that no input makes a reader panic, that an entry has a
// list, a number and a name, and that a text of which no entry is read is always
// reported: never an empty list in silence.
func FuzzReadOFACXML(f *testing.F) {
	for _, tt := range ofacXML {
		f.Add(tt.text)
	}
	f.Add("<sdnList><sdnEntry/></sdnList>")
	f.Fuzz(func(t *testing.T, text string) {
		for _, tt := range ofacXML {
			all, faults := gather(t, tt.format.read("x", strings.NewReader(text)))
			for _, e := range all {
				if e.List == "" || e.ID == "" || len(e.Names) == 0 {
					t.Errorf("%s: an entry without list, number or name: %+v", tt.format.id, e)
				}
			}
			if len(all) == 0 && len(faults) == 0 {
				t.Errorf("%s: neither entries nor a report", tt.format.id)
			}
		}
	})
}
