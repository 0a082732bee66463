package fsm

import (
	"fmt"
	"math"
)

// setAttribute writes one attribute, within the limits; nil removes it. A value that is not of the
// declared type, and cannot be read as one, is refused.
func (d *deciding) setAttribute(name string, value any) {
	if kind := d.p.Attributes[name].Type; kind == DateType || kind == TimeType {
		d.moved = true
	}
	if d.p.yearly(name) && d.rec.Attributes[name] != value {
		d.freshFuses()
	}
	if value == nil {
		delete(d.rec.Attributes, name)
		d.touched = true
		return
	}
	value, why := d.p.attributeValue(name, value)
	if why == "" {
		why = d.rec.roomFor(name, value)
	}
	if why != "" {
		d.note("refuse:attribute", clip(name)+": "+why)
		return
	}
	if d.rec.Attributes == nil {
		d.rec.Attributes = map[string]any{}
	}
	d.rec.Attributes[name] = value
	d.touched = true
	d.moves(name, value)
}

// roomFor gives the reason why an attribute does not fit into a record, or "".
func (r *Record) roomFor(name string, value any) string {
	old, known := r.Attributes[name]
	switch {
	case len(name) > MaxName:
		return fmt.Sprintf("a name has at most %d bytes", MaxName)
	case !known && len(r.Attributes) >= MaxAttributes:
		return fmt.Sprintf("a person has at most %d attributes", MaxAttributes)
	case sizeOfData(r.Attributes)-sizeOf(old)+sizeOf(name)+sizeOf(value) > maxAttributeBytes:
		return fmt.Sprintf("a person's attributes have at most %d bytes", maxAttributeBytes)
	}
	return ""
}

// attributeValue turns a value into the attribute's declared type, or gives the reason why not.
func (p *Program) attributeValue(name string, value any) (any, string) {
	if declared, known := p.Attributes[name]; known {
		return declared.value(value)
	}
	value, ok := plain(value)
	if !ok {
		return nil, "its value must be a text, a number or true or false"
	}
	return value, ""
}

// plain gives the form in which a record keeps a value: a short text, a finite number, or true or
// false.
func plain(value any) (any, bool) {
	switch v := value.(type) {
	case string:
		return cut(v, MaxAttribute), true
	case bool:
		return v, true
	case float64:
		return v, finite(v)
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case uint64:
		return float64(v), true
	}
	return nil, false
}

func finite(n float64) bool { return !math.IsNaN(n) && !math.IsInf(n, 0) }
