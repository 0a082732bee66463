package fsm

import (
	"slices"
	"strings"
)

// segments compiles the segments, and refuses those that ask for themselves.
func (c *compiler) segments() {
	asks := map[string][]string{}
	for _, name := range sortedKeys(c.p.Segments) {
		where, source := "segments."+name, c.p.Segments[name]
		c.name(where, name)
		if name == Everyone {
			c.fail(where, "everyone is always there; give this segment another name")
		}
		if source == "" {
			c.fail(where, "has no condition, so nobody would be in it; write one, or use everyone")
		}
		c.condition(where, source, scope{c: c})
		if compiled := c.p.conditions[conditionKey{source: source}]; compiled != nil {
			asks[name] = compiled.segments()
		}
	}
	for _, name := range sortedKeys(c.p.Segments) {
		if way := circle(name, asks); way != nil {
			c.fail("segments."+name, "asks for itself, by way of %s, so nobody could tell who is in it", strings.Join(way, ", "))
		}
	}
}

// segments lists the segments that a condition asks for.
func (c *condition) segments() []string {
	var names []string
	for _, look := range sortedKeys(c.looks) {
		if rest, ok := strings.CutPrefix(look, "segment."); ok {
			names = append(names, rest)
		}
	}
	return names
}

// circle finds a way from a name back to itself; nil where there is none.
func circle(name string, next map[string][]string) []string {
	var walk func(at string, way []string) []string
	seen := map[string]bool{}
	walk = func(at string, way []string) []string {
		for _, to := range next[at] {
			if to == name {
				return append(slices.Clone(way), to)
			}
			if seen[to] {
				continue
			}
			seen[to] = true
			if found := walk(to, append(way, to)); found != nil {
				return found
			}
		}
		return nil
	}
	return walk(name, nil)
}
