package fsm

import (
	"slices"
	"testing"
)

// Ensure an event without a phone is known under each key by which somebody may wait for it, cut as the
// keys of runs are.
func TestWatched(t *testing.T) {
	wait := func(name, key, event string) Workflow {
		return Workflow{Name: name, Class: Promo, Enter: Enter{On: []string{"asked"}, Key: key},
			Steps: []Step{{Name: "wait", Kind: WaitForStep, Events: []EventWay{{On: event}}, Timeout: 1e12}}}
	}
	fields := map[string]Field{"product": {Type: StringType, Max: 5}, "size": {Type: NumberType, Optional: true}}
	p, err := Compile(Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "few msgs",
		Events:    map[string]EventType{"asked": {Fields: fields}, "back": {Fields: fields, Watchers: true}, "cheaper": {Fields: fields, Watchers: true}},
		Workflows: []Workflow{wait("a", "product", "back"), wait("b", "size", "back"), wait("c", "product", "back"), wait("d", "product", "cheaper"), wait("e", "", "back")},
	}, "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		event string
		data  map[string]any
		want  []Watch
	}{
		{"back", map[string]any{"product": "serum", "size": 30.0}, []Watch{{"back", "30"}, {"back", "serum"}}},
		{"back", map[string]any{"product": "serum and more"}, []Watch{{"back", "serum"}}},
		{"cheaper", map[string]any{"product": "serum", "size": 30.0}, []Watch{{"cheaper", "serum"}}},
		{"back", nil, nil},
		{"asked", map[string]any{"product": "serum"}, nil},
	} {
		if got := p.Watched(Happened{Type: c.event, Data: c.data}); !slices.Equal(got, c.want) {
			t.Errorf("%s %v is watched as %v, want %v", c.event, c.data, got, c.want)
		}
	}
}
