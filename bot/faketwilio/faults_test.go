package faketwilio

import (
	"encoding/json"
	"testing"
)

// TestFaultNames: each fault survives its two written forms.
func TestFaultNames(t *testing.T) {
	for _, name := range FaultNames() {
		f, err := ParseFaults(" " + name + " = 0.5,")
		if err != nil || f == (Faults{}) || f.String() != name+"=0.5" {
			t.Errorf("%s: read as %+v, error %v", name, f, err)
		}
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var back Faults
		if err := json.Unmarshal(data, &back); err != nil || back != f {
			t.Errorf("%s: %s read as %+v, error %v", name, data, back, err)
		}
	}
}

func TestFaultsRefused(t *testing.T) {
	for _, text := range []string{"gremlins=1", "hang", "hang=x", "hang=1.1", "hang=-0.1"} {
		if _, err := ParseFaults(text); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
	var f Faults
	for _, text := range []string{`{"hang":2}`, `{"hang":"x"}`, `[]`} {
		if err := json.Unmarshal([]byte(text), &f); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
	if f, err := ParseFaults(""); err != nil || f != (Faults{}) || f.String() != "" {
		t.Errorf("nothing: %+v, %v", f, err)
	}
}

// TestFateIsStable: one number has one fate, and a probability moves no other draw.
func TestFateIsStable(t *testing.T) {
	some := Faults{HangAfterAccept: 0.3, CallbackLost: 0.3, FailAsync: 0.3}
	more := some
	more.CallbackEarly = 1
	seen := map[Outcome]int{}
	for n := range uint64(1000) {
		a, b := drawFate(7, n, &some), drawFate(7, n, &more)
		if a != drawFate(7, n, &some) {
			t.Fatalf("call %d has two fates", n)
		}
		b.early = a.early
		if a != b {
			t.Fatalf("call %d: %+v became %+v", n, a, b)
		}
		seen[a.outcome]++
	}
	if hung := seen[Hung]; hung < 250 || hung > 350 {
		t.Errorf("%d of 1000 hung, want about 300", hung)
	}
}
