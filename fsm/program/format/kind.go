package format

import "regexp"

// Kind says what a value may be.
type Kind struct {
	Says   string         // in plain words: "a span of time like 90m, 24h or 3d"; empty: told by the rest
	Max    int            // most characters, items or keys; 0: no bound of its own
	Words  []string       // of a choice: the only ones
	Low    int            // of a whole number: the least
	High   int            // and the greatest; with both 0 it is none
	Form   *regexp.Regexp // of a single value: what it looks like
	Keys   *regexp.Regexp // of keys that the author names: what they look like
	KeySay string         // the same in words
	Item   *Kind          // of a list, or of what such keys hold
	Shape  *Shape         // of keys that are known beforehand
	Either []Kind         // one of several
	types  []string       // JSON's types of a single value
}

// Word is a short text on one line.
func Word(says string, most int) Kind {
	return Kind{Says: says, Max: most, types: []string{"string", "number", "boolean"}}
}

// Formed is a text of a fixed form.
func Formed(says, form string) Kind {
	return Kind{Says: says, Max: 100, Form: regexp.MustCompile(form), types: []string{"string", "integer"}}
}

// UpTo is the kind with so many characters at most.
func (k Kind) UpTo(most int) Kind {
	k.Max = most
	return k
}

// Choice is one of a few words.
func Choice(words ...string) Kind {
	return Kind{Words: words, types: []string{"string"}}
}

// Flag is true or false.
func Flag() Kind {
	return Kind{Words: []string{"true", "false"}, types: []string{"boolean"}}
}

// Whole is a whole number within bounds.
func Whole(low, high int) Kind {
	return Kind{Says: "a whole number", Low: low, High: high, types: []string{"integer"}}
}

// Number is any number.
func Number(says string) Kind { return Kind{Says: says, Max: 30, types: []string{"number"}} }

// Anything is any single value, or nothing.
func Anything(says string, most int) Kind {
	return Kind{Says: says, Max: most, types: []string{"string", "number", "boolean", "null"}}
}

// List is a list of at most so many; one alone needs no brackets.
func List(item Kind, most int) Kind { return Kind{Item: &item, Max: most} }

// Named is a group of at most so many keys that the author names.
func Named(keys *regexp.Regexp, item Kind, most int) Kind {
	says := "a name here has no spaces, dots or brackets and is at most 64 long"
	if keys == NameForm {
		says = "a name holds a-z, 0-9 and _, begins with a letter and is at most 40 long"
	}
	return Kind{Keys: keys, KeySay: says, Item: &item, Max: most}
}

// Of is a group of keys that are known beforehand.
func Of(s *Shape) Kind { return Kind{Shape: s} }

// Either is a value of one of several kinds.
func Either(kinds ...Kind) Kind { return Kind{Either: kinds} }

// Saying is the kind in other words.
func (k Kind) Saying(says string) Kind {
	k.Says = says
	return k
}

// Keyed is the kind with words for what its keys look like.
func (k Kind) Keyed(says string) Kind {
	k.KeySay = says
	return k
}

// NameForm is what names look like that an author gives.
var NameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Pick is the kind among alternatives that a value's outer form has, and of several the one that
// knows most of its keys; the kind itself where it is none of several.
func (v Value) Pick(k *Kind) *Kind {
	if k.Either == nil {
		return k
	}
	best, _ := k.best(v, v.keys())
	return best
}

// best gives the alternative that knows most of a value's keys, and how many; -1 if none has its form.
func (k *Kind) best(v Value, keys []string) (best *Kind, most int) {
	if k.Either == nil {
		return k, k.fits(v, keys)
	}
	best, most = k, -1
	for i := range k.Either {
		alternative, n := k.Either[i].best(v, keys)
		if n > most {
			best, most = alternative, n
		}
	}
	return best, most
}

// fits counts the keys of a value that the kind knows; -1 if its outer form is another.
func (k *Kind) fits(v Value, keys []string) int {
	_, single := v.scalar()
	switch {
	case k.Shape != nil && v.IsMapping():
		return count(keys, func(name string) bool { return k.Shape.Key(name) != nil })
	case k.Keys != nil && v.IsMapping():
		return count(keys, k.Keys.MatchString)
	case k.Shape != nil || k.Keys != nil:
		return -1
	case k.Item != nil && v.IsList(), k.Item == nil && single:
		return 0
	}
	return -1
}

func count(list []string, holds func(string) bool) (n int) {
	for _, s := range list {
		if holds(s) {
			n++
		}
	}
	return n
}
