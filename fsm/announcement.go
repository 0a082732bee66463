package fsm

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
)

// The bounds of what webhooks are told.
const (
	MaxWebhooks = 10  // of a program
	MaxNews     = 256 // things that one decision tells each of them; the bounds of records let no more come of one
)

// Announcement is one thing that happened to a person, for one webhook. The store keeps it in the commit of
// the decision that it is of, until it was posted.
type Announcement struct {
	ID      string  `cbor:"1,keyasint"` // the same each time that it is posted, and for all webhooks; it tells nothing of the person
	Webhook string  `cbor:"2,keyasint"`
	Kind    Kind    `cbor:"3,keyasint"`
	Phone   Phone   `cbor:"4,keyasint"`
	At      Moment  `cbor:"5,keyasint"`           // when it was decided
	Version uint64  `cbor:"6,keyasint"`           // the entry of the journal that it is of
	N       int     `cbor:"7,keyasint,omitempty"` // its place among those of the same entry
	Data    Details `cbor:"8,keyasint,omitempty"`
}

// Details are what an announcement says; what is not of its kind is empty.
type Details struct {
	Workflow string  `cbor:"1,keyasint,omitempty" json:"workflow,omitempty"`
	Step     string  `cbor:"2,keyasint,omitempty" json:"step,omitempty"` // of the workflow; without one, the name of a reply
	Run      uint64  `cbor:"3,keyasint,omitempty" json:"run,omitempty"`
	Message  uint64  `cbor:"4,keyasint,omitempty" json:"message,omitempty"` // number of the text among the person's
	Text     string  `cbor:"5,keyasint,omitempty" json:"text,omitempty"`
	Sender   string  `cbor:"6,keyasint,omitempty" json:"sender,omitempty"` // our number or service
	Status   string  `cbor:"7,keyasint,omitempty" json:"status,omitempty"` // the carrier's word
	Code     string  `cbor:"8,keyasint,omitempty" json:"code,omitempty"`   // the carrier's error code
	Reason   string  `cbor:"9,keyasint,omitempty" json:"reason,omitempty"`
	Answer   string  `cbor:"10,keyasint,omitempty" json:"answer,omitempty"`
	Purpose  Purpose `cbor:"11,keyasint,omitempty" json:"purpose,omitempty"` // of consent; empty: all
	Source   string  `cbor:"12,keyasint,omitempty" json:"source,omitempty"`  // where consent comes from
	Link     string  `cbor:"13,keyasint,omitempty" json:"link,omitempty"`    // where it leads
	Order    string  `cbor:"14,keyasint,omitempty" json:"order_id,omitempty"`
	Value    float64 `cbor:"15,keyasint,omitempty" json:"value,omitempty"` // of the order, in the program's currency
	By       string  `cbor:"16,keyasint,omitempty" json:"by,omitempty"`    // who did it, or how an order is attributed
	Happened Moment  `cbor:"17,keyasint,omitempty" json:"at,omitzero"`     // when it happened, where it was learned later
}

// announce gives what the webhooks of the program are to be told of this decision: all that follows from how
// the record, its texts, its ledger and its orders changed, and from the journal's lines.
func (d *deciding) announce(was *Record, ev Event) []Announcement {
	if len(d.p.Webhooks) == 0 || d.dec.Erased != nil || isHistory(ev) {
		return nil
	}
	all := slices.Concat(d.personTold(ev), d.consentTold(), d.textsTold(ev), d.ordersTold(), d.linesTold(), d.threadTold(was))
	var list []Announcement
	for n, a := range all[:min(len(all), MaxNews)] {
		for _, webhook := range d.p.listeners[a.Kind] {
			a.Webhook, a.Phone, a.At, a.Version, a.N = webhook, d.rec.Phone, d.now, d.rec.Version, n
			a.ID = a.id(d.in.Secret)
			list = append(list, a)
		}
	}
	return list
}

// isHistory tells whether an event is about what was long ago, or elsewhere: nobody is told of it as news.
func isHistory(ev Event) bool {
	switch e := ev.(type) {
	case OptIn:
		return e.Import
	case Fact:
		return e.Backfill
	case Imported, Carried:
		return true
	}
	return false
}

// id names an announcement. Somebody who was erased and comes back begins with other ids.
func (a *Announcement) id(secret []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("webhook\x00" + string(a.Phone)))
	for _, n := range []uint64{a.Version, uint64(a.At), uint64(a.N)} {
		mac.Write(binary.BigEndian.AppendUint64(nil, n))
	}
	return "evt_" + hex.EncodeToString(mac.Sum(nil)[:16])
}

// consentTold tells what the ledger gained that counts.
func (d *deciding) consentTold() (list []Announcement) {
	kinds := map[string]Kind{Requested: OptInRequested, WasGiven: SubscriberOptedIn, Withdrawn: SubscriberOptedOut, Blocked: SubscriberBlocked,
		Unblocked: SubscriberUnblocked, Held: RevocationHeld, Released: RevocationReleased}
	for i := range d.dec.Ledger {
		e := &d.dec.Ledger[i]
		if kind, known := kinds[e.Fact]; known && e.Effect == "" {
			list = append(list, Announcement{Kind: kind, Data: Details{Purpose: e.Purpose, Source: e.Source, Sender: e.Evidence["sender"], By: e.By, Happened: e.At}})
		}
	}
	return list
}

// personTold tells what the person did: texts, answers and clicks.
func (d *deciding) personTold(ev Event) (list []Announcement) {
	for i := range d.dec.Messages {
		if m := &d.dec.Messages[i]; !m.Out {
			list = append(list, Announcement{Kind: TextReceived, Data: Details{Message: m.Seq, Text: m.Body, Sender: m.Sender, Reason: m.Meaning}})
		}
	}
	for _, h := range d.raised {
		t := Details{Run: h.Run, Happened: h.At}
		t.Workflow, _ = h.Data["workflow"].(string)
		t.Step, _ = h.Data["step"].(string)
		switch h.Type {
		case Replied:
			t.Message = d.answers
			t.Answer, _ = h.Data["answer"].(string)
			list = append(list, Announcement{Kind: QuestionAnswered, Data: t})
		case LinkClicked:
			if e, ok := ev.(Clicked); ok {
				t.Message, t.Link = e.Seq, e.To
			}
			list = append(list, Announcement{Kind: ClickedLink, Data: t})
		}
	}
	return list
}

// textsTold tells what became of texts to the person.
func (d *deciding) textsTold(ev Event) (list []Announcement) {
	for i := range d.dec.Messages {
		m, was := &d.dec.Messages[i], rowBefore(ev)
		if was.Seq != m.Seq {
			was = Message{}
		}
		t := Details{Run: m.Run, Message: m.Seq, Text: m.Body, Sender: m.Sender, Status: m.Status, Code: m.Code}
		t.Workflow, t.Step = placeOf(m.Name, m.Run)
		for _, kind := range tellable(m) {
			if !slices.Contains(tellable(&was), kind) {
				list = append(list, Announcement{Kind: kind, Data: t})
			}
		}
	}
	return list
}

// rowBefore is the row of the text that an event is about, as it was before.
func rowBefore(ev Event) Message {
	switch e := ev.(type) {
	case Settled:
		return e.Message
	case Status:
		return e.Message
	case Clicked:
		return e.Message
	}
	return Message{}
}

// tellable is what can be told of a text to the person by now.
func tellable(m *Message) []Kind {
	switch {
	case !m.Out:
	case m.Status == "failed", m.Status == "undelivered", m.Status == "canceled", m.Status == "unknown":
		return []Kind{TextFailed}
	case m.Status == "delivered", m.Status == "read":
		return []Kind{TextSent, TextDelivered}
	case rank(m.Status) > 0:
		return []Kind{TextSent}
	}
	return nil
}

// ordersTold tells which orders are attributed otherwise than before.
func (d *deciding) ordersTold() (list []Announcement) {
	for i := range d.dec.Orders {
		o := &d.dec.Orders[i]
		var before Touch
		if at := slices.IndexFunc(d.in.Orders, func(was Order) bool { return was.ID == o.ID }); at >= 0 {
			before, _ = d.in.Orders[at].Touch()
		}
		touch, _ := o.Touch()
		if touch == before {
			continue
		}
		t := Details{Order: o.ID, Value: float64(o.Value) / 100, Message: touch.Seq, By: string(touch.Kind), Happened: o.At}
		if touch.Name != "" {
			t.Workflow, t.Step = d.p.stepNamed(touch.Name)
		}
		list = append(list, Announcement{Kind: OrderAttributed, Data: t})
	}
	return list
}

// linesTold tells which runs began and ended, and which texts were given up.
func (d *deciding) linesTold() (list []Announcement) {
	for i := range d.dec.Lines {
		l := &d.dec.Lines[i]
		what, name, _ := strings.Cut(l.Event, ":")
		t := Details{Workflow: name, Run: l.Run, Reason: l.Why}
		switch what {
		case "enter":
			list = append(list, Announcement{Kind: WorkflowEntered, Data: t})
		case "exit":
			if strings.HasPrefix(l.Why, byGoal) {
				list = append(list, Announcement{Kind: WorkflowGoal, Data: t})
			}
			list = append(list, Announcement{Kind: WorkflowFinished, Data: t})
		case "drop":
			t.Workflow, t.Step = placeOf(name, l.Run)
			list = append(list, Announcement{Kind: TextDropped, Data: t})
		}
	}
	return list
}

// threadTold tells who waits for a person of ours, and who has the thread.
func (d *deciding) threadTold(was *Record) (list []Announcement) {
	before, now := was.Thread, d.rec.Thread
	if now.WaitingSince != 0 && before.WaitingSince == 0 {
		list = append(list, Announcement{Kind: ThreadWaiting, Data: Details{By: now.Owner, Reason: now.Reason}})
	}
	if now.Owner != "" && now.Owner != before.Owner {
		list = append(list, Announcement{Kind: ThreadTaken, Data: Details{By: now.Owner}})
	}
	if before.OpenedAt != 0 && now.OpenedAt == 0 {
		list = append(list, Announcement{Kind: ThreadHandedBack, Data: Details{By: before.Owner}})
	}
	return list
}
