package script

import (
	"maps"
	"slices"
	"strconv"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

func readEvent(r *reader, o format.Object, v format.Value) Deed {
	e := r.happened(v)
	e.Ago, e.ID = o.Span("ago"), o.Text("id")
	return e
}

// happened reads an event: its type alone, or {type: fields}.
func (r *reader) happened(v format.Value) Event {
	if !v.IsMapping() {
		return r.event(format.Field{Name: v.Text(), Key: v})
	}
	fields := v.Fields()
	if len(fields) != 1 {
		v.Fail("must be one event with its fields, like {purchase: {value: 20}}")
		return Event{}
	}
	return r.event(fields[0])
}

// past reads what happened before a test: {purchase: {…}, ago: 3d}.
func (r *reader) past(v format.Value) Event {
	var ago, event format.Field
	fields := v.Fields()
	for _, f := range fields {
		if f.Name == "ago" {
			ago = f
		} else {
			event = f
		}
	}
	if len(fields) != 2 || !ago.Value.Exists() {
		v.Fail("must be an event and how long ago it was, like {purchase: {value: 20}, ago: 3d}")
		return Event{}
	}
	e := r.event(event)
	e.Ago = format.Parsed(ago.Value, format.ParseSpan)
	return e
}

// event reads an event that a shop may post, with the fields that the program declares.
func (r *reader) event(f format.Field) Event {
	e := Event{Type: f.Name, Data: map[string]any{}}
	declared, ok := r.p.Events[f.Name]
	switch {
	case fsm.Raised(f.Name):
		f.Key.Fail("Parley raises %s itself; write what makes it happen", f.Name)
		return e
	case !ok:
		r.known(f.Key, "event", f.Name, slices.DeleteFunc(slices.Sorted(maps.Keys(r.p.Events)), fsm.Raised))
		return e
	}
	written := map[string]format.Value{}
	if f.Value.Exists() && !f.Value.IsNull() {
		for _, part := range f.Value.Fields() {
			r.known(part.Key, "field of "+f.Name, part.Name, slices.Sorted(maps.Keys(declared.Fields)))
			e.Data[part.Name], written[part.Name] = typed(part.Value, declared.Fields[part.Name].Type), part.Value
		}
	}
	if name, why := r.p.EventFault(f.Name, e.Data); why != "" {
		if v, ok := written[name]; ok {
			v.Fail("%s", why)
		} else {
			f.Key.Fail("%q %s", name, why)
		}
	}
	return e
}

// attributes reads attributes with values of their declared types.
func (r *reader) attributes(v format.Value) map[string]any {
	values := map[string]any{}
	for _, f := range v.Fields() {
		r.known(f.Key, "attribute", f.Name, slices.Sorted(maps.Keys(r.p.Attributes)))
		values[f.Name] = typed(f.Value, r.p.Attributes[f.Name].Type)
	}
	return values
}

// typed reads a value of a declared type; nil where nothing is written.
func typed(v format.Value, kind fsm.Type) any {
	if !v.Exists() || v.IsNull() {
		return nil
	}
	s := v.Text()
	switch kind {
	case fsm.NumberType:
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || n-n != 0 {
			v.Fail("%q is no number, which it is declared as", s)
		}
		return n
	case fsm.BoolType:
		if s != "true" && s != "false" {
			v.Fail("%q is neither true nor false, which it is declared as", s)
		}
		return s == "true"
	}
	return s
}
