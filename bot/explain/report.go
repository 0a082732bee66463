package explain

import "github.com/parley-sms/parley/fsm"

// Report is the answer to a question.
type Report struct {
	Phone     fsm.Phone  `json:"phone"`
	At        fsm.Moment `json:"at" doc:"The moment that it is told of."`
	Local     string     `json:"local" doc:"The same by the person's clock."`
	Zone      string     `json:"zone" doc:"Whose clock that is."`
	Zones     []string   `json:"zones" doc:"All time zones that the number may be in: unasked texts keep to the hours of each."`
	Changes   uint64     `json:"changes" doc:"How many changes of the record there were by then."`
	Revision  string     `json:"program_revision" doc:"Of the program that the last of them was decided by."`
	State     []string   `json:"state" doc:"How the person stood, in words."`
	Story     []Told     `json:"story" doc:"What happened, oldest first."`
	Earlier   uint64     `json:"earlier" doc:"How many changes came before the story."`
	Next      *uint64    `json:"next" doc:"The after of the next part of the story; null: there is none."`
	Orders    []Bought   `json:"orders" doc:"The newest orders, at most 10, newest first, as they are attributed now."`
	Scheduled []Due      `json:"scheduled" doc:"What comes next, by its time."`
	Unsent    []Unsent   `json:"unsent" doc:"Texts that have not gone, and what keeps each back."`
	Message   *Text      `json:"message" doc:"The one text that was asked for."`
}

// Told is one change, and all that it led to at once.
type Told struct {
	Version uint64     `json:"version"`
	At      fsm.Moment `json:"at"`
	Local   string     `json:"local"`
	What    string     `json:"what" doc:"What happened, in words."`
	Lines   []ToldLine `json:"lines"`
}

// ToldLine is one transition of the machine, or a verdict of a guard.
type ToldLine struct {
	Said    string       `json:"said" doc:"In words."`
	Event   string       `json:"event" doc:"In the machine's."`
	Run     *uint64      `json:"run"`
	Message *uint64      `json:"message" doc:"The id of the text that it is about."`
	Verdict *ToldVerdict `json:"verdict" doc:"Of the guard that kept a text back."`
}

// ToldVerdict is what a guard said.
type ToldVerdict struct {
	Guard string     `json:"guard"`
	Name  *string    `json:"name" doc:"Which cap, suppression, offer or text."`
	Until fsm.Moment `json:"until" doc:"When it is asked again; null: the text was dropped."`
	Texts []uint64   `json:"texts" doc:"The ids of the texts that fill the cap."`
	Place *string    `json:"place" doc:"Whose rule it is."`
}

// Due is one thing on the calendar.
type Due struct {
	At    fsm.Moment `json:"at"`
	Local string     `json:"local"`
	What  string     `json:"what" doc:"In words."`
	Run   *uint64    `json:"run"`
}

// Unsent is a text that has not gone.
type Unsent struct {
	Name   string      `json:"name"`
	Class  *fsm.Class  `json:"class"`
	Run    *uint64     `json:"run"`
	SendBy fsm.Moment  `json:"send_by" doc:"It is dropped then."`
	At     fsm.Moment  `json:"at" doc:"When the guards are asked; null: as soon as its sender has room."`
	Local  string      `json:"local"`
	Now    []Objection `json:"now" doc:"The guards that would keep it back now."`
	Then   []Objection `json:"then" doc:"The guards that would at that time, if nothing else happened."`
}

// Objection is what one guard has against a text.
type Objection struct {
	Verdict ToldVerdict `json:"verdict"`
	Why     string      `json:"why"`
	Remedy  string      `json:"remedy" doc:"What would have to change for the text to go."`
	Drop    bool        `json:"drop" doc:"The text is dropped, rather than told to wait."`
}

// Text is one text, explained.
type Text struct {
	ID        string     `json:"id" doc:"The person's number and the text's, as +12125550123/17."`
	Number    uint64     `json:"number"`
	Direction string     `json:"direction" doc:"inbound or outbound."`
	At        fsm.Moment `json:"at"`
	Local     string     `json:"local"`
	Body      string     `json:"body"`
	Status    string     `json:"status"`
	Name      *string    `json:"name" doc:"workflow.step, or the name of a reply."`
	SID       *string    `json:"sid" doc:"The carrier's id."`
	Because   []string   `json:"because" doc:"Why it went, or what it was taken for, in words."`
	Passed    []string   `json:"passed" doc:"The guards that let it go, in the order in which they were asked."`
	Became    []string   `json:"became" doc:"What became of it: the carrier's answers, and what it led to."`
	Again     *Again     `json:"decided_again"`
}
