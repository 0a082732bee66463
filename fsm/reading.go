package fsm

import "github.com/parley-sms/parley/keywords"

// Reading is what a text says by its words alone. It hangs on nothing but the body, so it can be
// made before the decision, and outside of whatever makes decisions wait for one another.
type Reading struct {
	Body  string
	Text  keywords.Text
	Exact keywords.Verdict
	Free  keywords.Verdict // of getting no more texts; none where STOP, START or HELP was texted
}

// Read reads a text. It is by far the slowest part of a decision about one.
func (p *Program) Read(body string) *Reading {
	r := &Reading{Body: body, Text: keywords.Read(body)}
	r.Exact = p.lexicon.Exact(r.Text)
	switch r.Exact.Kind {
	case keywords.Stop, keywords.Start, keywords.Help:
	default:
		r.Free = p.lexicon.FreeText(r.Text)
	}
	return r
}

// reading is what a text says: as it came along, or read now.
func (d *deciding) reading(e Inbound) *Reading {
	if e.Reading != nil && e.Reading.Body == e.Body {
		return e.Reading
	}
	return d.p.Read(e.Body)
}
