package fsm

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"

	"github.com/parley-sms/parley/fsm/spelling"
)

// maxPayloadText is how many characters an expression sees of a text in a payload.
const maxPayloadText = 2000

// expression is a compiled expression over a payload. Like a condition it knows nothing but a flat list of
// values, each found by a path of names and numbers before it is evaluated, and calls functions alone whose
// cost is that of their arguments; it has no loops.
type expression struct {
	program *vm.Program
	looks   map[string][]string // paths by the names that they have in the expression
}

// roots are what expressions begin with.
func roots() []string { return []string{"body", "header", "item", "topic"} }

// payloadBuiltins lists the functions of the expression language that expressions over payloads may use.
func payloadBuiltins() []string { return append(builtins(), "float", "string") }

// compileExpression compiles an expression over a payload; what is wrong is told with the column. One that is
// known to be no truth is refused as a condition.
func compileExpression(source string, condition bool) (*expression, []string) {
	if len(source) > maxCondition {
		return nil, []string{fmt.Sprintf("has %d characters; it may have %d", len(source), maxCondition)}
	}
	found := &paths{looks: map[string][]string{}}
	if _, err := expr.Compile(source, append(payloadFunctions(), expr.Patch(found))...); err != nil && !found.seen {
		return nil, []string{column(err)}
	}
	found.strays()
	if len(found.faults) > 0 {
		return nil, found.faults
	}
	env := types.Map{}
	for name := range found.looks {
		env[name] = types.Any
	}
	program, err := expr.Compile(source, append(payloadFunctions(), expr.Env(env), expr.Patch(&paths{looks: map[string][]string{}}))...)
	if err != nil {
		return nil, []string{column(err)}
	}
	if condition && !mayBeTrue(program.Node().Type()) {
		return nil, []string{"is never true or false, as a condition is; compare a value with ==, <, in and the like"}
	}
	return &expression{program, found.looks}, nil
}

// mayBeTrue tells whether values of a type can be true.
func mayBeTrue(t fmt.Stringer) bool {
	return t == nil || t.String() == "bool" || t.String() == "interface {}"
}

// paths turns names with parts into single names, as flatten does for conditions: body.customer.phone and
// body['customer'].phone are one. Part of nothing is nothing, so it needs no question mark.
type paths struct {
	looks  map[string][]string
	nodes  []*ast.IdentifierNode
	faults []string
	seen   bool
}

const betweenParts = "\x1f"

// Visit is called for the parts of a node before the node itself.
func (p *paths) Visit(node *ast.Node) {
	p.seen = true
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		p.root(n)
	case *ast.ChainNode:
		if _, plain := n.Node.(*ast.IdentifierNode); plain {
			*node = n.Node
		}
	case *ast.MemberNode:
		p.part(node, n)
	case *ast.BuiltinNode:
		if !slices.Contains(payloadBuiltins(), n.Name) {
			p.fail(n, "there is no function %q; %s", n.Name, spelling.Remedy(n.Name, slices.Concat(payloadBuiltins(), payloadOwn())))
		}
	case *ast.BinaryNode:
		_, fixed := n.Right.(*ast.StringNode)
		if n.Operator == ".." || n.Operator == "matches" && !fixed {
			p.fail(n, "ranges, and patterns that a payload brings, are not for expressions")
		}
	case *ast.VariableDeclaratorNode, *ast.SequenceNode, *ast.MapNode, *ast.SliceNode:
		p.fail(n, "an expression has no variables, maps or parts of lists; it names values and calls functions")
	}
}

func (p *paths) root(n *ast.IdentifierNode) {
	name, _, parts := strings.Cut(n.Value, betweenParts)
	if slices.Contains(roots(), name) {
		p.looks[n.Value] = strings.Split(n.Value, betweenParts)
		return
	}
	if !parts && !slices.Contains(payloadOwn(), name) {
		p.fail(n, "%q is not known here; %s", name, spelling.Remedy(name, roots()))
	}
}

// part makes one name of a name and its part.
func (p *paths) part(node *ast.Node, n *ast.MemberNode) {
	of, plain := n.Node.(*ast.IdentifierNode)
	part := textOf(n.Property)
	if i, number := n.Property.(*ast.IntegerNode); number && i.Value >= 0 {
		part = strconv.Itoa(i.Value)
	}
	if !plain || part == "" || p.looks[of.Value] == nil {
		p.fail(n, "a part is named by a word or a number, as in body.customer.phone or body.items[0]")
		return
	}
	if of.Value == "header" {
		part = strings.ToLower(part)
	}
	flat := &ast.IdentifierNode{Value: of.Value + betweenParts + part}
	flat.SetLocation(of.Location())
	p.looks[flat.Value] = strings.Split(flat.Value, betweenParts)
	p.nodes = append(p.nodes, flat)
	*node = flat
}

// strays forgets what was but the begin of a longer name.
func (p *paths) strays() {
	maps.DeleteFunc(p.looks, func(name string, _ []string) bool {
		return slices.ContainsFunc(p.nodes, func(n *ast.IdentifierNode) bool { return strings.HasPrefix(n.Value, name+betweenParts) })
	})
}

func (p *paths) fail(at ast.Node, format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf("is wrong at column %d: ", at.Location().From+1)+fmt.Sprintf(format, args...))
}

// value evaluates an expression; nil where it cannot be, or gives nothing.
func (e *expression) value(env map[string]any) any {
	if e == nil {
		return nil
	}
	values := make(map[string]any, len(e.looks))
	for name, path := range e.looks {
		values[name] = follow(env, path)
	}
	machine := vm.VM{MemoryBudget: conditionRAM}
	result, err := machine.Run(e.program, values)
	if err != nil {
		return nil
	}
	return result
}

// holds tells whether a condition over a payload is true.
func (e *expression) holds(env map[string]any) bool {
	held, ok := e.value(env).(bool)
	return ok && held
}

// follow finds the value at a path; nil where there is none.
func follow(of any, path []string) any {
	for _, part := range path {
		switch v := of.(type) {
		case map[string]any:
			of = v[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			of = v[i]
		default:
			return nil
		}
	}
	if s, ok := of.(string); ok {
		return cut(s, maxPayloadText)
	}
	return of
}
