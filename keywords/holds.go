package keywords

import "strings"

// Holds gives the first of some phrases whose words stand in a text one after another. What a text quotes is no word of
// the person's own, and a phrase without words is in no text.
func (l *Lexicon) Holds(t Text, phrases []Text) (Text, bool) {
	if l.isReaction(t) {
		return Text{}, false
	}
	words := " " + t.Key + " "
	for _, p := range phrases {
		if p.Key != "" && strings.Contains(words, " "+p.Key+" ") {
			return p, true
		}
	}
	return Text{}, false
}
