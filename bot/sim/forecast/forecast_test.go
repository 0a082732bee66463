package forecast

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/program/format"
)

// shop is the demo program.
func shop(t testing.TB) *fsm.Program {
	t.Helper()
	p, findings := program.Check(program.Demo())
	if p == nil {
		t.Fatal(format.Errors(findings))
	}
	return p
}

// small is habits of few people over a few days.
func small(p *fsm.Program) Habits {
	h := Derive(p)
	h.People, h.Days, h.Arrive = 60, 10, 3*24*time.Hour
	h.Begin = time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)
	h.Stop = .05
	return h
}

func live(t testing.TB, p *fsm.Program, h Habits, seed uint64) Report {
	t.Helper()
	r, err := Of(context.Background(), p, h, seed, func(float64) {})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Ensure the same seed tells the same, another one something else, and that what is told adds up.
func TestSameSeed(t *testing.T) {
	p := shop(t)
	once, again, other := live(t, p, small(p), 7), live(t, p, small(p), 7), live(t, p, small(p), 8)
	asJSON := func(r Report) string {
		r.Seed = 0
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if asJSON(once) != asJSON(again) {
		t.Errorf("one seed tells two things:\n%s\n%s", asJSON(once), asJSON(again))
	}
	if asJSON(once) == asJSON(other) {
		t.Error("two seeds tell the same")
	}
	sum := Day{}
	for _, d := range once.Days {
		sum.add(d)
	}
	if sum != once.Total {
		t.Errorf("the days sum up to %+v, the total is %+v", sum, once.Total)
	}
	texts := 0
	for _, w := range once.Workflows {
		texts += w.Texts
	}
	if once.Total.Joined == 0 || once.Total.Stopped == 0 || texts == 0 || texts > once.Total.Texts() || once.Total.Unasked() == 0 {
		t.Errorf("it tells nothing, or too much: %+v, %d texts of workflows", once.Total, texts)
	}
}

// Ensure nobody gets more than the program's caps allow, by what is told of people.
func TestCapsHold(t *testing.T) {
	p := shop(t)
	h := small(p)
	h.People = 20
	for name := range h.Events {
		h.Events[name] = Rate{1, 24 * time.Hour} // far too many
	}
	r := live(t, p, h, 1)
	if r.Person.Week == 0 || r.Total.Held == 0 || r.Total.Collisions == 0 {
		t.Errorf("nothing collided: %+v, %+v", r.Person, r.Total)
	}
	if most := 3*7 + 8*7; r.Person.Week > most {
		t.Errorf("somebody got %d texts within 7 days, the caps allow %d", r.Person.Week, most)
	}
}

// Ensure the page is whole without any other file, and the text names every workflow.
func TestShown(t *testing.T) {
	p := shop(t)
	r := live(t, p, small(p), 3)
	var page bytes.Buffer
	if err := r.WritePage(&page); err != nil {
		t.Fatal(err)
	}
	for _, no := range []string{"<script", "http://", "https://", "<no value>", "ZgotmplZ"} {
		if i := strings.Index(strings.ReplaceAll(page.String(), `xmlns="http://www.w3.org/2000/svg"`, ""), no); i >= 0 {
			t.Errorf("the page holds %q", no)
		}
	}
	text := r.String()
	for _, w := range p.Workflows {
		if !strings.Contains(text, w.Name) || !strings.Contains(page.String(), w.Name) {
			t.Errorf("%s is not shown", w.Name)
		}
	}
	decoder := xml.NewDecoder(strings.NewReader(page.String()[strings.Index(page.String(), "<svg") : strings.Index(page.String(), "</svg>")+6]))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// Ensure a file of habits is read, and that what is wrong with it is told with its line.
func TestFile(t *testing.T) {
	p := shop(t)
	h, findings := ReadFile("habits.yaml", []byte(`
people: 5
days: 3
begin: 2026-07-01
arrive: 2d
join: 50%
stop: 1%
answers: { welcome.interest: "80%" }
events: { purchase: 0.5 per 7d }
zones: { America/Chicago: 2 }
`), p)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if h.People != 5 || h.Days != 3 || h.Join != .5 || h.Stop != .01 || h.Answers["welcome.interest"] != .8 ||
		h.Events["purchase"] != (Rate{.5, 7 * 24 * time.Hour}) || h.Zones["America/Chicago"] != 2 || h.Begin.Format(time.DateOnly) != "2026-07-01" {
		t.Errorf("it is read as %+v", h)
	}
	for text, want := range map[string]string{
		"people: 0": "habits.yaml:1:", "days: 99999": "1:", "begin: 1999-01-01": "no day between",
		"keyword: jion": `did you mean "join"?`, "answers: { welcome.intrest: 5% }": `did you mean "welcome.interest"?`,
		"events: { purchse: 1 per 7d }": `did you mean "purchase"?`, "events: { purchase: 10 per 1m }": "more than one a minute",
		"zones: { Mars/Base: 1 }": "no time zone", "zones: { America/Chicago: -1 }": "no weight", "stop: 200%": "no percentage", "stpo: 1%": `did you mean "stop"?`,
		"events: { back_in_stock: 1 per 7d }": "no event",
	} {
		_, findings := ReadFile("habits.yaml", []byte(text), p)
		if len(findings) == 0 || !strings.Contains(findings[0].Error(), want) {
			t.Errorf("%s: %v, it must say %q", text, findings, want)
		}
	}
}

// FuzzFile holds that whatever a file holds, it is read or told what is wrong.
func FuzzFile(f *testing.F) {
	p := shop(f)
	f.Add("people: 5\nevents: { purchase: 0.5 per 7d }")
	f.Fuzz(func(t *testing.T, text string) {
		h, findings := ReadFile("habits.yaml", []byte(text), p)
		if len(findings) == 0 && (h.People < 1 || h.Days < 1 || len(h.Zones) == 0) {
			t.Errorf("nothing is wrong with %q, and it says %+v", text, h)
		}
	})
}

// BenchmarkForecast lives a month of a hundred people of the demo.
func BenchmarkForecast(b *testing.B) {
	p := shop(b)
	h := Derive(p)
	h.People, h.Begin = 100, time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)
	for b.Loop() {
		live(b, p, h, 1)
	}
	b.ReportMetric(float64(h.People*h.Days*b.N)/b.Elapsed().Seconds(), "person-days/s")
}

var update = flag.Bool("update", false, "write the documents anew")

// Ensure the document explains every key, and that its example is a file that can be read.
func TestDocument(t *testing.T) {
	const path = "../../../docs/simulate.md"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	said, _, _ := strings.Cut(string(data), "### habits.yaml")
	want := said + strings.TrimSuffix(format.Reference(Format()), "\n")
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if want != string(data) {
		t.Errorf("%s does not say what the reader does; run go test ./bot/sim/forecast -update", path)
	}
	_, example, _ := strings.Cut(said, "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	if _, findings := ReadFile("habits.yaml", []byte(example), shop(t)); len(findings) > 0 {
		t.Error(findings)
	}
}
