package graph

import (
	"errors"
	"slices"
)

// Check reports what is wrong with the node by itself: id, closed lists, texts, dates in order. Ends are checked by the store.
func (n *Node) Check() error {
	if !ValidID(n.ID) {
		return invalidf("id", "node id %q: use [a-z0-9][a-z0-9-]*, at most %d bytes", Clip(n.ID), MaxID)
	}
	if _, err := ParseEnum("kind", string(n.Kind), NodeKinds); err != nil {
		return err
	}
	errs := []error{optional("level", n.Level, Levels), optional("sector", n.Sector, Sectors), optional("confidence", n.Confidence, Confidences),
		checkText("names.en", n.Names.En), checkText("names.ja", n.Names.Ja), checkText("names.kana", n.Names.Kana), checkTexts("names.aliases", n.Names.Aliases),
		checkText("labels.en", n.Labels.En), checkText("labels.ja", n.Labels.Ja), checkText("type", n.Type), checkText("region", n.Region),
		checkText("district", n.District), checkText("capital", n.Capital), checkText("url", n.URL), checkText("description", n.Description),
		checkText("note", n.Note), checkTexts("scope", n.Scope), checkTexts("citations", n.Citations), checkRange(n.Valid), optionalID("within", n.Within)}
	if len(n.Themes) > MaxList || len(n.Events) > MaxList {
		errs = append(errs, invalidf("themes", "%d themes, %d events; at most %d of each", len(n.Themes), len(n.Events), MaxList))
	}
	for _, t := range n.Themes[:min(MaxList, len(n.Themes))] {
		errs = append(errs, required("themes", t, Themes))
	}
	for i := range n.Events[:min(MaxList, len(n.Events))] {
		errs = append(errs, n.Events[i].check())
	}
	if n.Country != "" && (len(n.Country) != 2 || n.Country[0] < 'A' || n.Country[0] > 'Z' || n.Country[1] < 'A' || n.Country[1] > 'Z') {
		errs = append(errs, invalidf("country", "%q is no ISO 3166-1 alpha-2 code, such as JP or US", Clip(n.Country)))
	}
	if p := n.Point; p != nil && !(p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180) {
		errs = append(errs, invalidf("point", "%v, %v: latitude is within ±90, longitude within ±180 degrees", p.Lat, p.Lon))
	}
	for system, values := range n.Codes {
		errs = append(errs, optionalID("codes", system), checkTexts("codes."+Clip(system), values))
	}
	if n.Sector != "" && n.Kind != Organization {
		errs = append(errs, invalidf("sector", "only an organization has a sector"))
	}
	if p := n.Population; p != nil {
		errs = append(errs, checkDates("population", p.Date))
		if p.Count < 0 {
			errs = append(errs, invalidf("population", "%d inhabitants; at least 0", p.Count))
		}
	}
	if s := n.Successor; s != nil {
		errs = append(errs, s.check())
	}
	return errors.Join(errs...)
}

func (s *Succession) check() error {
	if !ValidID(s.ID) || s.Date.IsZero() {
		return invalidf("successor", "a successor has an id and a date")
	}
	if len(s.Also) > MaxList {
		return invalidf("successor", "%d further successors; at most %d", len(s.Also), MaxList)
	}
	errs := []error{checkDates("successor", s.Date), optionalID("successor", s.Now)}
	for _, id := range s.Also {
		if !ValidID(id) {
			errs = append(errs, invalidf("successor", "%q is no id: use [a-z0-9][a-z0-9-]*, at most %d bytes", Clip(id), MaxID))
		}
	}
	return errors.Join(errs...)
}

func (e *Event) check() error {
	return errors.Join(checkDates("events", e.Date), checkText("events", e.Kind), checkText("events", e.Code), optional("events", e.Level, Levels), checkText("events", e.Note),
		checkText("events", e.Names.En), checkText("events", e.Names.Ja), checkText("events", e.Names.Kana), checkTexts("events", e.Names.Aliases), checkTexts("events", e.Citations))
}

// Check reports what is wrong with the edge by itself.
func (e *Edge) Check() error {
	if !ValidID(e.ID) {
		return invalidf("id", "edge id %q: use [a-z0-9][a-z0-9-]*, at most %d bytes", Clip(e.ID), MaxID)
	}
	if _, err := ParseEnum("kind", string(e.Kind), EdgeKinds); err != nil {
		return err
	}
	errs := []error{optional("confidence", e.Confidence, Confidences), checkText("note", e.Note), checkText("signatory", e.Signatory),
		checkTexts("citations", e.Citations), checkRange(e.Valid), checkDates("signed", e.Signed), checkDates("date", e.Date)}
	if !ValidID(e.Source) || !ValidID(e.Target) {
		errs = append(errs, invalidf("source", "an edge has the ids of two nodes"))
	}
	if e.Source == e.Target {
		errs = append(errs, invalidf("target", "an edge joins two different nodes; both ends are %s", Clip(e.Source)))
	}
	if e.Kind == SisterOf {
		errs = append(errs, required("tie_kind", e.TieKind, TieKinds), required("status", e.Status, Statuses), required("role", e.Role, TieRoles))
		if !ValidID(e.Tie) {
			errs = append(errs, invalidf("tie", "a sister_of edge has the id of its lineage"))
		}
		if e.Source > e.Target {
			errs = append(errs, invalidf("source", "a sister_of edge is stored with its ends in id order"))
		}
	} else if e.Tie != "" || e.TieKind != "" || e.Status != "" || !e.Signed.IsZero() || e.Signatory != "" || e.Unknown {
		errs = append(errs, invalidf("tie", "only a sister_of edge has tie, tie_kind, status, signed and signatory"))
	}
	if e.Kind == MemberOf {
		errs = append(errs, required("role", e.Role, MemberRoles))
	} else if e.Kind != SisterOf && e.Role != "" {
		errs = append(errs, invalidf("role", "only sister_of and member_of edges have a role"))
	}
	if (e.Kind == SucceededBy) != !e.Date.IsZero() || (e.Kind == SucceededBy) != (e.Change != "") {
		errs = append(errs, invalidf("date", "a succeeded_by edge, and no other, has a date and a change"))
	}
	return errors.Join(append(errs, optional("change", e.Change, Changes))...)
}

// Check reports what is wrong with the source by itself.
func (s *Source) Check() error {
	if s.Locator == "" || s.ID != SourceID(s.Locator) {
		return invalidf("id", "source %q: a source has a locator, and its id is SourceID of it", Clip(s.ID))
	}
	return errors.Join(checkText("locator", s.Locator), checkText("publisher", s.Publisher), checkText("title", s.Title), checkText("licence", s.Licence), checkText("credit", s.Credit))
}

// Check reports what is wrong with the claim by itself.
func (c *Claim) Check() error {
	if c.ID != ClaimID(*c) {
		return invalidf("id", "claim %q: its id is ClaimID of its fields", Clip(c.ID))
	}
	return errors.Join(required("kind", c.Kind, ClaimKinds), optionalID("record", c.Record), checkText("field", c.Field), checkText("value", c.Value), checkText("note", c.Note))
}

// checkDates refuses dates that no calendar has, which a program can make and no text can say.
func checkDates(field string, dates ...Date) error {
	for _, d := range dates {
		if read, err := ParseDate(d.String()); !d.IsZero() && err != nil || read != d {
			return invalidf(field, "there is no date of year %d, month %d, day %d", d.Year, d.Month, d.Day)
		}
	}
	return nil
}

func checkRange(r Range) error {
	if err := checkDates("valid", r.From, r.To); err != nil {
		return err
	}
	if !r.From.IsZero() && !r.To.IsZero() && r.From.First() >= r.Bounds(false).ToLast {
		return invalidf("valid", "it ends (%s) before it starts (%s)", r.To, r.From)
	}
	return nil
}

func optional[T ~string](field string, v T, allowed []T) error {
	if v == "" {
		return nil
	}
	return required(field, v, allowed)
}

func required[T ~string](field string, v T, allowed []T) error {
	_, err := ParseEnum(field, string(v), allowed)
	return err
}

func optionalID(field, id string) error {
	if id != "" && !ValidID(id) {
		return invalidf(field, "%q is no id: use [a-z0-9][a-z0-9-]*, at most %d bytes", Clip(id), MaxID)
	}
	return nil
}

// checkIDs is checkEnums for lists of ids in a question.
func checkIDs(param string, ids []string, most int) ([]string, error) {
	if len(ids) > most {
		return nil, invalidf(param, "%d values; at most %d", len(ids), most)
	}
	for _, id := range ids {
		if !ValidID(id) {
			return nil, invalidf(param, "%q is no id: use [a-z0-9][a-z0-9-]*, at most %d bytes", Clip(id), MaxID)
		}
	}
	return sortedSet(slices.Clone(ids)), nil
}
