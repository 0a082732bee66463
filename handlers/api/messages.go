package api

import (
	"context"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// messages is a page of texts.
type messages struct {
	Messages []message `json:"messages"`
	Next     *uint64   `json:"next" doc:"The before of the next page; null: there is none."`
}

// message is one text.
type message struct {
	ID        uint64     `json:"id" doc:"Its number among the person's texts."`
	Direction string     `json:"direction" doc:"inbound or outbound."`
	At        fsm.Moment `json:"at" doc:"When it was received, or released."`
	Sender    *string    `json:"sender" doc:"Our side: the number or service that was texted, or that texts."`
	Body      string     `json:"body"`
	Status    string     `json:"status"`
	Code      *string    `json:"code" doc:"The carrier's error code."`
	Detail    *string    `json:"detail"`
	SID       *string    `json:"sid" doc:"The carrier's id."`
	Name      *string    `json:"name" doc:"workflow.step, or the name of a reply."`
	Class     *fsm.Class `json:"class"`
	Run       *uint64    `json:"run"`
	Answers   *uint64    `json:"answers" doc:"The id of the text that it answers."`
	Meaning   *string    `json:"meaning" doc:"What an inbound text was taken for, and why."`
	Encoding  *string    `json:"encoding" doc:"GSM-7 or UCS-2."`
	Segments  *int       `json:"segments"`
	Media     []media    `json:"media"`
	SentAt    fsm.Moment `json:"sent_at" doc:"By the carrier's clock, where known."`
	SettledAt fsm.Moment `json:"settled_at" doc:"When its outcome was known."`
	Delivered fsm.Moment `json:"delivered_at" doc:"When the carrier reported it."`
	Opened    *openings  `json:"opened" doc:"How often its tracked links were opened, each link once a minute and opener; null: never."`
	Attempt   *int       `json:"attempt"`
	Revision  *string    `json:"program_revision"`
}

// openings tells who opened the tracked links of a text.
type openings struct {
	People  int `json:"people" doc:"Only these move workflows."`
	Unknown int `json:"unknown" doc:"What did not look like a browser that somebody taps in."`
	Bots    int `json:"bots" doc:"Previews, scanners and scripts, up to 50."`
}

type media struct {
	URL         string `json:"url"`
	ContentType string `json:"content_type"`
}

// getMessages lists a person's texts.
func (h *handlers) getMessages(c *gin.Context) {
	load := func(ctx context.Context, p page) ([]fsm.Message, error) {
		return h.Store.Messages(ctx, p.phone, p.before, p.limit)
	}
	list(h, c, load, func(m fsm.Message) uint64 { return m.Seq }, func(rows []fsm.Message, next *uint64) any {
		return messages{each(rows, messageOf), next}
	})
}

func messageOf(m fsm.Message) message {
	direction := "inbound"
	if m.Out {
		direction = "outbound"
	}
	return message{
		ID: m.Seq, Direction: direction, At: m.At, Sender: known(m.Sender), Body: m.Body, Status: m.Status,
		Code: known(m.Code), Detail: known(m.Detail), SID: known(m.SID), Name: known(m.Name), Class: known(m.Class),
		Run: known(m.Run), Answers: known(m.Answers), Meaning: known(m.Meaning), Encoding: known(m.Encoding),
		Segments: known(m.Segments), Media: each(m.Media, func(f fsm.Media) media { return media(f) }),
		SentAt: m.SentAt, SettledAt: m.SettledAt, Delivered: m.DeliveredAt, Opened: (*openings)(known(m.Opened)), Attempt: known(m.Attempt), Revision: known(m.Revision),
	}
}
