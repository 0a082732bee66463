package fsm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Ensure that of the first kind of touch within its window the latest is chosen, and none where all are too old.
func TestChoose(t *testing.T) {
	hour := Moment(time.Hour.Milliseconds())
	at := 1000 * hour
	touch := func(kind TouchKind, hours int64, seq uint64) Touch {
		return Touch{kind, at - Moment(hours)*hour, seq, "cart.remind"}
	}
	all := []Touch{touch(CodeTouch, 700, 1), touch(ClickTouch, 100, 2), touch(ClickTouch, 90, 3), touch(ReplyTouch, 3, 4), touch(DeliveredTouch, 2, 5), touch(ClickTouch, -1, 6)}
	for _, c := range []struct {
		rules   Attribution
		touches []Touch
		want    int
	}{
		{Attribution{}, all, 0}, {Attribution{}, all[1:], 1}, {Attribution{}, all[3:], 0}, {Attribution{}, all[4:], 0}, {Attribution{}, all[5:], -1}, {Attribution{}, nil, -1},
		{Attribution{Prefer: []TouchKind{DeliveredTouch, ClickTouch}}, all, 4}, {Attribution{Prefer: []TouchKind{ClickTouch}}, all, 2},
		{Attribution{Windows: map[TouchKind]time.Duration{CodeTouch: time.Hour, ClickTouch: 90 * time.Hour}}, all, 2},
		{Attribution{Windows: map[TouchKind]time.Duration{CodeTouch: time.Hour, ClickTouch: 89 * time.Hour}}, all, 3},
	} {
		if got := c.rules.withDefaults().Choose(at, c.touches); got != c.want {
			t.Errorf("%s: touch %d, want %d", c.rules.withDefaults(), got, c.want)
		}
	}
}

// shopper is a person of the clicks program, with the rows of the orders as a store would hold them.
type shopper struct {
	*driver
	orders map[string]Order
	sums   map[string]int64 // what was booked of orders, by workflow, name and day
}

func newShopper(t testing.TB) *shopper {
	s := &shopper{newDriver(t, compiled(t, "clicks"), time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)), map[string]Order{}, map[string]int64{}}
	s.log = func(d Decision) {
		s.book(d.Measures)
		for _, o := range d.Orders {
			s.orders[o.ID] = o
		}
	}
	return s
}

// book adds up what orders count for; nothing where it came to nothing.
func (s *shopper) book(list []Measure) {
	for _, m := range list {
		if m.Name != SumRefunds && !strings.HasPrefix(m.Name, SumAttributed) {
			continue
		}
		key := fmt.Sprintf("%d %s.%s %s %s", m.Day, m.Workflow, m.Step, m.Name, m.Detail)
		if s.sums[key] += m.N; s.sums[key] == 0 {
			delete(s.sums, key)
		}
	}
}

// do brings the orders that the event needs.
func (s *shopper) do(ev Event) {
	s.brought = nil
	for _, id := range s.p.OrdersFor(&s.rec, ev) {
		if o, ok := s.orders[id]; ok {
			s.brought = append(s.brought, o)
		}
	}
	s.driver.do(ev)
	s.brought = nil
}

func (s *shopper) tells(kind, id, order string, value any, ago time.Duration) {
	data := map[string]any{"order_id": order}
	if value != nil {
		data["value"] = value
	}
	s.do(Fact{Happened: Happened{ID: id, Type: kind, At: At(s.now.Add(-ago)), Data: data}})
}

// texted has a text of the nudge workflow sent and delivered, and gives it; none where none may go at this hour.
func (s *shopper) texted(product string) Message {
	before := len(s.sent)
	s.do(Fact{Happened: Happened{ID: "viewed " + product, Type: "viewed", At: At(s.now), Data: map[string]any{"product": product}}})
	if len(s.sent) == before {
		return Message{}
	}
	m := s.sent[len(s.sent)-1]
	s.do(Status{Seq: m.Seq, Status: "delivered"})
	return m
}

// Ensure that an order keeps all that may have led to it and is attributed once, that telling it again changes
// nothing, and that refunds are subtracted, at most to nothing.
func TestOrders(t *testing.T) {
	s := newShopper(t)
	m := s.texted("balm")
	s.now = s.now.Add(time.Hour)
	s.do(Clicked{ID: "K1", Seq: m.Seq, At: At(s.now), By: ByBot})
	s.do(Clicked{ID: "K2", Seq: m.Seq, At: At(s.now)})
	s.now = s.now.Add(time.Hour)
	s.tells(Purchase, "e1", "o1", 42.5, 0)
	o := s.orders["o1"]
	want := Order{Phone: thePerson, ID: "o1", At: At(s.now), Value: 4250, Chosen: 2, ChosenAt: At(s.now), Touches: []Touch{
		{DeliveredTouch, At(s.now.Add(-2 * time.Hour)), m.Seq, "nudge.look"}, {ClickTouch, At(s.now.Add(-time.Hour)), m.Seq, "nudge.look"}}}
	if diff := cmp.Diff(want, o); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	s.tells(Purchase, "e2", "o1", 42.5, 0)
	s.tells(Refund, "r1", "o1", 12.5, 0)
	s.tells(Refund, "r1", "o1", 12.5, 0)
	if o = s.orders["o1"]; o.Refunded() != 1250 || s.rec.Orders.Count != 1 || s.rec.Orders.Total != 30 {
		t.Errorf("%+v and %+v, want one order of 30 net", o, s.rec.Orders)
	}
	s.tells(Refund, "r2", "o1", nil, 0)
	if o = s.orders["o1"]; o.Refunded() != 4250 || s.rec.Orders.Total != 0 {
		t.Errorf("%+v and %+v, want nothing left", o, s.rec.Orders)
	}
	s.tells(Refund, "r3", "o2", 5.0, 0)
	s.tells(Purchase, "e3", "o2", 20.0, 0)
	if o = s.orders["o2"]; o.At == 0 || o.Value != 2000 || o.Refunded() != 500 || s.rec.Orders.Total != 15 || s.rec.Orders.Count != 2 {
		t.Errorf("%+v and %+v, want an order whose refund came first", o, s.rec.Orders)
	}
}

// Ensure that late orders look at what came before they were made, and that a click which is learned late, but came
// before, is counted.
func TestLateOrders(t *testing.T) {
	s := newShopper(t)
	s.tells(Purchase, "e0", "o0", 1.0, 0)
	if o := s.orders["o0"]; o.Chosen != 0 || len(o.Touches) != 0 {
		t.Errorf("%+v, want nobody's", o)
	}
	m := s.texted("balm")
	s.now = s.now.Add(time.Hour)
	s.tells(Purchase, "e1", "o1", 1.0, 0)
	s.tells(Purchase, "e2", "o2", 1.0, 2*time.Hour)
	if one, two := s.orders["o1"], s.orders["o2"]; one.Chosen != 1 || two.Chosen != 0 {
		t.Errorf("%+v and %+v, want that of after the text alone", one, two)
	}
	s.do(Clicked{ID: "K1", Seq: m.Seq, At: At(s.now.Add(-time.Minute))})
	if touch, _ := s.pick("o1"); touch.Kind != ClickTouch {
		t.Errorf("%+v, want the click", s.orders["o1"])
	}
	if touch, ok := s.pick("o2"); ok {
		t.Errorf("%+v, want nobody's: it was made before", touch)
	}
}

func (s *shopper) pick(id string) (Touch, bool) {
	o := s.orders[id]
	return o.Touch()
}

// Ensure that an order is attributed anew where the program does so otherwise, and left alone where not.
func TestReattribute(t *testing.T) {
	s := newShopper(t)
	s.texted("balm")
	s.now = s.now.Add(30 * time.Hour)
	s.tells(Purchase, "e1", "o1", 1.0, 0)
	if _, ok := s.pick("o1"); ok {
		t.Fatal("attributed beyond the window")
	}
	d := shop()
	withClicks(&d)
	d.Attribution.Windows = map[TouchKind]time.Duration{DeliveredTouch: 48 * time.Hour}
	p, err := Compile(d, "r2")
	if err != nil {
		t.Fatal(err)
	}
	s.p = p
	s.do(Reattribute{"o1"})
	touch, _ := s.pick("o1")
	if touch.Name != "nudge.look" {
		t.Errorf("%+v, want that of nudge.look", s.orders["o1"])
	}
	version := s.rec.Version
	for _, id := range []string{"o1", "unknown"} {
		if s.do(Reattribute{id}); s.rec.Version != version {
			t.Errorf("attributing %s to the same is a change", id)
		}
	}
}

// Ensure that touches are bounded, that of each text and kind the first and the latest stay, and that the oldest go.
func TestTouchesBounded(t *testing.T) {
	d := &deciding{p: compiled(t, "shop"), now: 100_000_000_000}
	for i := range Moment(3 * MaxTouches) {
		d.touch(Touch{ClickTouch, d.now - 1000 + i, 7, "a.b"})
		d.touch(Touch{DeliveredTouch, d.now - 1000 + i, uint64(100 + i), "a.c"})
	}
	d.touch(Touch{ClickTouch, d.now.Add(-touchesFor - time.Second), 1, "a.d"})
	d.touch(Touch{ClickTouch, d.now, 1, ""})
	d.boundTouches()
	clicks := slices.DeleteFunc(slices.Clone(d.rec.Touches), func(t Touch) bool { return t.Kind != ClickTouch })
	if len(d.rec.Touches) != MaxTouches || len(clicks) != 1 || clicks[0].At != d.now-1000+3*MaxTouches-1 || !slices.IsSortedFunc(d.rec.Touches, earlier) {
		t.Errorf("remembered: %v", d.rec.Touches)
	}
}

// Ensure that however shops tell of orders, refunds and clicks, each order counts once, what is attributed is what a
// recomputation over all orders attributes, and nothing is given back beyond its value.
func TestOrdersOfAnyLife(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newShopper(t)
		var texts []Message
		told := map[string]int64{}
		for i := range rapid.IntRange(1, 12).Draw(rt, "events") {
			s.now = s.now.Add(time.Duration(rapid.IntRange(0, 60).Draw(rt, "hours")) * time.Hour)
			id, order := fmt.Sprintf("e%d", i), rapid.SampledFrom([]string{"o1", "o2", "o3"}).Draw(rt, "order")
			ago, value := time.Duration(rapid.IntRange(0, 90).Draw(rt, "ago"))*time.Hour, rapid.Int64Range(0, 9999).Draw(rt, "value")
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0:
				if m := s.texted(id); m.Seq > 0 {
					texts = append(texts, m)
				}
			case 1:
				if len(texts) > 0 {
					s.do(Clicked{ID: id, Seq: rapid.SampledFrom(texts).Draw(rt, "text").Seq, At: At(s.now.Add(-ago))})
				}
			case 2:
				if _, again := told[order]; !again {
					told[order] = value
				}
				s.tells(Purchase, id, order, float64(value)/100, ago)
			default:
				s.tells(Refund, id, order, float64(value)/100, 0)
			}
		}
		slow := &shopper{sums: map[string]int64{}}
		for _, o := range s.orders {
			for _, m := range o.sums() {
				m.Day = s.p.Day(o.At)
				slow.book([]Measure{m})
			}
		}
		if diff := cmp.Diff(slow.sums, s.sums); diff != "" {
			rt.Errorf("sums (-recomputed +kept):\n%s", diff)
		}
		var total, attributed int64
		for id, o := range s.orders {
			total += o.Value - o.Refunded()
			if o.Value != told[id] || o.Refunded() > o.Value {
				rt.Errorf("%+v, told as worth %d", o, told[id])
			}
			if want := s.p.Attribution.Choose(o.At, o.Touches) + 1; o.At != 0 && o.Chosen != want {
				rt.Errorf("%+v, chosen anew it is touch %d", o, want)
			}
			if touch, ok := o.Touch(); ok {
				attributed += o.Value - o.Refunded()
				if touch.At > o.At {
					rt.Errorf("%+v is attributed to what came later", o)
				}
			}
		}
		if attributed > total || s.rec.Orders.Count != len(told) {
			rt.Errorf("%d of %d attributed, %d orders of %d counted", attributed, total, s.rec.Orders.Count, len(told))
		}
	})
}
