package sources

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"github.com/parley-sms/parley/fsm"
)

// The bounds of what is remembered for people who set a source up.
const (
	maxVerdicts = 20 // of each source
	maxSources  = 50 // names; a program has fewer
)

// Verdict is what became of one delivery.
type Verdict struct {
	At      fsm.Moment `json:"at"`
	Status  string     `json:"status" doc:"taken, known (it was here before), unused (no mapping fits), passed (it is about nobody with a phone), refused or failed."`
	Topic   string     `json:"topic" doc:"As the source calls it; empty: it does not say, or was not believed."`
	Events  int        `json:"events" doc:"Events, consents and withdrawals that were made of it."`
	Problem string     `json:"problem" doc:"What was wrong; empty: nothing."`
}

// Source is what came of one source since the server began.
type Source struct {
	Name        string         `json:"name"`
	Path        string         `json:"path" doc:"Where it posts to."`
	Preset      string         `json:"preset" doc:"The system that Parley knows it as; empty: none."`
	Secret      string         `json:"secret" doc:"The environment variable with its key."`
	SecretSet   bool           `json:"secret_set" doc:"The variable has a value; false: everything is refused."`
	Counts      map[string]int `json:"counts" doc:"Deliveries by status."`
	LastProblem *Verdict       `json:"last_problem" doc:"The newest delivery with a problem; null: there was none."`
	Recent      []Verdict      `json:"recent" doc:"The newest deliveries, newest first."`
}

// Watch remembers what became of deliveries. The zero Watch is ready.
type Watch struct {
	mu sync.Mutex
	by map[string]*Source
}

// note remembers a verdict.
func (w *Watch) note(source string, v Verdict) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.by[source]
	if s == nil {
		if w.by == nil || len(w.by) >= maxSources {
			w.by = map[string]*Source{}
		}
		s = &Source{Counts: map[string]int{}}
		w.by[source] = s
	}
	s.Counts[v.Status]++
	if v.Problem != "" {
		s.LastProblem = &v
	}
	s.Recent = slices.Insert(s.Recent, 0, v)
	s.Recent = s.Recent[:min(len(s.Recent), maxVerdicts)]
}

// Counts gives what became of the posts of each source since the server began.
func (w *Watch) Counts() map[string]map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := map[string]map[string]int{}
	for name, s := range w.by {
		all[name] = maps.Clone(s.Counts)
	}
	return all
}

// Tell lists the program's sources by name, and what came of each.
func (w *Watch) Tell(p *fsm.Program, secret func(string) string) []Source {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := []Source{}
	for name, of := range p.Sources {
		s := Source{Name: name, Path: Path + name, Preset: of.Preset, Secret: of.Secret, SecretSet: len(keysOf(secret(of.Secret))) > 0,
			Counts: map[string]int{}, Recent: []Verdict{}}
		if was := w.by[name]; was != nil {
			s.Counts = maps.Clone(was.Counts)
			s.LastProblem, s.Recent = was.LastProblem, slices.Clone(was.Recent)
		}
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Source) int { return cmp.Compare(a.Name, b.Name) })
	return list
}
