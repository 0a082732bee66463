package fsm

import (
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm/spelling"
)

// variable is one thing that conditions and texts may speak of.
type variable struct {
	field Field
	whole bool             // a number without a fraction
	lacks bool             // it may not be known, so a text needs a default for it
	moves bool             // it changes as time goes by, even if nothing happens
	get   func(*scene) any // string, float64 (int where whole) or bool; nil where not known
}

// scene is what a condition or text looks at.
type scene struct {
	rec *Record
	run *Run      // nil: none, as for a segment
	it  *Happened // the event that has just come; nil: none
	now Moment
	of  string // of a suppression: the workflow whose text is asked about

	in      Inputs // of a text: what its links need
	seq     uint64 // number of the message
	code    string // of the offer that the text makes
	worth   string // of that offer
	blocked string // a sender that the carrier blocks
}

// scope is where a condition or text stands, which says what may be spoken of there.
type scope struct {
	c  *compiler
	w  *Workflow // nil: outside of workflows
	it string    // type of the event that has just come; empty: none
}

// find looks a name up. Where it means nothing here, the reason tells what would.
func (s scope) find(name string) (variable, string) {
	root, part, _ := strings.Cut(name, ".")
	if look, ok := lookups()[root]; ok {
		if v, known, ok := look(s, part); ok {
			return v, ""
		} else if part == "" {
			return variable{}, quote(name) + " alone means nothing; " + listed(root, known)
		} else {
			return variable{}, quote(name) + " means nothing here; " + listed(root, known) + near(root, part, known)
		}
	}
	if f, declared := s.c.p.Attributes[root]; declared && part == "" {
		return attributeVariable(root, f), ""
	}
	names := slices.Collect(maps.Keys(s.c.p.Attributes))
	names = append(names, slices.Collect(maps.Keys(lookups()))...)
	return variable{}, quote(name) + " is not known here; " + spelling.Remedy(name, names)
}

func quote(name string) string { return `"` + name + `"` }

// listed says what may follow a name.
func listed(root string, known []string) string {
	if len(known) == 0 {
		return "there is nothing of " + root + " here"
	}
	slices.Sort(known)
	for i := range known {
		known[i] = root + "." + known[i]
	}
	return "there is " + strings.Join(known, ", ")
}

func near(root, part string, known []string) string {
	if word := spelling.Nearest(root+"."+part, known); word != "" {
		return "; did you mean " + quote(word) + "?"
	}
	return ""
}

// lookup finds one part of a name; where there is none, it lists the parts that there are.
type lookup func(s scope, part string) (v variable, known []string, ok bool)

// lookups are the names with a meaning of their own, beside the attributes.
func lookups() map[string]lookup {
	return map[string]lookup{
		"known": scope.known, "orders": scope.orders, "event": scope.event, "it": scope.came, "run": scope.thisRun,
		"arm": scope.arm, "last": scope.last, "segment": scope.segment, "thread": scope.thread, "number": scope.number, "language": scope.language, "local": scope.local,
	}
}

func attributeVariable(name string, f Field) variable {
	return variable{field: f, lacks: true, get: func(s *scene) any { return typed(f, s.rec.Attributes[name]) }}
}

// typed is a stored value if it is of its declared type, which an older program may have had
// otherwise; else nil.
func typed(f Field, value any) any {
	var ok bool
	switch f.Type {
	case NumberType:
		_, ok = value.(float64)
	case BoolType:
		_, ok = value.(bool)
	default:
		_, ok = value.(string)
	}
	if !ok {
		return nil
	}
	return value
}

func (s scope) known(part string) (variable, []string, bool) {
	f, ok := s.c.p.Attributes[part]
	if !ok {
		return variable{}, slices.Collect(maps.Keys(s.c.p.Attributes)), false
	}
	return truth(func(s *scene) bool { return typed(f, s.rec.Attributes[part]) != nil }), nil, true
}

// moving is a variable that changes as time goes by.
func moving(v variable) variable {
	v.moves = true
	return v
}

// truth is a variable that is true or false, and always known.
func truth(get func(*scene) bool) variable {
	return variable{field: Field{Type: BoolType}, get: func(s *scene) any { return get(s) }}
}

func number(get func(*scene) int) variable {
	return variable{field: Field{Type: NumberType}, whole: true, get: func(s *scene) any { return get(s) }}
}

func word(f Field, get func(*scene) string) variable {
	f.Type = StringType
	return variable{field: f, get: func(s *scene) any { return get(s) }}
}

// pick finds a part among fixed ones.
func pick(parts map[string]variable, part string) (variable, []string, bool) {
	v, ok := parts[part]
	return v, slices.Collect(maps.Keys(parts)), ok
}

// fieldVariable is a field of an event.
func fieldVariable(name string, f Field, of func(*scene) map[string]any) variable {
	return variable{field: f, lacks: f.Optional, get: func(s *scene) any { return typed(f, of(s)[name]) }}
}

// fieldOf finds a field of an event type.
func fieldOf(fields map[string]Field, part string, of func(*scene) map[string]any) (variable, []string, bool) {
	f, ok := fields[part]
	if !ok {
		return variable{}, slices.Collect(maps.Keys(fields)), false
	}
	return fieldVariable(part, f, of), nil, true
}

// event is what started the run.
func (s scope) event(part string) (variable, []string, bool) {
	if s.w == nil {
		return variable{}, nil, false
	}
	return fieldOf(s.c.triggered(s.w), part, func(s *scene) map[string]any { return s.run.data() })
}

// came is the event that has just come.
func (s scope) came(part string) (variable, []string, bool) {
	return fieldOf(s.c.p.Events[s.it].Fields, part, func(s *scene) map[string]any {
		if s.it == nil {
			return nil
		}
		return s.it.Data
	})
}

// last is the newest event of a type among those of the last days.
func (s scope) last(part string) (variable, []string, bool) {
	kind, field, _ := strings.Cut(part, ".")
	event, ok := s.c.p.Events[kind]
	if !ok {
		return variable{}, slices.Collect(maps.Keys(s.c.p.Events)), false
	}
	v, known, ok := fieldOf(event.Fields, field, func(s *scene) map[string]any { return s.rec.lastOf(kind, s.now).Data })
	for i := range known {
		known[i] = kind + "." + known[i]
	}
	v.lacks, v.moves = true, true
	return v, known, ok
}

// lastOf is the newest event of a type; the zero Happened where there is none.
func (r *Record) lastOf(kind string, now Moment) Happened {
	for _, h := range slices.Backward(r.Events) {
		if h.Type == kind && now.Sub(h.At) <= EventsFor {
			return h
		}
	}
	return Happened{}
}

func (r *Run) data() map[string]any {
	if r == nil {
		return nil
	}
	return r.Data
}
