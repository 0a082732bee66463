package fsm

import (
	"errors"
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
)

// The bounds of a condition.
const (
	maxCondition = 500    // characters
	conditionRAM = 10_000 // values that its evaluation may make
)

// condition is a compiled condition, and what it looks at.
type condition struct {
	program *vm.Program
	looks   map[string]variable
	moves   bool // its answer changes as time goes by, even if nothing happens
}

// conditionKey names a compiled condition: the same words may mean something else in another workflow,
// or when another event has come.
type conditionKey struct{ workflow, it, source string }

// condition compiles a condition once for each place where it means the same; an empty one always holds.
func (c *compiler) condition(where, source string, s scope) {
	key := conditionKey{it: s.it, source: source}
	if s.w != nil {
		key.workflow = s.w.Name
	}
	if source == "" || c.p.conditions[key] != nil {
		return
	}
	compiled, faults := compileCondition(source, s)
	for _, fault := range faults {
		c.fail(where, "the condition %s", fault)
	}
	c.p.conditions[key] = compiled
}

// compileCondition compiles a condition over a closed set of names; it must be true or false. What is
// wrong is told with the column.
func compileCondition(source string, s scope) (*condition, []string) {
	if len(source) > maxCondition {
		return nil, []string{fmt.Sprintf("has %d characters; it may have %d. Give its parts names as segments, or branch", len(source), maxCondition)}
	}
	found := &names{scope: s, looks: map[string]variable{}}
	if _, err := expr.Compile(source, append(functions(), expr.Patch(flatten{}), expr.Patch(found))...); err != nil && !found.seen {
		return nil, []string{column(err)}
	}
	if len(found.faults) > 0 {
		return nil, found.faults
	}
	env := types.Map{}
	for name, v := range found.looks {
		env[name] = v.exprType()
	}
	program, err := expr.Compile(source, append(functions(), expr.Env(env), expr.AsBool(), expr.Patch(flatten{}))...)
	if err != nil {
		return nil, []string{column(err)}
	}
	compiled := &condition{program: program, looks: found.looks}
	for _, v := range found.looks {
		compiled.moves = compiled.moves || v.moves
	}
	return compiled, nil
}

// column tells an error of the expression language with its place.
func column(err error) string {
	var at *file.Error
	if errors.As(err, &at) && at.Line > 0 {
		return fmt.Sprintf("is wrong at column %d: %s", at.Column+1, at.Message)
	}
	return "is wrong: " + err.Error()
}

func (v variable) exprType() types.Type {
	switch {
	case v.whole:
		return types.Int
	case v.field.Type == NumberType:
		return types.Float64
	case v.field.Type == BoolType:
		return types.Bool
	}
	return types.String
}

// zero is what a condition sees where a variable is not known.
func (v variable) zero() any {
	switch {
	case v.whole:
		return 0
	case v.field.Type == NumberType:
		return 0.0
	case v.field.Type == BoolType:
		return false
	}
	return ""
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
	key := conditionKey{source: source}
	if s.run != nil {
		key.workflow = s.run.Workflow
	}
	if s.it != nil {
		key.it = s.it.Type
	}
	c := p.conditions[key]
	if c == nil {
		return false
	}
	env := make(map[string]any, len(c.looks))
	for name, v := range c.looks {
		if env[name] = v.get(&s); env[name] == nil {
			env[name] = v.zero()
		}
	}
	machine := vm.VM{MemoryBudget: conditionRAM}
	result, err := machine.Run(c.program, env)
	held, ok := result.(bool)
	return err == nil && ok && held
}
