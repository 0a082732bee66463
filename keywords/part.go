package keywords

import "slices"

// scope is how much of a part a rule must fill.
type scope int

const (
	within   scope = iota // any piece
	sentence              // from one joining word to the next
	whole                 // all, and the rest of the text must not speak of something else
)

var scopes = [...]string{within: " within", sentence: " sentence", whole: " text"}

// read finds what a part says: a revocation before anything unclear.
func (p *part) read() finding {
	unclear := finding{}
	if p.holds("elsewhere") && !p.holds("here") {
		return unclear
	}
	starts := p.begins()
	for _, kind := range []Kind{Revocation, Ambiguous} {
		for s, name := range scopes {
			for _, r := range p.lang.rules[string(kind)+name] {
				f := p.try(r, kind, scope(s), starts[s])
				if f.kind == Revocation {
					return f
				}
				if unclear.kind == None || unclear.bare && !f.bare && f.kind != None {
					unclear = f
				}
			}
		}
	}
	if unclear.kind == None {
		unclear.said = p.fits("support") || p.skip("after", p.skip("before", 1))&p.end() != 0
	}
	return unclear
}

// begins gives, for each scope, the places where a rule may begin.
func (p *part) begins() [3]uint64 {
	var starts [3]uint64
	first := p.skip("before", 1)
	starts[whole] = first | p.asked() | p.afterSupport(first)
	starts[sentence] = starts[whole] | p.joined()
	starts[within] = starts[sentence] | p.unblocked()
	for s := range starts {
		starts[s] &^= p.glued()
	}
	return starts
}

// try tests one rule at every place where it may begin.
func (p *part) try(r rule, kind Kind, s scope, starts uint64) finding {
	if !r.mayBegin(p.ids) || r.step(p.ids, starts) == 0 {
		return finding{}
	}
	best := finding{}
	for ; starts != 0; starts &= starts - 1 {
		from := uint64(1) << lowest(starts)
		ends := r.step(p.ids, from)
		if ends == 0 {
			continue
		}
		to, clean := p.close(ends, s)
		if !clean && (s != within || kind == Ambiguous || p.others(ends)) {
			continue
		}
		f := finding{kind: kind, bare: s == whole, said: true, rule: r.name, match: p.text(lowest(from), to)}
		if !clean {
			f.kind = Ambiguous
		}
		if clean {
			return f
		}
		best = f
	}
	return best
}

// close tells where a rule ends, and whether nothing after it narrows what it says.
func (p *part) close(ends uint64, s scope) (to int, clean bool) {
	to = highest(ends)
	after := p.skip("after", ends)
	if after&p.end() != 0 {
		return to, true
	}
	if s == whole {
		return to, false
	}
	joins := p.lang.sets["joins"]
	for rest := after; rest != 0; rest &= rest - 1 {
		if joins.has(p.ids[lowest(rest)]) {
			return to, true
		}
	}
	if s == sentence {
		return to, false
	}
	next := highest(p.skip("after", 1<<to))
	return to, next < len(p.ids) && !p.lang.sets["limits"].has(p.ids[next]) && !p.lang.sets["others"].has(p.ids[next]) && !p.tokens[next].glued
}

// others tells whether a rule goes on with something else than it is about: don't text me the code.
func (p *part) others(ends uint64) bool {
	next := highest(p.skip("after", 1<<highest(ends)))
	return next < len(p.ids) && p.lang.sets["others"].has(p.ids[next])
}

// glued gives the places before a word that a hyphen ties to the one before it: non-stop.
func (p *part) glued() uint64 {
	places := uint64(0)
	for i, t := range p.tokens {
		if t.glued && i > 0 {
			places |= 1 << i
		}
	}
	return places
}

// asked gives the places after a polite question: could you please …
func (p *part) asked() uint64 {
	f, ok := p.lang.frames["asking"]
	if !ok {
		return 0
	}
	return p.skip("before", f.step(p.ids, p.skip("before", 1)))
}

// joined gives the places after a word that begins a new sentence.
func (p *part) joined() uint64 {
	joins, blocks := p.lang.sets["joins"], p.lang.sets["blocks"]
	places := uint64(0)
	for i, id := range p.ids {
		if joins.has(id) && (i == 0 || !blocks.has(p.ids[i-1])) {
			places |= 1 << (i + 1)
		}
	}
	return p.skip("before", places)
}

// afterSupport gives the places after a complete remark that goes with a revocation: who is this …
func (p *part) afterSupport(first uint64) uint64 {
	places := uint64(0)
	for _, section := range []string{"support", "ambiguous within"} {
		for _, r := range p.lang.rules[section] {
			if r.mayBegin(p.ids) {
				places |= r.step(p.ids, first)
			}
		}
	}
	return p.skip("before", places)
}

// unblocked gives the places before which nothing denies, asks or reports what follows.
func (p *part) unblocked() uint64 {
	joins, blocks := p.lang.sets["joins"], p.lang.sets["blocks"]
	places, blocked := uint64(0), false
	for i, id := range p.ids {
		blocked = blocks.has(id) || blocked && !joins.has(id) || p.tokens[i].text == quotation
		if !blocked && (i+1 == len(p.tokens) || !p.tokens[i+1].glued) {
			places |= 1 << (i + 1)
		}
	}
	return places
}

// wonders tells whether the part is a word or three, asked: unsubscribe?
func (p *part) wonders() bool { return p.asks() && len(p.ids) <= 3 }

// opensWith tells whether the part begins with a rule of a section.
func (p *part) opensWith(section string) bool {
	return slices.ContainsFunc(p.lang.rules[section], func(r rule) bool { return r.step(p.ids, 1) != 0 })
}
