package study

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"enishi/graph"
)

// Teller tells paths as sentences. It knows the records that the paths name.
type Teller struct {
	nodes   map[string]*graph.FoundNode
	edges   map[string]*graph.FoundEdge
	sources map[string]*graph.Source
}

// NewTeller makes a Teller of the records of an answer.
func NewTeller(nodes []graph.FoundNode, edges []graph.FoundEdge, sources []graph.Source) *Teller {
	t := &Teller{map[string]*graph.FoundNode{}, map[string]*graph.FoundEdge{}, map[string]*graph.Source{}}
	for i := range nodes {
		t.nodes[nodes[i].ID] = &nodes[i]
	}
	for i := range edges {
		t.edges[edges[i].ID] = &edges[i]
	}
	for i := range sources {
		t.sources[sources[i].ID] = &sources[i]
	}
	return t
}

// Sentence tells a path in the language ("ja", else English): a clause per hop along its best edge, with dates and sources.
func (t *Teller) Sentence(p graph.Path, lang string) string {
	if len(p.Edges) == 0 {
		if len(p.Nodes) == 0 {
			return ""
		}
		if lang == "ja" {
			return "始点と終点は同じ" + t.name(p.Nodes[0], lang) + "。"
		}
		return "The path starts and ends at " + t.name(p.Nodes[0], lang) + "."
	}
	clauses := make([]string, 0, len(p.Edges))
	for i, id := range p.Edges {
		if e := t.edges[id]; e != nil {
			clauses = append(clauses, t.Clause(&e.Edge, p.Nodes[i], lang))
		}
	}
	if lang == "ja" {
		return strings.Join(clauses, "。") + "。"
	}
	return strings.Join(clauses, "; ") + "."
}

// Clause tells one edge, seen from one of its ends, without a full stop.
func (t *Teller) Clause(e *graph.Edge, from, lang string) string {
	f := fact{t: t, e: e, a: from, b: e.Far(from), forward: e.Source == from, lang: lang}
	if lang == "ja" {
		return f.japanese() + t.citation(e.Citations, lang)
	}
	return f.english() + t.citation(e.Citations, lang)
}

func (t *Teller) name(id, lang string) string {
	if n := t.nodes[id]; n != nil {
		return n.Label(lang)
	}
	return id
}

// citation names the first source and counts the others.
func (t *Teller) citation(ids []string, lang string) string {
	var first string
	known := 0
	for _, id := range ids {
		if s := t.sources[id]; s != nil {
			if known++; known == 1 {
				first = sourceName(s)
			}
		}
	}
	switch {
	case known == 0:
		return ""
	case lang == "ja" && known == 1:
		return "（出典：" + first + "）"
	case lang == "ja":
		return "（出典：" + first + "ほか" + strconv.Itoa(known-1) + "件）"
	case known == 1:
		return " (source: " + first + ")"
	}
	return fmt.Sprintf(" (sources: %s and %d more)", first, known-1)
}

// sourceName is the publisher, else the title, else the host of the address, else the locator.
func sourceName(s *graph.Source) string {
	if s.Publisher != "" {
		return s.Publisher
	}
	if s.Title != "" {
		return s.Title
	}
	if u, err := url.Parse(s.Locator); err == nil && u.Host != "" {
		return strings.TrimPrefix(u.Host, "www.")
	}
	return graph.Clip(s.Locator)
}

// fact is an edge to be told from a to b.
type fact struct {
	t       *Teller
	e       *graph.Edge
	a, b    string
	forward bool
	lang    string
}

func (f *fact) nameA() string { return f.t.name(f.a, f.lang) }
func (f *fact) nameB() string { return f.t.name(f.b, f.lang) }

// tense of what an edge says.
type tense int

const (
	present tense = iota // holds, its start unknown: "is a member of"
	perfect              // holds since: "has been a member of … since 1988"
	past                 // has ended: "was a member of … from 1988 to 1995"
)

// start is when the edge began to hold. Of a tie that the body signed it is the signing.
func (f *fact) start() graph.Date {
	if f.e.Valid.From.IsZero() && f.e.Kind == graph.SisterOf && f.e.Role == graph.Original {
		return f.e.Signed
	}
	return f.e.Valid.From
}

func (f *fact) tense() tense {
	switch {
	case !f.e.Valid.To.IsZero() || f.e.HasEnded():
		return past
	case f.start().IsZero():
		return present
	}
	return perfect
}

// once reports whether the edge tells of one stated day, month or year: a program held in one year, a founding.
func (f *fact) once() bool {
	from, to := f.e.Valid.From, f.e.Valid.To
	day := from.Exact() && to.Exact() && to.First() == from.First()+1
	return !from.IsZero() && (from == to || day || f.founding())
}

func (f *fact) founding() bool {
	return f.e.Kind == graph.MemberOf && f.e.Role == graph.Founder && !f.e.Valid.From.IsZero()
}

// english is the clause in English.
func (f *fact) english() string {
	if f.e.Kind == graph.SucceededBy {
		return f.englishSuccession()
	}
	v := phraseOf(f).en[f.tense()]
	if f.once() {
		return strings.NewReplacer("{a}", f.nameA(), "{b}", f.nameB()).Replace(v) + " " + englishOn(f.e.Valid.From) + f.englishLeaving()
	}
	return strings.NewReplacer("{a}", f.nameA(), "{b}", f.nameB()).Replace(v) + f.englishTime() + f.englishRemark()
}

// left reports whether a founder's part ended later.
func (f *fact) left() bool {
	return f.founding() && !f.e.Valid.To.IsZero() && f.e.Valid.To != f.e.Valid.From
}

func (f *fact) englishLeaving() string {
	switch {
	case !f.left():
		return ""
	case f.forward:
		return " and had a part in it until " + englishDate(f.e.Valid.Until())
	}
	return ", which had a part in it until " + englishDate(f.e.Valid.Until())
}

func (f *fact) englishTime() string {
	from, to := f.start(), f.e.Valid.Until()
	switch f.tense() {
	case perfect:
		return " since " + englishDate(from)
	case past:
		switch {
		case from.IsZero() && to.IsZero():
			return ""
		case from.IsZero():
			return " until " + englishDate(to)
		case to.IsZero():
			return " from " + englishDate(from) + " until an unknown date"
		}
		return " from " + englishDate(from) + " until " + englishDate(to)
	}
	return ""
}

// englishRemark says of a tie what its dates do not.
func (f *fact) englishRemark() string {
	if f.e.Kind != graph.SisterOf {
		return ""
	}
	var s string
	if f.e.Role == graph.Inherited {
		switch {
		case f.e.Unknown:
			s += ", by an agreement signed " + englishOn(f.e.Signed) + " by a body that is not known"
		case f.e.Signed.IsZero():
			s += ", under an earlier agreement that " + f.t.name(f.t.heir(f.e), f.lang) + " took over"
		default:
			s += ", under an agreement signed " + englishOn(f.e.Signed) + " that " + f.t.name(f.t.heir(f.e), f.lang) + " took over"
		}
	} else if f.start().IsZero() {
		s += ", by an agreement whose date is not known"
	}
	if f.e.Status == graph.Unknown {
		s += ", though whether the tie is still kept is not known"
	}
	return s
}

func (f *fact) englishSuccession() string {
	dead, heir := f.nameA(), f.nameB()
	on := englishOn(f.e.Date)
	if f.forward {
		switch f.e.Change {
		case graph.Absorbed:
			return dead + " was absorbed into " + heir + " " + on
		case graph.Split:
			return dead + " was divided " + on + ", and part of it passed to " + heir
		}
		return dead + " was merged into " + heir + " " + on
	}
	heir, dead = dead, heir
	switch f.e.Change {
	case graph.Absorbed:
		return heir + " absorbed " + dead + " " + on
	case graph.Split:
		return heir + " took over part of " + dead + " " + on
	}
	return heir + " was formed " + on + " by a merger that took in " + dead
}

// japanese is the clause in Japanese.
func (f *fact) japanese() string {
	if f.e.Kind == graph.SucceededBy {
		return f.japaneseSuccession()
	}
	p := phraseOf(f)
	v := p.ja[0]
	if f.tense() == past {
		v = p.ja[1]
	}
	if f.left() {
		v = strings.TrimSuffix(v, "した") + "し、" + japaneseDate(f.e.Valid.Until()) + "まで関わった"
	}
	when := f.japaneseTime()
	if f.e.Kind == graph.SisterOf && f.e.Role == graph.Inherited {
		when = f.japaneseHeritage()
	}
	return strings.NewReplacer("{a}", f.nameA(), "{b}", f.nameB(), "{t}", when).Replace(v) + f.japaneseRemark()
}

func (f *fact) japaneseTime() string {
	from, to := f.start(), f.e.Valid.Until()
	if f.once() {
		return japaneseDate(from) + "に"
	}
	switch f.tense() {
	case perfect:
		return japaneseDate(from) + "から"
	case past:
		switch {
		case from.IsZero() && to.IsZero():
			return ""
		case from.IsZero():
			return japaneseDate(to) + "まで"
		case to.IsZero():
			return japaneseDate(from) + "から"
		}
		return japaneseDate(from) + "から" + japaneseDate(to) + "まで"
	}
	return ""
}

// japaneseHeritage says from whom and when the tie came, and until when it was kept. Seen from the partner, who inherited nothing, it is told in the passive.
func (f *fact) japaneseHeritage() string {
	s, what := "、", "以前の団体の協定"
	if !f.e.Signed.IsZero() {
		what = japaneseDate(f.e.Signed) + "に結ばれた協定"
		if f.e.Unknown {
			what += "（締結した団体は不明）"
		}
	}
	when := ""
	if !f.start().IsZero() {
		when = japaneseDate(f.start()) + "に"
	}
	if f.t.heir(f.e) == f.a {
		s += what + "を" + when + "引き継ぎ、"
	} else {
		s += what + "が" + when + "引き継がれ、"
	}
	if !f.e.Valid.To.IsZero() {
		s += japaneseDate(f.e.Valid.Until()) + "まで"
	}
	return s
}

// heir is the end of an inherited tie that took the signatory over: the Japanese one.
func (t *Teller) heir(e *graph.Edge) string {
	if n := t.nodes[e.Target]; n != nil && (n.Kind == graph.Prefecture || n.Kind == graph.Municipality) {
		if s := t.nodes[e.Source]; s == nil || s.Kind == graph.Partner {
			return e.Target
		}
	}
	return e.Source
}

func (f *fact) japaneseRemark() string {
	if f.e.Kind != graph.SisterOf {
		return ""
	}
	var notes []string
	if f.e.Role == graph.Original && f.start().IsZero() {
		notes = append(notes, "締結日不明")
	}
	if f.e.HasEnded() {
		notes = append(notes, "終了日不明")
	}
	if f.e.Status == graph.Unknown {
		notes = append(notes, "現在も続いているかは不明")
	}
	if len(notes) == 0 {
		return ""
	}
	return "（" + strings.Join(notes, "、") + "）"
}

func (f *fact) japaneseSuccession() string {
	day := japaneseDate(f.e.Date) + "に"
	a, b := f.nameA(), f.nameB()
	if f.forward {
		switch f.e.Change {
		case graph.Absorbed:
			return a + "は" + day + b + "に編入された"
		case graph.Split:
			return a + "は" + day + "分割され、一部が" + b + "となった"
		}
		return a + "は" + day + "合併して" + b + "となった"
	}
	switch f.e.Change {
	case graph.Absorbed:
		return a + "は" + day + b + "を編入した"
	case graph.Split:
		return a + "は" + day + b + "の一部を引き継いだ"
	}
	return a + "は" + day + b + "などの合併により発足した"
}

// phrase says an edge in the three English tenses and in Japanese, present and past; {a} and {b} are the ends in the order of the path, {t} is the time.
type phrase struct {
	en [3]string
	ja [2]string
}

func phraseOf(f *fact) phrase {
	if f.e.Kind == graph.SisterOf {
		return tiePhrases[f.e.TieKind]
	}
	table := phrases
	if !f.forward {
		table = reversed
	}
	key := string(f.e.Kind)
	switch f.e.Kind {
	case graph.MemberOf:
		key += " " + string(f.e.Role)
		if f.founding() {
			return table["founded"]
		}
		if target := f.t.nodes[f.e.Target]; f.e.Role == graph.Affiliate && target != nil && target.IsPlace() {
			key += " place"
		}
	case graph.LocatedIn:
		if source := f.t.nodes[f.e.Source]; source != nil && source.Kind == graph.Organization {
			key += " organization"
		}
	case graph.Organizes, graph.TakesPartIn:
		if f.once() {
			return onceOnly(table[key])
		}
	}
	return table[key]
}

// onceOnly tells what happened once: in the simple past, in Japanese not as a state (…していた) but as an act (…した).
func onceOnly(p phrase) phrase {
	return always(p.en[past], strings.TrimSuffix(p.ja[1], "していた")+"した")
}

// always is a phrase with one form.
func always(en, ja string) phrase { return phrase{[3]string{en, en, en}, [2]string{ja, ja}} }

var tiePhrases = map[graph.TieKind]phrase{
	graph.SisterState: {[3]string{"{a} and {b} are sister states", "{a} and {b} have been sister states", "{a} and {b} were sister states"},
		[2]string{"{a}は{t}{b}と姉妹提携を結んでいる", "{a}は{t}{b}と姉妹提携を結んでいた"}},
	graph.SisterCity: {[3]string{"{a} and {b} are sister cities", "{a} and {b} have been sister cities", "{a} and {b} were sister cities"},
		[2]string{"{a}は{t}{b}と姉妹都市提携を結んでいる", "{a}は{t}{b}と姉妹都市提携を結んでいた"}},
	graph.Friendship: {[3]string{"{a} and {b} are joined by a friendship agreement", "{a} and {b} have been joined by a friendship agreement", "{a} and {b} were joined by a friendship agreement"},
		[2]string{"{a}は{t}{b}と友好提携を結んでいる", "{a}は{t}{b}と友好提携を結んでいた"}},
}

// phrases tell an edge from its source to its target, reversed from its target to its source.
var phrases = map[string]phrase{
	"member_of member":          {[3]string{"{a} is a member of {b}", "{a} has been a member of {b}", "{a} was a member of {b}"}, [2]string{"{a}は{t}{b}の会員である", "{a}は{t}{b}の会員であった"}},
	"member_of founder":         {[3]string{"{a} is a founder of {b}", "", "{a} was a founder of {b}"}, [2]string{"{a}は{b}の設立者である", "{a}は{t}{b}の設立者であった"}},
	"founded":                   always("{a} founded {b}", "{a}は{t}{b}を設立した"),
	"member_of affiliate":       {[3]string{"{a} is affiliated with {b}", "{a} has been affiliated with {b}", "{a} was affiliated with {b}"}, [2]string{"{a}は{t}{b}と提携している", "{a}は{t}{b}と提携していた"}},
	"member_of affiliate place": {[3]string{"{a} works with {b}", "{a} has worked with {b}", "{a} worked with {b}"}, [2]string{"{a}は{t}{b}と連携している", "{a}は{t}{b}と連携していた"}},
	"member_of designated":      {[3]string{"{a} is designated as part of {b}", "{a} has been designated as part of {b}", "{a} was designated as part of {b}"}, [2]string{"{a}は{t}{b}に指定されている", "{a}は{t}{b}に指定されていた"}},
	"member_of funds":           {[3]string{"{a} funds {b}", "{a} has funded {b}", "{a} funded {b}"}, [2]string{"{a}は{t}{b}に資金を出している", "{a}は{t}{b}に資金を出していた"}},
	"member_of hosts":           {[3]string{"{a} hosts {b}", "{a} has hosted {b}", "{a} hosted {b}"}, [2]string{"{a}は{t}{b}を受け入れている", "{a}は{t}{b}を受け入れていた"}},
	"organizes":                 {[3]string{"{a} organizes {b}", "{a} has organized {b}", "{a} organized {b}"}, [2]string{"{a}は{t}{b}を主催している", "{a}は{t}{b}を主催していた"}},
	"takes_part_in":             {[3]string{"{a} takes part in {b}", "{a} has taken part in {b}", "{a} took part in {b}"}, [2]string{"{a}は{t}{b}に参加している", "{a}は{t}{b}に参加していた"}},
	"located_in":                {[3]string{"{a} lies in {b}", "{a} has lain in {b}", "{a} lay in {b}"}, [2]string{"{a}は{t}{b}にある", "{a}は{t}{b}にあった"}},
	"located_in organization":   {[3]string{"{a} is based in {b}", "{a} has been based in {b}", "{a} was based in {b}"}, [2]string{"{a}は{t}{b}に所在している", "{a}は{t}{b}に所在していた"}},
}

var reversed = map[string]phrase{
	"member_of member":          {[3]string{"{b} is a member of {a}", "{b} has been a member of {a}", "{b} was a member of {a}"}, [2]string{"{a}には{t}{b}が加わっている", "{a}には{t}{b}が加わっていた"}},
	"member_of founder":         {[3]string{"{b} is a founder of {a}", "", "{b} was a founder of {a}"}, [2]string{"{a}の設立者は{b}である", "{a}の設立者は{t}{b}であった"}},
	"founded":                   always("{a} was founded by {b}", "{a}は{t}{b}が設立した"),
	"member_of affiliate":       {[3]string{"{a} has {b} as an affiliate", "{a} has had {b} as an affiliate", "{a} had {b} as an affiliate"}, [2]string{"{a}は{t}{b}と提携している", "{a}は{t}{b}と提携していた"}},
	"member_of affiliate place": {[3]string{"{a} works with {b}", "{a} has worked with {b}", "{a} worked with {b}"}, [2]string{"{a}は{t}{b}と連携している", "{a}は{t}{b}と連携していた"}},
	"member_of designated":      {[3]string{"{a} includes {b} by designation", "{a} has included {b} by designation", "{a} included {b} by designation"}, [2]string{"{a}には{t}{b}が指定されている", "{a}には{t}{b}が指定されていた"}},
	"member_of funds":           {[3]string{"{a} is funded by {b}", "{a} has been funded by {b}", "{a} was funded by {b}"}, [2]string{"{a}は{t}{b}の資金を受けている", "{a}は{t}{b}の資金を受けていた"}},
	"member_of hosts":           {[3]string{"{a} is hosted by {b}", "{a} has been hosted by {b}", "{a} was hosted by {b}"}, [2]string{"{a}は{t}{b}に置かれている", "{a}は{t}{b}に置かれていた"}},
	"organizes":                 {[3]string{"{a} is organized by {b}", "{a} has been organized by {b}", "{a} was organized by {b}"}, [2]string{"{a}は{t}{b}が主催している", "{a}は{t}{b}が主催していた"}},
	"takes_part_in":             {[3]string{"{a} has {b} among its participants", "{a} has had {b} among its participants", "{a} had {b} among its participants"}, [2]string{"{a}には{t}{b}が参加している", "{a}には{t}{b}が参加していた"}},
	"located_in":                {[3]string{"{b} lies in {a}", "{b} has lain in {a}", "{b} lay in {a}"}, [2]string{"{a}には{t}{b}がある", "{a}には{t}{b}があった"}},
	"located_in organization":   {[3]string{"{a} is home to {b}", "{a} has been home to {b}", "{a} was home to {b}"}, [2]string{"{a}には{t}{b}が所在している", "{a}には{t}{b}が所在していた"}},
}

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// englishDate is "1957", "March 1957" or "9 March 1957".
func englishDate(d graph.Date) string {
	s := strconv.Itoa(int(d.Year))
	if d.Month > 0 {
		s = months[d.Month-1] + " " + s
	}
	if d.Day > 0 {
		s = strconv.Itoa(int(d.Day)) + " " + s
	}
	return s
}

// englishOn is englishDate with its preposition.
func englishOn(d graph.Date) string {
	switch {
	case d.IsZero():
		return "on an unknown date"
	case d.Day > 0:
		return "on " + englishDate(d)
	}
	return "in " + englishDate(d)
}

// japaneseDate is 1957年, 1957年3月 or 1957年3月9日.
func japaneseDate(d graph.Date) string {
	s := strconv.Itoa(int(d.Year)) + "年"
	if d.Month > 0 {
		s += strconv.Itoa(int(d.Month)) + "月"
	}
	if d.Day > 0 {
		s += strconv.Itoa(int(d.Day)) + "日"
	}
	return s
}
