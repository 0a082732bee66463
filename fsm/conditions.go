package fsm

import (
	"fmt"
	"maps"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
)

// ambient lists the functions of the expression language whose answer does not depend on the
// record alone: the clock, and those that walk a map in random order.
func ambient() []string { return []string{"now", "keys", "values", "toPairs"} }

// compileCondition compiles a condition over a closed set of names; it must be true or false.
func compileCondition(source string, env types.Map) (*vm.Program, error) {
	options := []expr.Option{expr.Env(env), expr.AsBool()}
	for _, name := range ambient() {
		options = append(options, expr.DisableBuiltin(name))
	}
	program, err := expr.Compile(source, options...)
	if err != nil {
		return nil, fmt.Errorf("condition %q: %w", source, err)
	}
	return program, nil
}

// attributeZeros gives the value that a condition sees where an attribute is not known.
func (p *Program) attributeZeros() map[string]any {
	zeros := make(map[string]any, len(p.Attributes))
	for name, field := range p.Attributes {
		switch field.Type {
		case NumberType:
			zeros[name] = 0.0
		case BoolType:
			zeros[name] = false
		default:
			zeros[name] = ""
		}
	}
	return zeros
}

// scene is what a condition or text looks at.
type scene struct {
	rec *Record
	run *Run      // nil: none, as for a segment
	it  *Happened // the event that has just come; nil: none
	now Moment
}

// meets tells whether a condition holds now for the person and, where there is one, a run; it is the event
// that has just come, in goals, exits and what a wait_for waits for.
func (d *deciding) meets(condition string, run *Run, it *Happened) bool {
	return d.p.holds(condition, scene{rec: &d.rec, run: run, it: it, now: d.now})
}

// holds evaluates a condition. One that cannot be evaluated does not hold.
func (p *Program) holds(source string, s scene) bool {
	if source == "" {
		return true
	}
	program := p.conditions[source]
	if program == nil {
		return false
	}
	result, err := expr.Run(program, p.names(s.rec, s.run))
	held, ok := result.(bool)
	return err == nil && ok && held
}

// names gives conditions and texts what they may know.
func (p *Program) names(rec *Record, run *Run) map[string]any {
	names := p.attributeZeros()
	for name, value := range rec.Attributes {
		if _, declared := names[name]; declared {
			names[name] = value
		}
	}
	if run == nil {
		run = &Run{}
	}
	data := maps.Clone(run.Data)
	if data == nil {
		data = map[string]any{}
	}
	again, _ := data["again"].(bool)
	maps.Copy(names, map[string]any{
		"orders":   map[string]any{"count": rec.Orders.Count, "total": rec.Orders.Total},
		"event":    data,
		"run":      map[string]any{"key": run.Key, "workflow": run.Workflow},
		"arm":      nonNil(run.Arms),
		"again":    again,
		"language": rec.Language,
	})
	return names
}

func nonNil(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
