package fsm

import (
	"testing"
	"time"
)

// withReorder adds a workflow that goes by how long a product lasts.
func withReorder(d *Definition) {
	d.Products = map[string]Days{"default": 30, "serum": 45}
	d.Workflows = append(d.Workflows, Workflow{Name: "refill", Class: Service, Exits: []Exit{{On: Purchase}},
		Enter: Enter{On: []string{Purchase}, Key: "product", Reorder: true, Delay: -5 * 24 * time.Hour},
		Steps: []Step{
			{Name: "low", Kind: SendStep, Texts: say("Running low on {{ event.product }}?")},
			{Name: "bought", Kind: WaitForStep, Timeout: 72 * time.Hour, OnTimeout: End, Events: []EventWay{{On: Purchase, Then: End}}},
		}})
}

// Ensure that how long a product lasts is drawn from the person's own intervals, and towards what the program
// says of it while they are few.
func TestLasts(t *testing.T) {
	day := Moment(24 * time.Hour / time.Millisecond)
	for _, c := range []struct {
		name     string
		products map[string]Days
		bought   []Moment // days
		want     float64  // days
	}{
		{"nothing is known", nil, nil, 30},
		{"the default", map[string]Days{"default": 20}, nil, 20},
		{"the product's own", map[string]Days{"default": 20, "serum": 45}, []Moment{7}, 45},
		{"one interval", map[string]Days{"serum": 45}, []Moment{0, 60}, 50},
		{"many intervals", map[string]Days{"serum": 45}, []Moment{0, 60, 120, 180, 240, 300, 360, 420, 480}, 57},
		{"out of order", map[string]Days{"serum": 45}, []Moment{60, 0}, 50},
		{"twice a day", map[string]Days{"serum": 45}, []Moment{10, 10}, 30},
	} {
		p := compiled(t, "reorder")
		p.Products = c.products
		d := &deciding{p: p}
		for _, at := range c.bought {
			d.buys(Happened{Type: Purchase, At: at * day, Data: map[string]any{"product": "serum"}})
		}
		if got := d.lasts("serum").Hours() / 24; got != c.want {
			t.Errorf("%s: %g days, want %g", c.name, got, c.want)
		}
	}
}

// Ensure that of many products those bought last are remembered, and of an event that names no product
// nothing is.
func TestBoughtIsBounded(t *testing.T) {
	d := &deciding{p: compiled(t, "reorder")}
	for i := range MaxBought + 3 {
		d.buys(Happened{Type: Purchase, At: Moment(100 - i), Data: map[string]any{"product": string(rune('a' + i))}})
	}
	d.buys(Happened{Type: Purchase, At: 200, Data: map[string]any{"value": 3.0}})
	d.buys(Happened{Type: "cart", At: 200, Data: map[string]any{"product": "z"}})
	d.boundBought()
	if len(d.rec.Bought) != MaxBought || d.rec.Bought[0].Product != "a" || d.rec.Bought[MaxBought-1].Product != "h" {
		t.Errorf("remembered: %v", d.rec.Bought)
	}
}
