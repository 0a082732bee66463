package fsm

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// fields are the names with parts that conditions and texts may use: orders.count, event.cart. The
// parts of an event are the shop's and not known here.
var nameParts = map[string][]string{"orders": {"count", "total"}, "run": {"key", "workflow"}, "event": nil, "arm": nil}

// textNames gives every name that a text may use.
func (p *Program) textNames() map[string]bool {
	names := map[string]bool{"again": true, "language": true, "brand": true, "contact": true, "frequency": true, "blocked_sender": true}
	for name := range nameParts {
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
			parts, divided := nameParts[name]
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

// names gives texts what they may know.
func (p *Program) names(rec *Record, run *Run) map[string]any {
	names := map[string]any{}
	for name, f := range p.Attributes {
		names[name] = variable{field: f}.zero()
	}
	for name, value := range rec.Attributes {
		if _, declared := names[name]; declared {
			names[name] = value
		}
	}
	if run == nil {
		run = &Run{}
	}
	maps.Copy(names, map[string]any{
		"orders":   map[string]any{"count": rec.Orders.Count, "total": rec.Orders.Total},
		"event":    run.Data,
		"run":      map[string]any{"key": run.Key, "workflow": run.Workflow},
		"arm":      run.Arms,
		"language": rec.Language,
	})
	return names
}
