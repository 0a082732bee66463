package fsm

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

const (
	theSender  = "+12125550111"
	otherSend  = "+12125550222"
	thePerson  = Phone("+12125550100")
	theZone    = "America/New_York"
	testSecret = "not a secret"
)

// definitions are the programs that scenarios speak of by name.
func definitions() map[string]Definition {
	defs := map[string]Definition{"shop": shop()}
	vary := func(name string, change func(*Definition)) {
		d := shop()
		change(&d)
		defs[name] = d
	}
	vary("single", func(d *Definition) { d.DoubleOptIn = false })
	vary("carrier", func(d *Definition) { d.Senders = []Sender{{Address: theSender, Kind: LongCode}} })
	vary("two_carriers", func(d *Definition) {
		d.Senders = []Sender{{Address: theSender, Kind: LongCode}, {Address: otherSend, Kind: LongCode}}
	})
	vary("service", func(d *Definition) { d.Senders = []Sender{{Address: "MG1"}} })
	vary("two_senders", func(d *Definition) {
		d.Senders = append(d.Senders, Sender{Address: otherSend, Kind: TestPhone})
	})
	vary("capped", func(d *Definition) {
		d.Caps = []Cap{{Max: 2, Per: 24 * time.Hour}, {Max: 3, Per: 7 * 24 * time.Hour}}
		d.Gap = 2 * time.Hour
	})
	vary("ranked", func(d *Definition) { d.Workflows[0].Rank = 20 })
	vary("settling", func(d *Definition) { d.Settle = 5 * time.Minute })
	vary("next", func(d *Definition) { // without the question, and with an earlier second text
		w := &d.Workflows[0]
		w.Steps = slices.DeleteFunc(w.Steps, func(s Step) bool { return s.Name == "interest" })
	})
	vary("waiting", func(d *Definition) { // the news wait for a day
		i := slices.IndexFunc(d.Workflows, func(w Workflow) bool { return w.Name == "news" })
		d.Workflows[i].Steps = []Step{{Name: "tell", Kind: WaitStep, Wait: Wait{For: 24 * time.Hour}},
			{Name: "more", Kind: SendStep, Texts: say("So much for the news.")}}
	})
	vary("reworded", func(d *Definition) {
		d.Workflows[0].Steps[0].Answers = []Answer{{Name: "hair", Words: []string{"1", "hair"}}}
	})
	vary("kinds", func(d *Definition) { d.Workflows = append(d.Workflows, kinds()...) })
	vary("waits", withWaits)
	vary("clicks", withClicks)
	vary("moved_old", movedPrograms(true))
	vary("moved_new", movedPrograms(false))
	vary("moved_old_again", func(d *Definition) { // an older revision, with what was moved away from it moved back
		movedPrograms(true)(d)
		d.Moved = map[string]string{"new": "old"}
		d.Workflows[len(d.Workflows)-1].Moved = map[string]string{"hello": "first", "ask": "which", "rest": "pause"}
	})
	vary("swapped", func(d *Definition) { // the pause of the welcome comes before the texts
		steps := d.Workflows[0].Steps
		steps[1], steps[2] = steps[2], steps[1]
		steps[0].Next = "best"
	})
	vary("supported", func(d *Definition) {
		d.DoubleOptIn = false
		d.Support = Support{FirstResponse: time.Hour, NextResponse: 4 * time.Hour, ReassignAfter: 2 * time.Hour, HandoffAfter: 2,
			Holidays:    []quiet.Holiday{{Month: time.March, Day: 4}},
			HandoffWhen: map[string]Handoff{"angry": {Words: []string{"refund", "worst ever"}}, "big": {If: "orders.total >= 1000"}}}
		d.Replies = map[string]string{"open": "We are open 9 to 5, {{ interest | default: 'friend' }}."}
	})
	vary("trial", withTrial(Holdout{}, 1))
	vary("trial_shifted", withTrial(Holdout{}, 0))
	vary("held", withTrial(Holdout{Share: MostHeld, Salt: "spring"}, 1))
	vary("best_time", withBestTime)
	vary("calls", withCalls)
	vary("offers", withOffers)
	vary("unasked", withUnasked)
	vary("dates", withDates)
	vary("reorder", withReorder)
	vary("watchers", withWatchers)
	vary("broadcasts", withBroadcasts)
	vary("suppressed", func(d *Definition) {
		d.Suppress = map[string]Suppression{
			"bad":     {If: "number.unreachable > 0", Classes: Classes(), Then: ToHold},
			"buyers":  {If: "orders.days_since < 2", Classes: []Class{Promo}},
			"in_cart": {If: "in_workflow('cart')", Workflows: []string{"sale"}},
			"ticket":  {If: "thread.open", Workflows: []string{"news"}},
			"unhappy": {If: "rating == 1", Then: ToDrop, Classes: []Class{Promo}},
			"won":     {If: "converted('welcome', '30d')", Workflows: []string{"poll"}, Then: ToDrop},
		}
		d.Workflows[4].Ignores = []string{"bad"}
		d.SendBy = map[Class]time.Duration{Promo: 5 * 24 * time.Hour}
		d.DoubleOptIn = false
	})
	vary("arbitrated", func(d *Definition) {
		d.Gap, d.Caps = 2*time.Hour, []Cap{{Max: 3, Per: 24 * time.Hour}}
		d.Workflows[1].Steps = d.Workflows[1].Steps[:1] // one reminder of a cart, an hour after it was left
		d.Workflows[3].Steps = []Step{{Name: "tell", Kind: SendStep, Texts: say("Sale!")}}
	})
	return defs
}

// kinds are workflows with the kinds of steps that the shop has no use for.
func kinds() []Workflow {
	return []Workflow{
		{Name: "vip", Class: Lifecycle, Enter: Enter{On: []string{"vip"}, If: "rating < 9"}, Exits: []Exit{{On: "left", Start: "resent"}},
			Steps: []Step{
				{Name: "which", Kind: BranchStep, Cases: []BranchCase{{If: "orders.count > 1", Then: "gold"}, {Then: "plain"}}},
				{Name: "gold", Kind: SendStep, Texts: say("Gold, {{ orders.count }} orders, {{ orders.total | round }} spent.")},
				{Name: "plain", Kind: SendStep, If: "orders.count < 2", Texts: say("Plain.")},
				{Name: "arms", Kind: SplitStep, Arms: []Arm{{"only", 1}, {"never", 0}}},
				{Name: "mark", Kind: SetStep, Set: map[string]any{"rating": 7, "interest": "vip"}},
				{Name: "nine", Kind: WaitStep, Wait: Wait{Clock: ClockAt(9*60 + 30)}},
				{Name: "armed", Kind: SendStep, If: "arm.arms == 'only'", Texts: say("Armed as {{ arm.arms | default: 'none' }}.")},
				{Name: "more", Kind: StartStep, Start: "news"},
				{Name: "out", Kind: ExitStep},
				{Name: "unreached", Kind: SendStep, Texts: say("Never.")},
			}},
		{Name: "resent", Class: Service, Enter: Enter{On: []string{"resent"}},
			Steps: []Step{{Name: "twice", Kind: SendStep, Texts: say("Rather twice than never."), Resend: true}}},
		{Name: "spin", Class: Service, Enter: Enter{On: []string{"spin"}},
			Steps: []Step{
				{Name: "a", Kind: BranchStep, Cases: []BranchCase{{Then: "b"}}},
				{Name: "b", Kind: BranchStep, Cases: []BranchCase{{Then: "a"}}},
			}},
	}
}

// shop is a small program with every kind of step, in all three classes.
func shop() Definition {
	return Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "up to 4 msgs/month", Zone: theZone, DoubleOptIn: true,
		Senders: []Sender{{Address: theSender, Kind: TestPhone}},
		Keywords: []Keyword{
			{Name: "join", Words: []string{"join"}, Does: "opt_in"},
			{Name: "agent", Words: []string{"agent"}, Does: "agent"},
			{Name: "hours", Words: []string{"hours"}, Does: "reply", Text: "{{ brand }}: open 9 to 5."},
			{Name: "deals", Words: []string{"deals"}, Does: "start", Start: "sale"},
			{Name: "poll", Words: []string{"poll"}, Does: "start", Start: "poll"},
		},
		Attributes: map[string]Field{"interest": {Type: StringType}, "size": {Type: StringType}, "rating": {Type: NumberType}, "note": {Type: StringType}},
		Events: plainEvents(map[string]EventType{"cart": {Fields: map[string]Field{"cart": {Type: StringType}, "value": {Type: NumberType, Optional: true}}}},
			"delivered", "sale", "shipped", "news", "poll", "click", "vip", "left", "resent", "spin"),
		Workflows: []Workflow{welcome(), cart(), care(), sale(), order(), news(), poll()},
	}
}

// plainEvents adds event types without fields.
func plainEvents(events map[string]EventType, kinds ...string) map[string]EventType {
	for _, kind := range kinds {
		events[kind] = EventType{}
	}
	return events
}

func welcome() Workflow {
	return Workflow{Name: "welcome", Class: Lifecycle, Enter: Enter{On: []string{OptedIn}, Limit: 1, Per: 365 * 24 * time.Hour},
		Goal: &Goal{On: Purchase, Within: 7 * 24 * time.Hour},
		Steps: []Step{
			{Name: "interest", Kind: AskStep, Texts: say("Welcome to {{ brand }}! Reply 1 for skincare, 2 for makeup."),
				Answers: []Answer{{Name: "skincare", Words: []string{"1", "skin", "skincare"}}, {Name: "makeup", Words: []string{"2", "makeup"}}},
				Save:    "interest", Retry: "Please reply 1 or 2.", Retries: 1, Timeout: 24 * time.Hour},
			{Name: "best", Kind: SendStep, Texts: []TextCase{
				{If: "interest == 'makeup'", Text: "Our makeup favourites."}, {Text: "Our skincare favourites."}}},
			{Name: "pause", Kind: WaitStep, Wait: Wait{For: 24 * time.Hour}},
			{Name: "offer", Kind: SendStep, Texts: say("10% off, just for you."), SendBy: 20 * time.Hour},
		}}
}

func cart() Workflow {
	return Workflow{Name: "cart", Class: Lifecycle, Rank: 5,
		Enter: Enter{On: []string{"cart"}, Key: "cart", Delay: time.Hour, Unless: []string{Purchase}},
		Exits: []Exit{{On: Purchase}},
		Steps: []Step{
			{Name: "remind", Kind: SendStep, Texts: say("Your cart is waiting.")},
			{Name: "click", Kind: WaitForStep, Events: []EventWay{{On: "click"}}, Timeout: 4 * time.Hour, OnTimeout: "last"},
			{Name: "keep", Kind: AskStep, Texts: say("Keep cart {{ event.cart }}? Reply KEEP or DROP."), Timeout: 12 * time.Hour,
				Answers: []Answer{{Name: "keep", Words: []string{"keep"}}, {Name: "drop", Words: []string{"drop"}, Next: End}}},
			{Name: "last", Kind: SendStep, Texts: say("Last call for your cart.")},
		}}
}

func care() Workflow {
	return Workflow{Name: "care", Class: Service, Enter: Enter{On: []string{"delivered"}},
		Steps: []Step{
			{Name: "rating", Kind: AskStep, Texts: say("How was it? Reply 1 for bad, 5 for good."), Save: "rating",
				Answers: []Answer{{Name: "1", Words: []string{"1", "bad"}, Next: "sorry"}, {Name: "5", Words: []string{"5", "good", "yes"}}},
				Retry:   "Please reply 1 or 5.", Retries: 1, Timeout: 48 * time.Hour, OnTimeout: End},
			{Name: "thanks", Kind: SendStep, Texts: say("Thank you!"), Next: End},
			{Name: "sorry", Kind: HandoffStep, Next: End},
		}}
}

func sale() Workflow {
	return Workflow{Name: "sale", Class: Promo, Enter: Enter{On: []string{"sale"}},
		Steps: []Step{
			{Name: "size", Kind: AskStep, Texts: say("Sale! Reply S, M or L."), Save: "size", Timeout: 6 * time.Hour, OnTimeout: End,
				Answers: []Answer{{Name: "s", Words: []string{"s"}}, {Name: "m", Words: []string{"m"}}, {Name: "l", Words: []string{"l"}}}},
			{Name: "found", Kind: SendStep, Texts: say("In {{ size | upcase | default: 'any size' }} we have shirts.")},
		}}
}

func order() Workflow {
	return Workflow{Name: "order", Class: Service, Enter: Enter{On: []string{"shipped"}},
		Steps: []Step{{Name: "sent", Kind: SendStep, Texts: say("Your order is on its way.")}}}
}

func news() Workflow {
	return Workflow{Name: "news", Class: Lifecycle, Enter: Enter{On: []string{"news"}},
		Steps: []Step{{Name: "tell", Kind: SendStep, Texts: say("News from {{ brand }}.")}}}
}

func poll() Workflow {
	return Workflow{Name: "poll", Class: Lifecycle, Enter: Enter{On: []string{"poll"}},
		Steps: []Step{
			{Name: "why", Kind: AskStep, Texts: say("Why {{ brand }}? Tell us."), Free: true, Save: "note", Timeout: 24 * time.Hour},
			{Name: "done", Kind: SendStep, Texts: say("Thanks for telling us.")},
		}}
}

func say(text string) []TextCase { return []TextCase{{Text: text}} }

// compiled compiles a definition that must be right.
func compiled(t testing.TB, name string) *Program {
	t.Helper()
	def, ok := definitions()[name]
	if !ok {
		t.Fatalf("there is no program %q; there are %q", name, slices.Sorted(maps.Keys(definitions())))
	}
	p, err := Compile(def, name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
