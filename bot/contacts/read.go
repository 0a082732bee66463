package contacts

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm"
)

const (
	maxProof    = 1600                          // characters of the text that was shown
	maxValue    = 400                           // characters of what else proves a consent
	maxName     = 60                            // characters of a name or time
	maxSource   = 200                           // characters of where a consent came from
	maxOther    = 40 << 10                      // characters of all other evidence
	maxCustomer = fsm.MaxCustomer / utf8.UTFMax // characters of a shop's id of a customer
)

// reading is one row that is being read.
type reading struct {
	*header
	fields []string
	wrong  *fault // the first one
}

// read makes a contact of a row. Of a row that is wrong only an opt-out is kept: a person's wish to be
// left alone must not fail on a formality.
func (h *header) read(fields []string) (Contact, *fault) {
	r := &reading{header: h, fields: fields}
	if len(fields) != len(h.ours) {
		r.refuse("", "there are %d fields; the header has %d", len(fields), len(h.ours))
	}
	var c Contact
	var why string
	if c.Phone, why = Number(r.text("phone", 40), h.Country); why != "" {
		r.refuse("phone", "%s", why)
		return Contact{}, r.wrong
	}
	c.OptOuts = r.optOuts()
	out := Contact{Phone: c.Phone, OptOuts: c.OptOuts}
	c.Known = r.known()
	c.OptIns, c.Bare = r.optIns()
	if r.wrong != nil {
		return out, r.wrong
	}
	return c, nil
}

func (r *reading) refuse(column, format string, args ...any) {
	if r.wrong == nil {
		if i, ok := r.at[column]; ok {
			column = r.theirs[i]
		}
		r.wrong = &fault{column, fmt.Sprintf(format, args...)}
	}
}

// text reads one of our columns; "" where the file does not have it.
func (r *reading) text(column string, limit int) string {
	i, ok := r.at[column]
	if !ok || i >= len(r.fields) {
		return ""
	}
	s := unguard(strings.TrimSpace(r.fields[i]))
	if n := utf8.RuneCountInString(s); n > limit {
		r.refuse(column, "it has %d characters; it may have %d", n, limit)
		return ""
	}
	if strings.ContainsRune(s, 0) {
		r.refuse(column, "there is a zero byte in it")
		return ""
	}
	return s
}

// known reads who the person is.
func (r *reading) known() fsm.Attributes {
	a := fsm.Attributes{Customer: r.text("customer_id", maxCustomer), Zone: r.text("zone", maxName), Language: r.text("language", maxName),
		Region: strings.ToUpper(r.text("region", maxName)), Source: "import"}
	if strings.ContainsFunc(a.Customer, unicode.IsControl) {
		r.refuse("customer_id", "there is a control character in it")
	}
	if !r.zone(a.Zone) {
		r.refuse("zone", "%.40q is no IANA time zone; write one such as America/New_York", a.Zone)
	}
	if a.Language != "" && !fsm.ValidLanguage(a.Language) {
		r.refuse("language", "%.40q is no language; write a tag such as en or pt-BR", a.Language)
	}
	if a.Region != "" && !fsm.ValidRegion(a.Region) {
		r.refuse("region", "%.40q is no region; write a country such as FR, or a state with its country such as US-FL", a.Region)
	}
	for _, column := range r.ours {
		name, ok := strings.CutPrefix(column, attributePrefix)
		if !ok {
			continue
		}
		s := r.text(column, fsm.MaxField)
		if s == "" {
			continue
		}
		value, why := r.Fields[name].Read(s)
		if why != "" {
			r.refuse(column, "%.40q %s", s, why)
			continue
		}
		if a.Set == nil {
			a.Set = map[string]any{}
		}
		a.Set[name] = value
	}
	return a
}

// zone tells whether there is a time zone of that name.
func (h *header) zone(name string) bool {
	there, known := h.zones[name]
	if !known {
		_, err := time.LoadLocation(name)
		there = err == nil && name != "Local"
		h.zones[name] = there
	}
	return there
}

// optIns reads the consents that the row proves, and says whether it speaks of one that it does not.
func (r *reading) optIns() (list []fsm.OptIn, bare int) {
	var purposes []fsm.Purpose
	switch word := strings.ToLower(r.text("consent", maxName)); word {
	case "", "none":
	case "marketing", "service":
		purposes = []fsm.Purpose{fsm.Purpose(word)}
	case "both":
		purposes = []fsm.Purpose{fsm.ForMarketing, fsm.ForService}
	default:
		r.refuse("consent", "%.40q says nothing of consent; write marketing, service, both or none", word)
	}
	for _, purpose := range purposes {
		in, proven := r.proof("consent_")
		if purpose == fsm.ForService {
			if own, ok := r.proof("service_"); ok {
				in, proven = own, true
			}
		}
		if !proven {
			bare = 1
			continue
		}
		in.Purpose = purpose
		list = append(list, in)
	}
	return list, bare
}

// proof reads the evidence of a consent: nothing counts without at least its source and time.
func (r *reading) proof(prefix string) (in fsm.OptIn, proven bool) {
	in.Source, in.By = r.text(prefix+"source", maxSource), r.text(byColumn(prefix), maxName)
	in.At = r.moment(prefix+"at", false)
	if in.At > fsm.At(r.Now) {
		r.refuse(prefix+"at", "%s lies ahead; nobody can have consented yet", in.At)
	}
	in.Evidence = r.other(prefix + "other")
	for _, p := range proofs() {
		if s := r.text(prefix+p.name, p.limit); s != "" {
			in.Evidence[p.key] = s
		}
	}
	if len(in.Evidence) == 0 {
		in.Evidence = nil
	}
	return in, in.Source != "" && in.At != 0
}

// other reads what else there is of evidence, as it was exported.
func (r *reading) other(column string) map[string]string {
	more := map[string]string{}
	s := r.text(column, maxOther)
	if s == "" {
		return more
	}
	if err := json.Unmarshal([]byte(s), &more); err != nil || more == nil {
		r.refuse(column, "it is no JSON object of texts")
		return map[string]string{}
	}
	return more
}

func (r *reading) moment(column string, end bool) fsm.Moment {
	s := r.text(column, maxName)
	if s == "" {
		return 0
	}
	at, why := readTime(s, r.Zone, end)
	if why != "" {
		r.refuse(column, "%s", why)
	}
	return at
}

// optOuts reads what was withdrawn, and when. A plain yes was at some time; it counts as now.
func (r *reading) optOuts() (list []fsm.OptOut) {
	source := cmp.Or(r.text("opted_out_source", maxSource), "import")
	for _, out := range []fsm.OptOut{{}, {Purpose: fsm.ForMarketing}, {Purpose: fsm.ForService}} {
		column := outColumn(out.Purpose)
		out.Source = source
		switch strings.ToLower(r.text(column, maxName)) {
		case "", "no", "false", "0":
			continue
		case "yes", "true", "1":
		default:
			if out.At = r.moment(column, true); out.At == 0 {
				continue
			}
		}
		list = append(list, out)
	}
	return list
}

// outColumn is the column of when consent was withdrawn: of one purpose alone, or of everything.
func outColumn(p fsm.Purpose) string {
	if p == "" {
		return "opted_out_at"
	}
	return string(p) + "_opted_out_at"
}
