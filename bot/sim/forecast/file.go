package forecast

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// The most that can be asked for.
const (
	MaxPeople = 1_000_000
	MaxDays   = 1830
)

var (
	anyName = regexp.MustCompile(`^\S{1,81}$`)
	share   = format.Formed("a percentage like 60% or 0.5%", `^\d{1,3}(\.\d+)?%$`)
	rate    = format.Formed("a rate like 1 per 30d or 0.5 per 7d", rateForm.String())
	days    = format.Formed("days like 14d", format.DaysForm)
)

var rateForm = regexp.MustCompile(`^(\d{1,4}(?:\.\d{1,3})?) per (\S+)$`)

var habitsShape = format.Shape{
	Name: "habits.yaml", About: "How the made-up people of a forecast behave. What is left out is derived from the program.",
	Keys: []format.Key{
		format.May("people", format.Whole(1, MaxPeople), "how many there are", "1000"),
		format.May("days", format.Whole(1, MaxDays), "how long it goes on", "28"),
		format.May("begin", format.Formed("a date like 2026-03-02", `^\d{4}-\d{2}-\d{2}$`), "the first day, by the shop's clock", "2026-03-02"),
		format.May("arrive", days, "people come one after another over this long", "14d"),
		format.May("join", share, "of people text the keyword; the others are only known by their events", "80%"),
		format.May("keyword", format.Word("a keyword", 40), "with which they join", "join"),
		format.May("answer", share, "of questions are answered", "60%"),
		format.May("answers", format.Named(anyName, share, 200), "the same of single questions", `{ welcome.interest: "80%" }`),
		format.May("stray", share, "of answers are such as the question does not know", "5%"),
		format.May("stop", share, "of texts are answered with STOP", "0.4%"),
		format.May("events", format.Named(anyName, rate, 200), "how often an event comes from one person who has joined; others come 1 per 30d", "{ purchase: 1 per 60d, viewed: 4 per 30d }"),
		format.May("zones", format.Named(anyName, format.Number("a weight"), 50), "where people live: time zones with their weights", "{ America/New_York: 3, America/Chicago: 1 }"),
	},
}

// Format describes the file, for documentation.
func Format() format.File { return format.File{Shape: &habitsShape, Mark: "habits"} }

// ReadFile reads habits: what a file says, and else what fits the program. Findings say what is wrong.
func ReadFile(name string, data []byte, p *fsm.Program) (Habits, []format.Finding) {
	h, r := Derive(p), format.NewReader()
	if root, ok := r.Parse(name, data); ok {
		h.read(root.As(name, format.Value{}), p)
	}
	return h, r.Findings()
}

func (h *Habits) read(root format.Value, p *fsm.Program) {
	o := root.Object(&habitsShape)
	whole := func(key string, into *int) {
		if o.Has(key) {
			*into = o.Whole(key)
		}
	}
	whole("people", &h.People)
	whole("days", &h.Days)
	for key, into := range map[string]*float64{"join": &h.Join, "answer": &h.Answer, "stray": &h.Stray, "stop": &h.Stop} {
		if o.Has(key) {
			*into = format.Parsed(o.Get(key), format.ParsePercent)
		}
	}
	if o.Has("begin") {
		h.Begin = format.Parsed(o.Get("begin"), func(s string) (time.Time, error) { return ParseDate(s, p) })
	}
	if o.Has("arrive") {
		h.Arrive = time.Duration(format.Parsed(o.Get("arrive"), format.ParseDays)) * 24 * time.Hour
	}
	h.keyword(o.Get("keyword"), p)
	h.answers(o.Get("answers"), p)
	h.events(o.Get("events"), p)
	h.zones(o.Get("zones"))
}

// ParseDate reads the first day as its midnight by the shop's clock.
func ParseDate(s string, p *fsm.Program) (time.Time, error) {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	t, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil || t.Year() < 2020 || t.Year() > 2100 {
		return t, fmt.Errorf("%q is no day between 2020 and 2100; write it like 2026-03-02", s)
	}
	return t, nil
}

func (h *Habits) keyword(v format.Value, p *fsm.Program) {
	if !v.Exists() {
		return
	}
	var known []string
	for _, k := range p.Keywords {
		if k.Does == "opt_in" {
			known = append(known, k.Words...)
		}
	}
	if h.Keyword = v.Text(); !slices.Contains(known, h.Keyword) {
		v.Fail("%q is no keyword by which people join; %s", h.Keyword, format.Remedy(h.Keyword, known))
	}
}

func (h *Habits) answers(v format.Value, p *fsm.Program) {
	for _, f := range v.Fields() {
		if known := questions(p); !slices.Contains(known, f.Name) {
			f.Key.Fail("there is no question %q; %s", f.Name, format.Remedy(f.Name, known))
		}
		h.Answers[f.Name] = format.Parsed(f.Value, format.ParsePercent)
	}
}

func (h *Habits) events(v format.Value, p *fsm.Program) {
	for _, f := range v.Fields() {
		if known := posted(p); !slices.Contains(known, f.Name) {
			f.Key.Fail("there is no event %q that comes from one person; %s", f.Name, format.Remedy(f.Name, known))
		}
		h.Events[f.Name] = format.Parsed(f.Value, parseRate)
	}
}

// parseRate reads "0.5 per 7d"; 0 is never.
func parseRate(s string) (Rate, error) {
	m := rateForm.FindStringSubmatch(s)
	if m == nil {
		return Rate{}, fmt.Errorf("%q is no rate; write it like 1 per 30d or 0.5 per 7d", s)
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return Rate{}, fmt.Errorf("%q is no rate; write it like 1 per 30d or 0.5 per 7d", s)
	}
	per, err := format.ParseSpan(m[2])
	if err == nil && n > 0 && time.Duration(float64(per)/n) < time.Minute {
		err = fmt.Errorf("%q is more than one a minute; the most is 1 per 1m", s)
	}
	return Rate{n, per}, err
}

func (h *Habits) zones(v format.Value) {
	if !v.Exists() {
		return
	}
	h.Zones = map[string]float64{}
	for _, f := range v.Fields() {
		if _, err := time.LoadLocation(f.Name); err != nil || f.Name == "Local" {
			f.Key.Fail("%q is no time zone; write it like America/New_York", f.Name)
		}
		h.Zones[f.Name] = format.Parsed(f.Value, parseWeight)
	}
	if len(h.Zones) == 0 {
		v.Fail("names no time zone; people must live somewhere")
	}
}

func parseWeight(s string) (float64, error) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0 && n <= 1e6) {
		return 0, fmt.Errorf("%q is no weight, from above 0 to 1000000", s)
	}
	return n, nil
}
