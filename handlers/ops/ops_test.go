package ops

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

var update = flag.Bool("update", false, "write docs/operating.md anew")

// played is an engine of which a test says how it is.
type played struct {
	now    time.Time
	alerts []bot.Alert
	broken error
	flying map[uint64]bool
}

func (p *played) Ready() error                       { return p.broken }
func (p *played) Alarms() int64                      { return 3 }
func (p *played) Alerts() []bot.Alert                { return p.alerts }
func (p *played) Now() time.Time                     { return p.now }
func (p *played) Flies(_ fsm.Phone, seq uint64) bool { return p.flying[seq] }

const (
	ann fsm.Phone = "+15005550001"
	bob fsm.Phone = "+15005550002"
	our           = "+12125550100"
)

// serve answers for a server that has something of everything.
func serve(t *testing.T) (url string, m *Meter, e *played) {
	t.Helper()
	e = &played{now: time.UnixMilli(1_000_000), alerts: []bot.Alert{{Rule: "queue", About: our, Evidence: "old", Undo: "wait"}}, flying: map[uint64]bool{7: true}}
	s := memstore.New()
	keep := func(phone fsm.Phone, edit func(*fsm.Decision)) {
		if _, err := s.Update(t.Context(), phone, func(v store.View) (fsm.Decision, error) {
			d := fsm.Decision{Next: v.Record(), Counters: map[string]int64{"inbound": 1, "a\xff": 1}}
			d.Next.Version++
			edit(&d)
			return d, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	keep(ann, func(d *fsm.Decision) {
		d.Next.Ready = []fsm.Want{{Sender: our, Priority: fsm.PriorityPromo, Since: 940_000}}
		d.Next.Calendar = []fsm.Item{{At: 970_000, Kind: fsm.ItemStep}}
		d.Next.Doubts = []fsm.Flight{{Seq: 6, At: 5}}
	})
	keep(bob, func(d *fsm.Decision) {
		d.Next.Wire = &fsm.Flight{Seq: 7, At: 5}
		d.Next.Thread = fsm.Thread{OpenedAt: 400_000, WaitingSince: 400_000}
	})
	if err := bot.BeginRefit(t.Context(), s, 1); err != nil {
		t.Fatal(err)
	}
	m = NewMeter("test")
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	Register(r, Options{Engine: e, Store: s, Meter: m, Sources: func() map[string]map[string]int { return map[string]map[string]int{"shop": {"taken": 2}} }})
	ts := httptest.NewServer(r)
	t.Cleanup(ts.Close)
	return ts.URL, m, e
}

func get(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// live lets a Meter see one of everything.
func live(m *Meter) {
	out := func(status string) fsm.Message {
		return fsm.Message{Seq: 2, Out: true, Name: "sale.offer", Run: 1, Class: fsm.Promo, Sender: our, Status: status}
	}
	of := func(name, detail string, n int64) fsm.Measure {
		return fsm.Measure{Workflow: "sale", Step: "offer", Name: name, Detail: detail, N: n}
	}
	released := out("released")
	for _, d := range []fsm.Decision{
		{Event: fsm.Inbound{Reconciled: true}, Lines: []fsm.Line{{Event: "keyword"}, {Event: "send:sale.offer"}},
			Messages: []fsm.Message{{Seq: 1, Meaning: "answer makeup: exactly"}, released}, Send: &released, Measures: []fsm.Measure{of(fsm.SumReleased, "", 1)}},
		{Event: fsm.Inbound{}, Messages: []fsm.Message{{Seq: 1, Meaning: "late answer makeup"}}},
		{Event: fsm.Inbound{}, Messages: []fsm.Message{{Seq: 1, Meaning: "stop: STOP"}}, Measures: []fsm.Measure{of(fsm.SumOptOuts, "", 1), {Workflow: "sale", Name: fsm.SumOptOuts, Arm: "a", N: 1}}},
		{Event: fsm.Status{}, Messages: []fsm.Message{out("delivered")}, Measures: []fsm.Measure{of(fsm.SumDelivered, "", 1)}},
		{Event: fsm.Status{}, Messages: []fsm.Message{out("failed")}, Measures: []fsm.Measure{of(fsm.SumDelivered, "", -1), of(fsm.SumFailed, "30007", 1)}},
		{Event: fsm.Settled{Outcome: fsm.GivenUp}, Messages: []fsm.Message{out("unknown")}, Measures: []fsm.Measure{of(fsm.SumUnknown, "", 1)}},
		{Event: fsm.Pull{}, Measures: []fsm.Measure{of(fsm.SumHeld, "quiet", 1), of(fsm.SumDropped, "cap", 1)}},
	} {
		m.Decided(&d)
	}
	m.Committed(3, time.Millisecond)
	m.Refused("signature")
	m.Verdict("accepted")
	m.Answered("/webhooks/twilio/messages", 200, time.Millisecond)
	m.Answered("/people/:phone", 200, time.Millisecond)
	carrier := m.Carrier(refusing{})
	_, _ = carrier.Send(context.Background(), fsm.Message{})
}

// refusing is a carrier that refuses.
type refusing struct{ bot.Carrier }

func (refusing) Send(context.Context, fsm.Message) (string, error) {
	return "", &bot.SendError{Outcome: fsm.Refused, Code: "21211", Err: errors.New("no")}
}

// Ensure that /metrics says how things stand and what the process did, and nothing that identifies a person.
func TestMetrics(t *testing.T) {
	url, m, _ := serve(t)
	live(m)
	got := get(t, url+"/metrics")
	for _, want := range []string{
		`parley_ready 1`, `parley_alarms_total 3`, `parley_alerts{rule="queue"} 1`, `parley_alerts{rule="sending"} 0`,
		`parley_events_total{kind="inbound"} 2`, `parley_events_total{kind="a?"} 2`, `parley_subscribers 2`, `parley_refit_left 2`,
		`parley_queue_texts{class="promo",sender="+12125550100"} 1`, `parley_queue_oldest_seconds{class="promo",sender="+12125550100"} 60`,
		`parley_calendar_lag_seconds 30`, `parley_flights 2`, `parley_doubts 1`,
		`parley_threads{tray="queue"} 1`, `parley_thread_longest_wait_seconds 600`, `parley_source_posts_total{source="shop",status="taken"} 2`,
		`parley_transitions_total{kind="send"} 1`, `parley_inbound_total{meaning="answer"} 1`, `parley_inbound_total{meaning="late_answer"} 1`,
		`parley_texts_released_total{class="promo",sender="+12125550100",workflow="sale"} 1`, `parley_texts_delivered_total{class="promo",workflow="sale"} 1`,
		`parley_texts_failed_total{class="promo",code="30007",workflow="sale"} 1`, `parley_texts_unknown_total{class="promo",workflow="sale"} 1`,
		`parley_texts_held_total{rule="quiet",workflow="sale"} 1`, `parley_texts_dropped_total{rule="cap",workflow="sale"} 1`, `parley_optouts_total{workflow="sale"} 1`,
		`parley_reconciled_total{found="inbound"} 1`, `parley_reconciled_total{found="given_up"} 1`,
		`parley_event_verdicts_total{verdict="accepted"} 1`, `parley_webhooks_refused_total{reason="signature"} 1`,
		`parley_commit_seconds_count 1`, `parley_commit_subscribers_sum 3`, `parley_carrier_call_seconds_count{outcome="refused"} 1`,
		`parley_ack_seconds_count{route="/webhooks/twilio/messages",status="200"} 1`, `parley_build_info{version="test"} 1`,
	} {
		if !strings.Contains(got, "\n"+want+"\n") {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	for _, secret := range []string{string(ann), string(bob), "/people"} {
		if strings.Contains(got, secret) {
			t.Errorf("/metrics has %s", secret)
		}
	}
}

// Ensure that alerts are told beside readiness, and that a server that is not ready says why.
func TestReady(t *testing.T) {
	url, _, e := serve(t)
	if got := get(t, url+"/readyz"); !strings.HasPrefix(got, "ready\n") || !strings.Contains(got, "alert: queue") {
		t.Errorf("/readyz says %q", got)
	}
	e.broken = errors.New("the disk is full")
	if got := get(t, url+"/readyz"); !strings.Contains(got, "the disk is full") {
		t.Errorf("/readyz says %q", got)
	}
	if got := get(t, url+"/metrics"); !strings.Contains(got, "\nparley_ready 0\n") {
		t.Error("/metrics says that it is ready")
	}
}

// exposed is one metric of ours as /metrics tells it.
type exposed struct {
	kind, help string
	labels     []string
}

// exposedBy reads all metrics of an answer of /metrics.
func exposedBy(text string) map[string]*exposed {
	all := map[string]*exposed{}
	sample := regexp.MustCompile(`^([a-z_]+)(?:\{(.*)\})? `)
	label := regexp.MustCompile(`([a-z_]+)="`)
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "# HELP "); ok {
			name, help, _ := strings.Cut(rest, " ")
			all[name] = &exposed{help: help}
		} else if rest, ok := strings.CutPrefix(line, "# TYPE "); ok {
			name, kind, _ := strings.Cut(rest, " ")
			all[name].kind = kind
		} else if m := sample.FindStringSubmatch(line); m != nil && all[m[1]] != nil {
			for _, l := range label.FindAllStringSubmatch(m[2], -1) {
				if !slices.Contains(all[m[1]].labels, l[1]) {
					all[m[1]].labels = append(all[m[1]].labels, l[1])
				}
			}
		} else if base := series.ReplaceAllString(line, "$1"); m != nil && all[base] != nil {
			for _, l := range label.FindAllStringSubmatch(m[2], -1) {
				if l[1] != "le" && !slices.Contains(all[base].labels, l[1]) {
					all[base].labels = append(all[base].labels, l[1])
				}
			}
		}
	}
	return all
}

// series finds the metric of a histogram's line.
var series = regexp.MustCompile(`^([a-z_]+)_(?:bucket|sum|count)[ {].*$`)

func docs(name string) string { return filepath.Join("..", "..", "docs", name) }

// Ensure that the documented metrics are those that there are.
func TestDocumented(t *testing.T) {
	const begin, end = "<!-- metrics: made by go test ./handlers/ops -update -->\n", "<!-- end -->"
	url, m, _ := serve(t)
	live(m)
	var b strings.Builder
	b.WriteString("| metric | labels | what it says |\n|---|---|---|\n")
	all := exposedBy(get(t, url+"/metrics"))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if strings.HasPrefix(name, prefix) {
			fmt.Fprintf(&b, "| `%s` (%s) | %s | %s |\n", name, all[name].kind, strings.Join(all[name].labels, ", "), all[name].help)
		}
	}
	data, err := os.ReadFile(docs("operating.md"))
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("docs/operating.md lacks %q or %q", begin, end)
	}
	want := before + begin + b.String() + end + after
	if *update {
		if err := os.WriteFile(docs("operating.md"), []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if string(data) != want {
		t.Error("docs/operating.md has other metrics; write it anew with go test ./handlers/ops -update")
	}
}

// Ensure that the dashboard and the example's rules ask for metrics that there are, by labels that they have.
func TestAskedFor(t *testing.T) {
	url, m, _ := serve(t)
	live(m)
	all := exposedBy(get(t, url+"/metrics"))
	asked := map[string][]string{"docs/prometheus-rules.yml": rulesOf(t), "docs/grafana.json": expressionsOf(t)}
	name := regexp.MustCompile(`\b(?:parley|go|process)_[a-z_]+`)
	by := regexp.MustCompile(`by \(([a-z_, ]+)\)`)
	known := []string{"instance", "le"}
	for _, e := range all {
		known = append(known, e.labels...)
	}
	for file, expressions := range asked {
		if len(expressions) < 8 {
			t.Errorf("%s has %d expressions", file, len(expressions))
		}
		for _, expr := range expressions {
			for _, found := range name.FindAllString(expr, -1) {
				if all[found] == nil && all[series.ReplaceAllString(found+" ", "$1")] == nil {
					t.Errorf("%s asks for %s, which there is not", file, found)
				}
			}
			for _, labels := range by.FindAllStringSubmatch(expr, -1) {
				for _, l := range strings.Split(labels[1], ", ") {
					if !slices.Contains(known, l) {
						t.Errorf("%s asks by %s, which no metric has: %s", file, l, expr)
					}
				}
			}
		}
	}
}

// rulesOf gives the expressions of the rules file.
func rulesOf(t *testing.T) (list []string) {
	t.Helper()
	data, err := os.ReadFile(docs("prometheus-rules.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^ +expr: (.+)$`).FindAllStringSubmatch(string(data), -1) {
		list = append(list, m[1])
	}
	return list
}

// expressionsOf gives those of the dashboard, and sees that each panel has some and asks the chosen data source.
func expressionsOf(t *testing.T) (list []string) {
	t.Helper()
	data, err := os.ReadFile(docs("grafana.json"))
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		UID    string
		Panels []struct {
			Type, Title string
			Datasource  struct{ UID string }
			Targets     []struct{ Expr string }
		}
		Templating struct{ List []struct{ Name, Type string } }
	}
	if err := json.Unmarshal(data, &board); err != nil {
		t.Fatal(err)
	}
	if board.UID == "" || len(board.Templating.List) == 0 || board.Templating.List[0].Type != "datasource" {
		t.Errorf("the dashboard has no uid, or does not begin with a variable of the data source: %+v", board.Templating)
	}
	for _, p := range board.Panels {
		if p.Type == "row" {
			continue
		}
		if p.Datasource.UID != "${datasource}" || len(p.Targets) == 0 {
			t.Errorf("panel %q asks nothing, or another data source", p.Title)
		}
		for _, target := range p.Targets {
			list = append(list, target.Expr)
		}
	}
	return list
}
