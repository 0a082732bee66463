package fsm

import (
	"fmt"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
	"github.com/parley-sms/parley/keywords"
)

// Program is a checked and compiled Definition: what Decide decides by. It never changes, so one
// Program serves every goroutine.
type Program struct {
	Definition
	Revision string // hash of what it was compiled from

	machine     *Machine
	lexicon     *keywords.Lexicon
	zone        *time.Location
	law         quiet.Law
	sendHours   *quiet.Rule // the program's own, for every class
	heldSince   Moment      // when the holdout begins
	workflows   map[string]*workflow
	order       []*workflow // as defined
	texts       map[textKey]*compiledText
	conditions  map[conditionKey]*condition
	expressions map[sourceKey]*expression // over what sources post
	counted     map[string]bool           // event types that conditions count
	told        map[conditionKey]variable // what calls tell, by workflow and name
	listeners   map[Kind][]string         // webhooks that are told of a kind, in order of name
	senders     map[string]Sender
	locations   sync.Map      // time zones by name, loaded once
	handoffs    []handoffRule // in the order of their names
	warnings    []*Fault
}

// workflow is a Workflow with its steps by name.
type workflow struct {
	Workflow
	index      map[string]int
	limits     []limit             // the caps of the program and its own
	suppressed []suppression       // what keeps its texts back
	partings   map[string][]string // the splits whose arms part at a step, by its name
}

func (w *workflow) step(name string) (*Step, bool) {
	i, ok := w.index[name]
	if !ok {
		return nil, false
	}
	return &w.Steps[i], true
}

// after names the step that follows in order, or "" at the end.
func (w *workflow) after(name string) string {
	if i, ok := w.index[name]; ok && i+1 < len(w.Steps) {
		return w.Steps[i+1].Name
	}
	return ""
}

// Compile checks a definition and builds its table, templates and conditions. All that is wrong
// comes back at once, as Faults joined into one error. The revision names what it was compiled from.
func Compile(def Definition, revision string) (*Program, error) {
	p := &Program{
		Definition: withDefaults(def), Revision: revision, lexicon: keywords.Default(),
		workflows: map[string]*workflow{}, texts: map[textKey]*compiledText{},
		conditions: map[conditionKey]*condition{}, counted: map[string]bool{}, told: map[conditionKey]variable{}, senders: map[string]Sender{},
	}
	c := &compiler{p: p, fields: map[string]map[string]Field{}}
	c.program()
	for i := range p.Workflows {
		c.workflow(&p.Workflows[i])
	}
	if err := c.refusal(); err != nil {
		return nil, err
	}
	p.warnings = c.faults
	machine, err := newMachine(table(p.Workflows))
	if err != nil {
		return nil, fmt.Errorf("compile the table: %w", err)
	}
	p.machine = machine
	return p, nil
}

// Warnings is what Compile noted without refusing the program.
func (p *Program) Warnings() []*Fault { return p.warnings }

// Machine is the compiled table, for pictures and proofs.
func (p *Program) Machine() *Machine { return p.machine }

// SenderNamed gives the settings of one of our addresses; an address that the program does not
// name is treated by what it looks like.
func (p *Program) SenderNamed(address string) Sender {
	if s, ok := p.senders[address]; ok {
		return s
	}
	return Sender{Address: address}.complete()
}

// withDefaults fills in what a definition may leave out.
func withDefaults(d Definition) Definition {
	def := func(v *time.Duration, d time.Duration) {
		if *v == 0 {
			*v = d
		}
	}
	def(&d.Fresh, 30*time.Minute)
	def(&d.LateAfter, 24*time.Hour)
	if d.Zone == "" {
		d.Zone = "UTC"
	}
	if d.Language == "" {
		d.Language = "en"
	}
	if len(d.Quiet) == 0 {
		d.Quiet = []Window{{Days: [7]bool{0: true}, From: 12 * 60, To: 20 * 60},
			{Days: [7]bool{false, true, true, true, true, true, true}, From: 10 * 60, To: 20 * 60}}
	}
	if len(d.Hours) == 0 {
		d.Hours = []Window{{Days: [7]bool{1: true, 2: true, 3: true, 4: true, 5: true}, From: 9 * 60, To: 17 * 60}}
	}
	return d
}
