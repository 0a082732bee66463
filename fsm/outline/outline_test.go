package outline

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/quiet"
)

// Ensure no field can change without a fact that changes: what a plan does not show, nobody confirms.
func TestEveryFieldIsSaid(t *testing.T) {
	ask := fsm.Step{Kind: fsm.AskStep}
	every(t, "step", func(s *fsm.Step) []Fact { return Step(s) }, ask, "Name")
	plain := fsm.Workflow{Class: fsm.Promo}
	every(t, "workflow", func(w *fsm.Workflow) []Fact { return Workflow(w) }, plain, "Name", "Moved", "Steps")
	every(t, "program", func(d *fsm.Definition) []Fact { return Program(d) }, fsm.Definition{}, "Law", "Moved", "Workflows", "Support.Holidays")
}

// every changes each field of a value alone, and those within it, and looks whether the facts tell.
func every[T any](t *testing.T, what string, say func(*T) []Fact, plain T, but ...string) {
	t.Helper()
	of := reflect.TypeFor[T]()
	for i := range of.NumField() {
		if slices.Contains(but, of.Field(i).Name) {
			continue
		}
		for _, path := range leaves(of.Field(i).Type, of.Field(i).Name) {
			if slices.ContainsFunc(but, func(name string) bool { return strings.HasPrefix(path, name+".") }) {
				continue
			}
			base, changed := plain, plain
			fill(reflect.ValueOf(&base).Elem().Field(i), path, false)
			fill(reflect.ValueOf(&changed).Elem().Field(i), path, true)
			if slices.Equal(say(&base), say(&changed)) {
				t.Errorf("%s: a change of %s changes no fact", what, path)
			}
		}
	}
}

// leaves names the fields within a type, down to those that hold no others.
func leaves(of reflect.Type, path string) []string {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice:
		return leaves(of.Elem(), path)
	case reflect.Map:
		return leaves(of.Elem(), path)
	case reflect.Struct:
		var list []string
		for i := range of.NumField() {
			list = append(list, leaves(of.Field(i).Type, path+"."+of.Field(i).Name)...)
		}
		return list
	}
	return []string{path}
}

// fill sets the leaf at the path to another value than the rest of its kind has, if it is to change.
func fill(v reflect.Value, path string, change bool) {
	leaf := path[strings.LastIndex(path, ".")+1:]
	var set func(v reflect.Value, name string)
	set = func(v reflect.Value, name string) {
		odd := change && name == leaf
		switch v.Kind() {
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			set(v.Elem(), name)
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			set(v.Index(0), name)
		case reflect.Array:
			v.Index(3).SetBool(odd)
		case reflect.Map:
			v.Set(reflect.MakeMap(v.Type()))
			value := reflect.New(v.Type().Elem()).Elem()
			set(value, name)
			key := reflect.ValueOf("promo").Convert(v.Type().Key())
			v.SetMapIndex(key, value)
		case reflect.Struct:
			for i := range v.NumField() {
				set(v.Field(i), v.Type().Field(i).Name)
			}
		case reflect.Interface:
			v.Set(reflect.ValueOf(map[bool]string{true: "new", false: "old"}[odd]))
		case reflect.String:
			v.SetString(map[bool]string{true: "new", false: "old"}[odd])
		case reflect.Bool:
			v.SetBool(odd)
		case reflect.Float64:
			v.SetFloat(map[bool]float64{true: 2, false: 1}[odd])
		default:
			v.SetInt(map[bool]int64{true: int64(48 * time.Hour), false: int64(24 * time.Hour)}[odd])
			if v.Type() == reflect.TypeFor[fsm.Clock]() {
				v.SetInt(map[bool]int64{true: 600, false: 500}[odd])
			}
		}
	}
	set(v, leaf)
}

// Ensure every rule of the law is told, with all that it says.
func TestLaw(t *testing.T) {
	d := fsm.Definition{Law: []quiet.Rule{{Place: "US-TX", From: 20250901, Source: "a bill", Holidays: []quiet.Holiday{{Easter: 1}}}}}
	f := facts{}
	f.law(d.Law)
	if len(f) != 1 || f[0].Name != "rules.places.US-TX from 2025-09-01" || !strings.Contains(f[0].Says, "easter +1") ||
		!slices.Contains(Program(&d), f[0]) {
		t.Errorf("told as %v", f)
	}
}

// Ensure every day is told on which nobody is there.
func TestHolidays(t *testing.T) {
	d := fsm.Definition{Support: fsm.Support{Holidays: []quiet.Holiday{{Easter: 1}, {Month: time.December, Day: 24}}}}
	if want := (Fact{"support.holidays", "easter +1, december 24"}); !slices.Contains(Program(&d), want) {
		t.Errorf("told as %v", Program(&d))
	}
}

// Ensure waits and spans are written as people write them.
func TestWords(t *testing.T) {
	ten := fsm.ClockAt(600)
	for want, got := range map[string]string{
		"24h":                             fsm.Span(24 * time.Hour),
		"36h":                             fsm.Span(36 * time.Hour),
		"2d12h":                           fsm.Span(60 * time.Hour),
		"90m":                             fsm.Span(90 * time.Minute),
		"-2h30m":                          fsm.Span(-150 * time.Minute),
		"1s500ms":                         fsm.Span(1500 * time.Millisecond),
		"48h until 10:00":                 Wait(&fsm.Wait{For: 48 * time.Hour, Clock: ten}),
		"until Mon 10:00":                 Wait(&fsm.Wait{Days: [7]bool{1: true}, Clock: ten}),
		"until 3d before birthday 10:00":  Wait(&fsm.Wait{For: -72 * time.Hour, Of: "birthday", Clock: ten}),
		"until 2h after event.arrived_at": Wait(&fsm.Wait{For: 2 * time.Hour, Of: "event.arrived_at"}),
		"until 2026-12-01 10:00":          Wait(&fsm.Wait{Date: "2026-12-01", Clock: ten}),
		"5d before reorder":               delay(&fsm.Enter{Reorder: true, Delay: -120 * time.Hour}),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
