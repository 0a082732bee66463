package fsm

import (
	"cmp"
	"maps"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Posted is what a source has posted, as package payload reads it.
type Posted struct {
	Header map[string]string // names in small letters
	Body   any               // JSON: a map[string]any; whole numbers are int, others float64
	Digest string            // of the body, which stands for the id of a delivery that has none
}

// Delivery is what a source has posted, as its mappings read it.
type Delivery struct {
	ID    string // what a repeat of it has, too
	Topic string // as the source calls it; empty: it does not say
	Told  []Told
}

// Told is what a payload tells of one person, or of those who wait for an event.
type Told struct {
	Mapping string
	Phone   string // as it was written; empty: it says none
	Country string // two letters, of a number without its country code
	// Customer is the shop's id of whom it is about; empty: it says none. With a phone it makes the number
	// the customer's, alone it stands for the number that he has.
	Customer string
	Event    *Happened
	OptIn    *OptIn
	OptOut   *OptOut
}

// ReadPosted reads what one of the program's sources has posted. Nothing of it is told where anything could
// not be stored: a PostedError says why.
func (p *Program) ReadPosted(name string, in Posted, now Moment) (Delivery, error) {
	r := &posted{p: p, source: p.Sources[name], name: name, now: now}
	header := make(map[string]any, len(in.Header))
	for key, value := range in.Header {
		header[key] = value
	}
	r.env = map[string]any{"header": header, "body": in.Body}
	topic := r.text(r.source.Topic)
	r.env["topic"] = topic
	d := Delivery{ID: cmp.Or(r.text(r.source.Delivery), in.Digest), Topic: cut(topic, MaxAttribute)}
	r.delivery = d.ID
	for i := range r.source.Mappings {
		if err := r.mapping(&r.source.Mappings[i]); err != nil {
			return Delivery{}, err
		}
	}
	d.Told = r.told
	return d, nil
}

// posted is a payload that is being read.
type posted struct {
	p        *Program
	source   Source
	name     string
	delivery string
	now      Moment
	env      map[string]any
	told     []Told
}

// value evaluates an expression; nil where there is none.
func (r *posted) value(expression string) any {
	return r.p.expressions[sourceKey{text: expression}].value(r.env)
}

// text evaluates an expression to a text; numbers are written out.
func (r *posted) text(expression string) string {
	switch v := r.value(expression).(type) {
	case string:
		return strings.TrimSpace(strings.ToValidUTF8(v, ""))
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

func (r *posted) holds(condition string) bool {
	return condition == "" || r.p.expressions[sourceKey{condition, true}].holds(r.env)
}

// mapping makes what a mapping tells of the payload, or of each item of a list in it.
func (r *posted) mapping(m *Mapping) error {
	items := []any{nil}
	if m.Each != "" {
		items, _ = r.value(m.Each).([]any)
	}
	for i, item := range items[:min(len(items), MaxItems)] {
		r.env["item"] = item
		if !r.holds(m.On) {
			continue
		}
		if len(r.told) == MaxTold {
			return &PostedError{m.Name, "each", "makes more than " + strconv.Itoa(MaxTold) + " events of one payload"}
		}
		index := ""
		if m.Each != "" && m.ID == "" {
			index = "." + strconv.Itoa(i)
		}
		told, err := r.tell(m, index)
		if err != nil {
			return err
		}
		if told.Event != nil || told.OptIn != nil || told.OptOut != nil {
			r.told = append(r.told, told)
		}
	}
	return nil
}

// tell makes what a mapping tells.
func (r *posted) tell(m *Mapping, index string) (Told, error) {
	t := Told{Mapping: m.Name, Phone: r.text(m.Phone), Country: cmp.Or(strings.ToUpper(r.text(m.Country)), r.source.Region)}
	id := cmp.Or(r.text(m.ID), r.delivery) + index
	if utf8.RuneCountInString(id) > maxSourceID {
		return t, &PostedError{m.Name, "id", "has more than " + strconv.Itoa(maxSourceID) + " characters"}
	}
	id = r.name + "." + m.Name + "." + id
	if t.Customer = r.text(m.Customer); !customerID(t.Customer) {
		return t, &PostedError{m.Name, "customer_id", "is no id: it has a control character, or more than " + strconv.Itoa(maxSourceID) + " characters"}
	}
	at, why := r.moment(m.At)
	if why != "" {
		return t, &PostedError{m.Name, "at", why}
	}
	if _, declared := r.p.Events[m.Event]; declared {
		data, err := r.data(m)
		if err != nil {
			return t, err
		}
		t.Event = &Happened{ID: id, Type: m.Event, At: at, Data: data}
	}
	return t, r.consents(m, id, at, &t)
}

// Tells tells whether a source's mapping can make anything of a payload in this program.
func (p *Program) Tells(s *Source, m *Mapping) bool {
	_, declared := p.Events[m.Event]
	return declared || m.OptOut != nil || m.OptIn != nil && (m.OptIn.Shown != "" || s.Consent != nil)
}

// customerID tells whether what a payload calls a customer can be kept; nothing can, too.
func customerID(id string) bool {
	return utf8.RuneCountInString(id) <= maxSourceID && !strings.ContainsFunc(id, unicode.IsControl)
}

// data gives the fields of a mapping's event, as the program declares them.
func (r *posted) data(m *Mapping) (map[string]any, error) {
	data := map[string]any{}
	for _, name := range sortedKeys(m.Fields) {
		switch v := r.value(m.Fields[name]).(type) {
		case nil:
		case string, bool, float64:
			data[name] = v
		case int:
			if data[name] = float64(v); math.Abs(float64(v)) > maxExact {
				data[name] = strconv.Itoa(v)
			}
		default:
			return nil, &PostedError{m.Name, name, "is a list or has parts; name one of them"}
		}
	}
	if name, why := r.p.EventFault(m.Event, data); why != "" {
		return nil, &PostedError{m.Name, name, why}
	}
	return data, nil
}

const maxExact = 1<<53 - 1 // the greatest whole number that a float64 holds with all before it

// consents reads what a mapping tells of consent. Where the words that people saw are not known, no consent is
// taken; one that is old is history, and where the program asks everybody to confirm, so it does here.
func (r *posted) consents(m *Mapping, id string, at Moment, t *Told) error {
	if c := m.OptIn; c != nil && r.holds(c.If) && (c.Shown != "" || r.source.Consent != nil) {
		given, why := r.given(c, at)
		if why != "" {
			return &PostedError{m.Name, "opt_in.at", why}
		}
		t.OptIn = &OptIn{ID: consentID(id, "in", given), Purpose: ForMarketing, Source: cmp.Or(c.Source, r.name), Evidence: r.evidence(c, r.source.Consent), At: given, Customer: t.Customer,
			Ask: r.p.DoubleOptIn, Import: r.now.Sub(given) > r.p.LateAfter, By: "source " + r.name}
	}
	if c := m.OptOut; c != nil && r.holds(c.If) {
		withdrawn, why := r.given(c, at)
		if why != "" {
			return &PostedError{m.Name, "opt_out.at", why}
		}
		t.OptOut = &OptOut{ID: consentID(id, "out", withdrawn), Purpose: ForMarketing, Source: cmp.Or(c.Source, r.name), Evidence: r.evidence(c, nil), At: withdrawn, Customer: t.Customer, By: "source " + r.name}
	}
	return nil
}

// consentID tells what a source said of consent apart by when it was given: a payload says it again whenever
// anything else has changed.
func consentID(id, what string, at Moment) string {
	return id + "." + what + "." + strconv.FormatInt(int64(at), 10)
}

func (r *posted) given(c *SourceConsent, at Moment) (Moment, string) {
	if c.At == "" || r.value(c.At) == nil {
		return at, ""
	}
	return r.moment(c.At)
}

// evidence is what proves a consent: what people saw, and what the payload tells of how they agreed.
func (r *posted) evidence(c *SourceConsent, b *Box) map[string]string {
	proof := map[string]string{}
	if b != nil {
		proof = map[string]string{"shown": b.Shown, "form": b.Form}
	}
	if c.Shown != "" {
		proof["shown"] = c.Shown
	}
	for name, expression := range c.Evidence {
		proof[name] = cut(r.text(expression), maxPayloadText)
	}
	proof["delivery"] = r.delivery
	maps.DeleteFunc(proof, func(_, value string) bool { return value == "" })
	return proof
}

// moment reads when something happened: RFC 3339, the same without a zone in UTC, or seconds since 1970; now where
// nothing is said.
func (r *posted) moment(expression string) (Moment, string) {
	var at time.Time
	switch v := r.value(expression).(type) {
	case nil:
		return r.now, ""
	case int:
		at = time.Unix(int64(v), 0)
	case string:
		var err error
		for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
			if at, err = time.Parse(form, strings.TrimSpace(v)); err == nil {
				break
			}
		}
		if err != nil {
			return 0, "is no time; it may be like 2026-12-24T09:30:00-05:00, or in seconds since 1970"
		}
	default:
		return 0, "is no time; it may be like 2026-12-24T09:30:00-05:00, or in seconds since 1970"
	}
	if at.Year() < 2000 || at.Year() > 9999 {
		return 0, "is no time of this century; milliseconds are to be divided, as in int(body.at / 1000)"
	}
	return At(at), ""
}
