package fsm

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Ensure that a number becomes a customer's when he has none, or one since an earlier time, and that no
// decision tells whose number it was.
func TestBind(t *testing.T) {
	p := compiled(t, "shop")
	const now = Moment(1_700_000_000_000)
	for name, c := range map[string]struct {
		bound *Bound
		want  []Bind
		line  string
	}{
		"no number":   {nil, []Bind{{"c1", now - 5}}, "customer"},
		"this one":    {&Bound{Here: true, At: now}, nil, ""},
		"another":     {&Bound{At: now - 5}, []Bind{{"c1", now - 5}}, "customer"},
		"a newer one": {&Bound{At: now - 4}, nil, "refuse:customer"},
	} {
		ev := Fact{Happened: Happened{ID: "e1", Type: "seen", At: now - 5}, Customer: "c1"}
		rec := Record{Phone: thePerson}
		for range 2 {
			d, err := p.Decide(rec, Inputs{Bound: c.bound}, ev, now)
			if err != nil {
				t.Fatal(err)
			}
			line := ""
			for _, l := range d.Lines {
				if l.Event == "customer" || l.Event == "refuse:customer" {
					line = l.Event
				}
			}
			if diff := cmp.Diff(c.want, d.Binds); diff != "" || line != c.line {
				t.Errorf("%s: the journal says %q %s", name, line, diff)
			}
			rec, c.want, c.line = d.Next, nil, "" // the same event once more
		}
	}
	d, err := p.Decide(Record{Phone: thePerson}, Inputs{}, Attributes{Customer: "c1"}, now)
	if diff := cmp.Diff([]Bind{{"c1", now}}, d.Binds); diff != "" || err != nil {
		t.Errorf("attributes: %v %s", err, diff)
	}
}
