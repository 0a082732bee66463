package api

import "github.com/parley-sms/parley/fsm"

// subscriber is what is told of a person.
type subscriber struct {
	Phone           fsm.Phone      `json:"phone" doc:"The number, E.164."`
	State           string         `json:"state" doc:"Where the machine stands: the open question (workflow.step) or agent; without one the ground."`
	Ground          string         `json:"ground" doc:"What consent says: unknown, pending, subscribed or stopped."`
	Consent         consents       `json:"consent"`
	Pending         *pending       `json:"pending" doc:"An opt-in that waits for its YES."`
	MarketingHold   *string        `json:"marketing_hold" doc:"Why marketing is held until a person has looked; null: it is not."`
	HeldSince       fsm.Moment     `json:"marketing_hold_since"`
	Thread          thread         `json:"thread"`
	Question        *question      `json:"question" doc:"The open question."`
	Suspended       []question     `json:"suspended" doc:"Questions that were set aside; the next to come back first."`
	Runs            []run          `json:"runs" doc:"Workflows that are under way."`
	Scheduled       []scheduled    `json:"scheduled" doc:"What will be raised by itself, earliest first."`
	Ready           []ready        `json:"ready" doc:"Texts that want to go now, best first."`
	InFlight        []inFlight     `json:"in_flight" doc:"Texts that were released and whose outcome is not known yet."`
	Blocks          []block        `json:"blocks" doc:"Senders of ours that the carrier blocks for this number."`
	Attributes      map[string]any `json:"attributes"`
	Orders          orders         `json:"orders"`
	RecentEvents    []happened     `json:"recent_events" doc:"Events of the last days, by when they happened."`
	CustomerIDs     []string       `json:"customer_ids" doc:"The shop's ids of the customers whose number this is."`
	Zones           []string       `json:"zones" doc:"IANA time zones that the person may be in."`
	ZoneSource      *string        `json:"zone_source" doc:"Where they are known from: number means guessed from it."`
	Regions         []string       `json:"regions" doc:"Places that the number may belong to, such as US-FL or GB, whose law holds."`
	Region          *string        `json:"region" doc:"Where the person lives, as somebody said; its law holds, too."`
	Language        *string        `json:"language"`
	Sender          *string        `json:"sender" doc:"The sender of ours that was used last."`
	Number          carriersWord   `json:"number"`
	LastInboundAt   fsm.Moment     `json:"last_inbound_at"`
	StoppedAt       fsm.Moment     `json:"stopped_at" doc:"The latest STOP or opt-out that was obeyed."`
	StartedAt       fsm.Moment     `json:"started_at" doc:"The latest START or opt-in."`
	Version         uint64         `json:"version" doc:"How many changes there were: the number of the newest journal entry."`
	ProgramRevision *string        `json:"program_revision" doc:"The program that decided last."`
}

// consents is what a person agreed to, by purpose.
type consents struct {
	Marketing consent `json:"marketing"`
	Service   consent `json:"service" doc:"Service texts may go without it, but not once it was withdrawn."`
}

// consent is what a person agreed to for one purpose.
type consent struct {
	Given       bool       `json:"given" doc:"It holds now."`
	Proven      bool       `json:"proven" doc:"It was given at least once."`
	At          fsm.Moment `json:"at" doc:"When it was given last."`
	Source      *string    `json:"source"`
	Entry       *uint64    `json:"entry" doc:"Its number in the consent ledger."`
	WithdrawnAt fsm.Moment `json:"withdrawn_at" doc:"When this purpose alone was withdrawn."`
}

type pending struct {
	RequestedAt fsm.Moment `json:"requested_at"`
	AskedAt     fsm.Moment `json:"asked_at" doc:"When the person was asked to confirm."`
	Keyword     string     `json:"keyword"`
	Expired     bool       `json:"expired" doc:"It is no longer waited for; a late YES may still count."`
}

type thread struct {
	Owner        *string    `json:"owner" doc:"The agent who has it."`
	WaitingSince fsm.Moment `json:"waiting_since" doc:"Since when somebody should look; null: nobody waits."`
	OpenedAt     fsm.Moment `json:"opened_at"`
	Reason       *string    `json:"reason"`
}

type question struct {
	Workflow  string     `json:"workflow"`
	Step      string     `json:"step"`
	Key       *string    `json:"key"`
	Run       uint64     `json:"run"`
	Message   uint64     `json:"message" doc:"The id of the text that asked."`
	AskedAt   fsm.Moment `json:"asked_at"`
	ExpiresAt fsm.Moment `json:"expires_at"`
	Retries   int        `json:"retries"`
	Class     fsm.Class  `json:"class"`
	Answers   []string   `json:"answers" doc:"The names of its answers."`
}

type run struct {
	ID        uint64            `json:"id"`
	Workflow  string            `json:"workflow"`
	Key       *string           `json:"key" doc:"What it is about, such as a cart."`
	Step      string            `json:"step"`
	Phase     fsm.Phase         `json:"phase" doc:"scheduled, ready, released, asked or waiting."`
	EnteredAt fsm.Moment        `json:"entered_at"`
	StepAt    fsm.Moment        `json:"step_at"`
	Data      map[string]any    `json:"data" doc:"Of the event that started it."`
	Arms      map[string]string `json:"arms" doc:"Arms that were drawn, by split."`
}

type scheduled struct {
	At   fsm.Moment   `json:"at"`
	Kind fsm.ItemKind `json:"kind" doc:"step, timeout, text, enter, pending, handback or hold."`
	What string       `json:"what" doc:"workflow.step, a workflow, or the name of a text."`
	Run  *uint64      `json:"run"`
}

type ready struct {
	What     string     `json:"what"`
	Class    *fsm.Class `json:"class"`
	Sender   string     `json:"sender"`
	Since    fsm.Moment `json:"since"`
	SendBy   fsm.Moment `json:"send_by"`
	Attempts int        `json:"attempts"`
}

type inFlight struct {
	Message    uint64     `json:"message"`
	What       string     `json:"what"`
	ReleasedAt fsm.Moment `json:"released_at"`
}

type block struct {
	Sender string     `json:"sender"`
	Since  fsm.Moment `json:"since"`
	Source string     `json:"source" doc:"stop, or the carrier's error code."`
}

type orders struct {
	Count   int        `json:"count"`
	Total   float64    `json:"total"`
	FirstAt fsm.Moment `json:"first_at"`
	LastAt  fsm.Moment `json:"last_at"`
}

type happened struct {
	ID   string         `json:"id"`
	Type string         `json:"type"`
	At   fsm.Moment     `json:"at"`
	Data map[string]any `json:"data"`
}

// carriersWord is what carriers taught about the number itself.
type carriersWord struct {
	Bad             *string `json:"bad" doc:"Why it can never get a text."`
	UnreachableDays int     `json:"unreachable_days"`
}
