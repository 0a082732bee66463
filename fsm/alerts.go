package fsm

import (
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm/spelling"
)

// The anomalies that a running server looks for, and tells of at once.
const (
	AlertQueue    = "queue"    // a sender's first text wants to go for long
	AlertSending  = "sending"  // texts want to go, and none goes
	AlertReports  = "reports"  // the carrier takes texts and reports on none
	AlertInbound  = "inbound"  // nobody texts any more
	AlertFiltered = "filtered" // carriers filter more than before
	AlertOptOuts  = "optouts"  // a workflow drives people away
	AlertAnswers  = "answers"  // answers of the staff are late
	AlertSilence  = "silence"  // a source that used to post no longer does
	AlertWebhook  = "webhook"  // a webhook does not take what it is told
)

// AlertRules names all of them.
func AlertRules() []string {
	return []string{AlertAnswers, AlertFiltered, AlertInbound, AlertOptOuts, AlertQueue, AlertReports, AlertSending, AlertSilence, AlertWebhook}
}

// Alerts says what anomalies are looked for, and who is told of them. Zero stands for what WithDefaults says.
type Alerts struct {
	Endpoint // is told when an alert begins and ends; without one it is in the log and the API alone

	Off      []string                 // rules that are not looked at
	Queue    time.Duration            // that a text may want to go
	Sending  time.Duration            // without any text, while some want to go
	Reports  int                      // texts without a delivery report,
	Within   time.Duration            // none of which came within this time
	Inbound  int                      // texts from people, a day, after which two days without any are odd
	Filtered float64                  // share of a day's texts that may be filtered
	Silence  map[string]time.Duration // of a source that used to post, by its name; "default" for all others
}

// The bounds of what a program may say of alerts.
const (
	MinAlertSpan  = 5 * time.Minute // they are looked for as often
	MaxAlertSpan  = 24 * time.Hour
	MinSilence    = time.Hour
	MaxSilence    = 90 * 24 * time.Hour
	MaxAlertTexts = 10_000
)

// defaultSilence is how Silence calls sources that it does not name.
const defaultSilence = "default"

// WithDefaults fills in what a program leaves open.
func (a Alerts) WithDefaults() Alerts {
	orElse := func(d *time.Duration, or time.Duration) {
		if *d == 0 {
			*d = or
		}
	}
	orElse(&a.Queue, 30*time.Minute)
	orElse(&a.Sending, 30*time.Minute)
	if a.Reports == 0 {
		a.Reports, a.Within = 20, 30*time.Minute
	}
	if a.Inbound == 0 {
		a.Inbound = 20
	}
	if a.Filtered == 0 {
		a.Filtered = .03
	}
	return a
}

// On tells whether a rule is looked at.
func (a *Alerts) On(rule string) bool { return !slices.Contains(a.Off, rule) }

// SilenceOf is how long a source that used to post may be silent.
func (a *Alerts) SilenceOf(source string) time.Duration {
	for _, name := range []string{source, defaultSilence} {
		if d := a.Silence[name]; d > 0 {
			return d
		}
	}
	return 3 * 24 * time.Hour
}

// alerts checks what is looked for.
func (c *compiler) alerts() {
	a := &c.p.Alerts
	for i, rule := range a.Off {
		switch {
		case !slices.Contains(AlertRules(), rule):
			c.fail("alerts.off", "there is no rule %q; %s", rule, spelling.Remedy(rule, AlertRules()))
		case slices.Contains(a.Off[:i], rule):
			c.fail("alerts.off", "names %s twice", rule)
		}
	}
	if a.URL == "" && a.Secret != "" {
		c.fail("alerts.secret", "signs what is posted, but there is no url to post it to")
	}
	c.alertSpan(AlertQueue, a.Queue)
	c.alertSpan(AlertSending, a.Sending)
	c.alertSpan(AlertReports, a.Within)
	c.stillOn(AlertInbound, a.Inbound != 0)
	c.stillOn(AlertFiltered, a.Filtered != 0)
	c.stillOn(AlertSilence, len(a.Silence) > 0)
	if a.Inbound < 0 || a.Inbound > MaxAlertTexts {
		c.fail("alerts.inbound", "is %d; write from 1 to %d texts a day", a.Inbound, MaxAlertTexts)
	}
	if a.Filtered < 0 || a.Filtered > 1 {
		c.fail("alerts.filtered", "is %v; write a percentage such as 3%%", a.Filtered)
	}
	for _, name := range sortedKeys(a.Silence) {
		where := "alerts.silence." + name
		if _, known := c.p.Sources[name]; !known && name != defaultSilence {
			c.fail(where, "there is no source of that name; %s", spelling.Remedy(name, append(sortedKeys(c.p.Sources), defaultSilence)))
		}
		if d := a.Silence[name]; d < MinSilence || d > MaxSilence {
			c.fail(where, "is %s; write from %s to %s", Span(d), Span(MinSilence), Span(MaxSilence))
		}
	}
}

// alertSpan checks how long something may last before it is an alert.
func (c *compiler) alertSpan(rule string, d time.Duration) {
	c.stillOn(rule, d != 0)
	if d != 0 && (d < MinAlertSpan || d > MaxAlertSpan) {
		c.fail("alerts."+rule, "is %s; write from %s to %s: it is looked at every %[2]s", Span(d), Span(MinAlertSpan), Span(MaxAlertSpan))
	}
}

// stillOn refuses a bound of a rule that is off.
func (c *compiler) stillOn(rule string, bounded bool) {
	if bounded && !c.p.Alerts.On(rule) {
		c.fail("alerts."+rule, "is off, so its bound is never asked; take one of them out")
	}
}
