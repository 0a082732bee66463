package liquid

// The bounds of a text's source.
const (
	MaxSource = 4000 // bytes
	maxDepth  = 8    // ifs within ifs
)

// Text is a text with holes.
type Text struct{ Parts []Part }

// Part is a piece of a text: fixed words, a hole or a choice.
type Part struct {
	Words  string
	Hole   *Hole
	Choice []Case // of which the first whose condition holds is used
}

// Case is one way of a choice. Without a condition it always holds.
type Case struct {
	If    *Condition
	Parts []Part
}

// Hole is filled with a value, after each filter has changed it.
type Hole struct {
	Value   Value
	Filters []Filter
}

// Filter changes a value.
type Filter struct {
	Name string
	Args []Value
}

// Value is the name of something ("event.cart"), or where that is empty a string, float64, bool or nil.
type Value struct {
	Name    string
	Literal any
}

// Condition is a comparison, or two conditions with and or or between them.
type Condition struct {
	Not         bool       // of an unless
	Op          string     // "and", "or"; else a comparison, or "" for a value alone
	First, Rest *Condition // of and and or
	Left, Right Value      // of a comparison
}

// World fills in what a text speaks of.
type World interface {
	Value(name string) any // string, int, float64, bool, or nil where it is not known
	Filter(name string, value any, args []any) any
}

// Names calls visit for every name in the text.
func (t *Text) Names(visit func(name string)) { names(t.Parts, visit) }

func names(parts []Part, visit func(string)) {
	for _, p := range parts {
		if p.Hole != nil {
			p.Hole.names(visit)
		}
		for _, c := range p.Choice {
			c.If.names(visit)
			names(c.Parts, visit)
		}
	}
}

func (h *Hole) names(visit func(string)) {
	h.Value.names(visit)
	for _, f := range h.Filters {
		for _, arg := range f.Args {
			arg.names(visit)
		}
	}
}

func (v Value) names(visit func(string)) {
	if v.Name != "" {
		visit(v.Name)
	}
}

func (c *Condition) names(visit func(string)) {
	if c == nil {
		return
	}
	c.First.names(visit)
	c.Rest.names(visit)
	c.Left.names(visit)
	c.Right.names(visit)
}
