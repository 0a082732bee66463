package fsm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"

	"github.com/parley-sms/parley/fsm/spelling"
)

// builtins lists the functions of the expression language that conditions may use: those whose answer
// is small and hangs on nothing but what they are given.
func builtins() []string {
	return []string{"abs", "ceil", "floor", "hasPrefix", "hasSuffix", "int", "len", "lower", "max", "min", "round", "trim", "upper"}
}

// own lists the functions that conditions have beside those.
func own() []string { return []string{"count", "converted", "in_workflow", "days_until", "days_since"} }

// functions makes the parser know our functions. They are never called: flatten turns each call into the
// name of a value.
func functions() []expr.Option {
	never := func(...any) (any, error) { return 0, nil }
	var options []expr.Option
	for _, name := range own() {
		options = append(options, expr.Function(name, never, new(func(...any) int)))
	}
	return options
}

// flatten turns names with parts, and calls of our own functions, into single names: event.value into
// "event.value", count('purchase', '30d') into "count purchase 30d". So all that a condition looks at
// is a flat list of values, which is made before it is evaluated.
type flatten struct{}

// Visit is called for the parts of a node before the node itself.
func (flatten) Visit(node *ast.Node) {
	var name string
	var at ast.Node
	switch n := (*node).(type) {
	case *ast.MemberNode:
		of, part := nameOf(n.Node), textOf(n.Property)
		if of == "" || part == "" {
			return
		}
		name, at = of+"."+part, n.Node
	case *ast.CallNode:
		callee := nameOf(n.Callee)
		if !slices.Contains(own(), callee) {
			return
		}
		parts := []string{callee}
		for _, arg := range n.Arguments {
			parts = append(parts, nameOf(arg)+textOf(arg))
		}
		name, at = strings.Join(parts, " "), n.Callee
	default:
		return
	}
	flat := &ast.IdentifierNode{Value: name}
	flat.SetLocation(at.Location())
	*node = flat
}

func nameOf(node ast.Node) string {
	if n, ok := node.(*ast.IdentifierNode); ok {
		return n.Value
	}
	return ""
}

func textOf(node ast.Node) string {
	if n, ok := node.(*ast.StringNode); ok {
		return n.Value
	}
	return ""
}

// names looks up every name of a flattened condition.
type names struct {
	scope  scope
	looks  map[string]variable
	faults []string
	seen   bool // the condition could be parsed
}

func (n *names) fail(at ast.Node, format string, args ...any) {
	n.faults = append(n.faults, fmt.Sprintf("is wrong at column %d: ", at.Location().From+1)+fmt.Sprintf(format, args...))
}

// Visit looks at one node of the condition.
func (n *names) Visit(node *ast.Node) {
	n.seen = true
	switch at := (*node).(type) {
	case *ast.IdentifierNode:
		n.name(at)
	case *ast.BuiltinNode:
		if !slices.Contains(builtins(), at.Name) {
			n.fail(at, "there is no function %q; %s", at.Name, spelling.Remedy(at.Name, append(builtins(), own()...)))
		}
	case *ast.VariableDeclaratorNode, *ast.SequenceNode, *ast.MapNode:
		n.fail(at, "conditions have no variables of their own; compare values with and, or, not, ==, <, in and the like")
	case *ast.BinaryNode:
		n.compare(at)
	}
}

func (n *names) name(at *ast.IdentifierNode) {
	v, why, called := n.scope.call(at.Value)
	if !called {
		v, why = n.scope.find(at.Value)
	}
	if why != "" {
		n.fail(at, "%s", why)
		return
	}
	n.looks[at.Value] = v
}

// compare refuses a comparison with a word that the variable can never be, and huge ranges.
func (n *names) compare(at *ast.BinaryNode) {
	switch at.Operator {
	case "..":
		from, ok1 := at.Left.(*ast.IntegerNode)
		to, ok2 := at.Right.(*ast.IntegerNode)
		if !ok1 || !ok2 || to.Value-from.Value > 1000 {
			n.fail(at, "a range goes from one number to another, at most 1000 further")
		}
	case "==", "!=":
		n.possible(at.Left, at.Right)
		n.possible(at.Right, at.Left)
	case "in":
		if list, ok := at.Right.(*ast.ArrayNode); ok {
			for _, item := range list.Nodes {
				n.possible(at.Left, item)
			}
		}
	}
}

func (n *names) possible(of, value ast.Node) {
	v := n.looks[nameOf(of)]
	word, ok := value.(*ast.StringNode)
	if ok && len(v.field.OneOf) > 0 && word.Value != "" && !slices.Contains(v.field.OneOf, word.Value) {
		n.fail(value, "%s is never %q; %s", nameOf(of), word.Value, spelling.Remedy(word.Value, v.field.OneOf))
	}
}
