package contacts

import "github.com/parley-sms/parley/fsm"

// Contact is one person of a file.
type Contact struct {
	Phone   fsm.Phone
	Known   fsm.Attributes
	OptIns  []fsm.OptIn
	OptOuts []fsm.OptOut
	Bare    int // rows that say there is consent and do not prove it; it was not taken
}

// Event is what the machine hears of a contact that came with a file.
func (c *Contact) Event(file, enter string) fsm.Imported {
	return fsm.Imported{ID: file, Known: c.Known, OptIns: c.OptIns, OptOuts: c.OptOuts, Enter: enter}
}

// join adds what a later row of the same phone says.
func (c *Contact) join(later Contact) {
	for name, value := range later.Known.Set {
		c.set(name, value)
	}
	c.Known.Customer = last(c.Known.Customer, later.Known.Customer)
	c.Known.Zone = last(c.Known.Zone, later.Known.Zone)
	c.Known.Region = last(c.Known.Region, later.Known.Region)
	c.Known.Language = last(c.Known.Language, later.Known.Language)
	c.OptIns = append(c.OptIns, later.OptIns...)
	c.OptOuts = append(c.OptOuts, later.OptOuts...)
	c.Bare += later.Bare
}

func (c *Contact) set(name string, value any) {
	if c.Known.Set == nil {
		c.Known.Set = map[string]any{}
	}
	c.Known.Set[name] = value
}

func last(a, b string) string {
	if b == "" {
		return a
	}
	return b
}

// Refusal is a row that is not taken, and why.
type Refusal struct {
	Line   int      `json:"line"` // of the file, from 1
	Column string   `json:"column,omitempty"`
	Reason string   `json:"reason"`
	Row    []string `json:"row"` // as it was
}

// fault is what is wrong with a row.
type fault struct {
	column string
	reason string
}
