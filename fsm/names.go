package fsm

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/types"
)

// fields are the names with parts that conditions and texts may use: orders.count, event.cart. The
// parts of an event are the shop's and not known here.
var fields = map[string][]string{"orders": {"count", "total"}, "run": {"key", "workflow"}, "event": nil, "arm": nil}

// conditionTypes gives every name that a condition may use, with its type. No other is allowed.
func (p *Program) conditionTypes() types.Map {
	arms := types.Map{}
	for i := range p.Workflows {
		for _, s := range p.Workflows[i].Steps {
			if s.Kind == SplitStep {
				arms[s.Name] = types.String
			}
		}
	}
	env := types.Map{
		"orders": types.Map{"count": types.Int, "total": types.Float64},
		"event":  types.Map{types.Extra: types.Any},
		"run":    types.Map{"key": types.String, "workflow": types.String},
		"arm":    arms, "again": types.Bool, "language": types.String,
	}
	for name, zero := range p.attributeZeros() {
		env[name] = types.TypeOf(zero)
	}
	return env
}

// textNames gives every name that a text may use.
func (p *Program) textNames() map[string]bool {
	names := map[string]bool{"again": true, "language": true, "brand": true, "contact": true, "frequency": true, "blocked_sender": true}
	for name := range fields {
		names[name] = true
	}
	for name := range p.Attributes {
		names[name] = true
	}
	return names
}

var (
	quotedForm = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	filterName = regexp.MustCompile(`\|\s*\w+`)
	wordForm   = regexp.MustCompile(`[A-Za-z_]\w*(?:\.\w+)*`)
)

// liquidWords are the words of the template language itself.
var liquidWords = append([]string{"and", "or", "contains", "true", "false", "nil", "blank", "empty"}, allowedTags...)

// unknownName looks for a name in a text that nothing will ever fill in; "" where there is none.
func unknownName(source string, known map[string]bool) string {
	for _, hole := range holeForm.FindAllString(source, -1) {
		hole = filterName.ReplaceAllString(quotedForm.ReplaceAllString(hole, " "), " ")
		for _, word := range wordForm.FindAllString(hole, -1) {
			name, part, _ := strings.Cut(word, ".")
			parts, divided := fields[name]
			switch {
			case slices.Contains(liquidWords, word):
			case !known[name], part != "" && !divided, part != "" && parts != nil && !slices.Contains(parts, part):
				return word
			}
		}
	}
	return ""
}

// checkNames refuses a text with a name that means nothing.
func checkNames(source string, known map[string]bool) error {
	if name := unknownName(source, known); name != "" {
		return fmt.Errorf("text %.40q speaks of %q; it may speak of %s", source, name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	}
	return nil
}
