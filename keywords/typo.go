package keywords

// longWord is from how many letters on any word of a language may be misspelt; shorter ones only
// if the file lists them.
const longWord = 6

// indexTypos finds a misspelt word by what both spellings have in common: one letter dropped.
func (l *language) indexTypos() {
	l.typos = map[string][]string{}
	add := func(word string) {
		l.typos[word] = append(l.typos[word], word)
		for _, key := range dropped(word) {
			l.typos[key] = append(l.typos[key], word)
		}
	}
	for word := range l.ids {
		if len([]rune(word)) >= longWord && !l.listed("misspelt", word) && !l.listed("spelt", word) {
			add(word)
		}
	}
	for _, word := range l.lists["misspelt"] {
		l.learn(word)
		add(word)
	}
}

func (l *language) listed(list, word string) bool { return l.sets[list].has(l.id(word)) }

// id gives a word's number.
func (l *language) id(word string) wordID {
	if id, ok := l.ids[word]; ok {
		return id
	}
	return unknownWord
}

// correct gives the word that a misspelt one stands for: one that the file lists, or the only one.
func (l *language) correct(word string) (string, bool) {
	runes := []rune(word)
	if len(runes) < 3 || len(runes) > 24 || l.id(word) != unknownWord {
		return "", false
	}
	found, unsure := "", false
	for _, key := range append(dropped(word), word) {
		for _, right := range l.typos[key] {
			if right == found || !near(runes, []rune(right)) {
				continue
			}
			if l.listed("misspelt", right) {
				return right, true
			}
			unsure = found != ""
			found = right
		}
	}
	return found, found != "" && !unsure
}

// dropped gives the words that remain when one letter is dropped.
func dropped(word string) []string {
	runes := []rune(word)
	out := make([]string, 0, len(runes))
	for i := range runes {
		out = append(out, string(runes[:i])+string(runes[i+1:]))
	}
	return out
}
