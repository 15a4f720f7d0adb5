package exchange

import "github.com/delistdev/delist"

// parties writes an identity for each party of the set, and for each that its claims
// are about and that is not in it.
func (s *stixWriter) parties() {
	for i := range s.set.Parties {
		p := &s.set.Parties[i]
		s.party(p, s.set.Sharing[Key{Party, string(p.ID)}])
	}
	for _, id := range s.index.strangers {
		s.party(&delist.Party{ID: id, Name: string(id)}, s.index.about[id])
	}
}

func (s *stixWriter) party(p *delist.Party, tlp TLP) {
	o := object{Type: "identity", Labels: []string{"party"}, Name: p.Name, IdentityClass: identityClass(p.Kind), ObjectMarkingRefs: tlp.refs()}
	if o.Name == "" {
		o.Name = string(p.ID)
	}
	s.record(o, Key{Party, string(p.ID)}, delist.Date{}, p.Sources, partyBeyond(p))
}

func (s *stixWriter) claim(c *delist.Claim) {
	o := object{Type: "note", Abstract: abstract(c), Content: c.Text, Labels: []string{"claim"}}
	if c.Kind != "" {
		o.Labels = append(o.Labels, string(c.Kind))
	}
	o.Labels = append(o.Labels, gradeLabels(c)...)
	if v, ok := confidence(c.Credibility); ok {
		o.Confidence = &v
	}
	for _, id := range c.About {
		o.ObjectRefs = appendOnce(o.ObjectRefs, stixID("identity", "party:"+string(id)))
	}
	if c.Speaker != "" {
		o.Authors = []string{c.Speaker}
		o.ObjectRefs = appendOnce(o.ObjectRefs, s.speaker(c))
	}
	if len(o.ObjectRefs) == 0 {
		o.ObjectRefs = []string{producer} // the list must not be empty
	}
	s.record(o, Key{Claim, string(c.ID)}, c.Date, c.Sources, claimBeyond(c))
	for _, id := range c.Supports {
		s.relation(c, supports, id)
	}
	for _, id := range c.Contradicts {
		s.relation(c, contradicts, id)
	}
}

// speaker writes the identity of whoever spoke, once, and returns its identifier. It
// has no day of its own: what is said of a speaker does not change.
func (s *stixWriter) speaker(c *delist.Claim) string {
	id := stixID("identity", "speaker:"+c.Speaker)
	if !s.speakers[c.Speaker] {
		s.speakers[c.Speaker] = true
		s.put(object{Type: "identity", ID: id, CreatedByRef: producer, Created: noDate, Modified: noDate,
			Labels: []string{"speaker"}, Name: c.Speaker, IdentityClass: "unknown", ObjectMarkingRefs: s.index.speakers[c.Speaker].refs()})
	}
	return id
}

func (s *stixWriter) relation(c *delist.Claim, kind string, to delist.ClaimID) {
	o := object{Type: "relationship", ID: stixID("relationship", kind+":"+string(c.ID)+":"+string(to)), CreatedByRef: producer,
		Created: stamp(c.Date), Modified: stamp(c.Date), RelationshipType: "related-to", Description: kind,
		SourceRef: stixID("note", "claim:"+string(c.ID)), TargetRef: stixID("note", "claim:"+string(to))}
	o.ObjectMarkingRefs = s.set.Sharing[Key{Claim, string(c.ID)}].refs()
	s.put(o)
}

func (s *stixWriter) origin(r *delist.Origin) {
	o := object{Type: "report", Labels: []string{"origin"}, Name: r.Name}
	if o.Name == "" {
		o.Name = string(r.ID)
	}
	for _, id := range s.index.carried[r.ID] {
		o.ObjectRefs = append(o.ObjectRefs, stixID("note", "claim:"+string(id)))
	}
	o.ObjectRefs = appendOrigins(o.ObjectRefs, r.Cites)
	s.record(o, Key{Origin, string(r.ID)}, r.Date, r.Sources, originBeyond(r))
}

func (s *stixWriter) document(d *delist.Document) {
	o := object{Type: "report", Labels: []string{"document"}, Name: titleOf(d), ObjectRefs: appendOrigins(nil, d.Origins)}
	s.record(o, Key{Document, string(d.ID)}, d.Printed, []delist.Source{d.Source}, documentBeyond(d))
}
