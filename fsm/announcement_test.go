package fsm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// listening is a person whose shop's webhooks are told of everything, with what they are told.
func listening(t *testing.T, program string) (*driver, *[]string) {
	t.Helper()
	def := definitions()[program]
	all := []Kind{}
	for _, k := range Kinds() {
		all = append(all, k.Kind)
	}
	at := Endpoint{URL: "https://crm.acme.test", Secret: "CRM_SECRET"}
	def.Webhooks = map[string]Webhook{"crm": {at, all}, "stops": {at, []Kind{SubscriberOptedOut}}}
	p, err := Compile(def, program)
	if err != nil {
		t.Fatal(err)
	}
	d, list, ids := newDriver(t, p, local(t, theZone, "2026-03-02 10:00").Time()), []string{}, map[string]bool{}
	d.log = func(dec Decision) {
		for _, a := range dec.News {
			if a.Webhook == "stops" {
				list = append(list, "stops too")
				continue
			}
			if ids[a.ID] || a.Phone != thePerson || a.Version != dec.Next.Version || strings.Contains(a.ID, string(thePerson)[1:]) {
				t.Errorf("its id is another's, or tells who it is: %+v", a)
			}
			ids[a.ID] = true
			list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s", a.Kind, short(a.Data))))
		}
	}
	return d, &list
}

// short writes what is told without texts and times.
func short(t Details) string {
	place := strings.TrimPrefix(t.Workflow+"."+t.Step, ".")
	return strings.Join(strings.Fields(fmt.Sprint(strings.TrimSuffix(place, "."), " ", t.Answer, t.Purpose, t.Link, t.Order, " ", t.By, " ", t.Reason, t.Code)), " ")
}

// expect compares what was told since the last time.
func expect(t *testing.T, when string, list *[]string, want ...string) {
	t.Helper()
	if !slices.Equal(*list, want) {
		t.Errorf("%s: told\n%s\nwant\n%s", when, strings.Join(*list, "\n"), strings.Join(want, "\n"))
	}
	*list = nil
}

// Ensure that webhooks are told of a whole conversation, each thing once and in its order, and of nothing that is history.
func TestAnnouncements(t *testing.T) {
	d, list := listening(t, "shop")
	d.do(OptIn{ID: "old", Purpose: ForService, Source: "import", Import: true, At: At(d.now)})
	d.do(Fact{Happened: Happened{ID: "o0", Type: Purchase, At: At(d.now.Add(-time.Hour))}, Backfill: true})
	expect(t, "history", list)
	d.text(Inbound{Body: "JOIN"})
	expect(t, "JOIN", list, "text.received keyword: join", "subscriber.opt_in_requested marketing", "text.sent confirm")
	d.text(Inbound{Body: "YES"})
	expect(t, "YES", list, "text.received confirm: exact/en/keyword yes/yes", "subscriber.opted_in marketing", "workflow.entered welcome opted_in",
		"text.sent welcome", "text.sent welcome.interest")
	d.do(Status{Seq: 4, SID: "SM4", Status: "delivered"})
	d.do(Status{Seq: 4, SID: "SM4", Status: "delivered"})
	expect(t, "delivered", list, "text.delivered welcome")
	d.text(Inbound{Body: "2"})
	expect(t, "an answer", list, "text.received answer makeup: exact 2", "question.answered welcome.interest makeup", "text.sent welcome.best")
	d.do(Clicked{ID: "c", Seq: 7, To: "https://acme.test/makeup", At: At(d.now)})
	d.do(Clicked{ID: "c", Seq: 7, To: "https://acme.test/makeup", At: At(d.now)})
	d.do(Clicked{ID: "b", Seq: 7, To: "https://acme.test/makeup", At: At(d.now), By: ByBot})
	expect(t, "a click", list, "link.clicked welcome.best https://acme.test/makeup")
	d.do(Fact{Happened: Happened{ID: "o1", Type: Purchase, At: At(d.now), Data: map[string]any{"value": 42.0}}})
	expect(t, "a purchase", list, "order.attributed welcome.best o1 click", "workflow.goal welcome goal purchase", "workflow.finished welcome goal purchase")
	d.do(Take{Agent: "kim"})
	expect(t, "an agent", list, "thread.taken kim")
	d.do(Handback{By: "kim"})
	expect(t, "given back", list, "thread.handed_back kim")
	d.text(Inbound{Body: "STOP"})
	expect(t, "STOP", list, "text.received stop: exact/en/keyword stop/stop", "subscriber.opted_out", "stops too", "text.sent stopped")
	d.do(Erase{By: "kim"})
	expect(t, "erased", list)
}

// Ensure that a text that is refused, or given up, is told as such, and that nobody is told where no webhook is.
func TestAnnouncementsOfFailures(t *testing.T) {
	d, list := listening(t, "shop")
	d.next = []Settled{{Outcome: Refused, Code: "30006"}}
	d.do(Fact{Happened: Happened{ID: "s", Type: "shipped", At: At(d.now)}})
	expect(t, "refused", list, "workflow.entered order event shipped", "text.failed order.sent 30006", "workflow.finished order completed: refused: 30006")
	d.text(Inbound{Body: "AGENT"})
	if got := strings.Join(*list, "|"); !strings.Contains(got, "thread.waiting") {
		t.Errorf("AGENT: told %s", got)
	}
	d.p = compiled(t, "shop")
	*list = nil
	d.text(Inbound{Body: "JOIN"})
	expect(t, "without webhooks", list)
}
