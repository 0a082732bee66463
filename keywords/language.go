package keywords

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// language is what one data file knows.
type language struct {
	name     string
	keywords map[Kind][]string // phrases, as keys
	lists    map[string][]string
	ids      map[string]wordID
	sets     map[string]wordSet // the lists as sets of words
	frames   map[string]pattern // by name: before, asking, after
	rules    map[string][]rule  // by section, in the order of the file
	answers  map[string]string  // what a phrase stands for: a number, yes or no
	typos    map[string][]string
}

// rule is a named pattern.
type rule struct {
	name string
	pattern
	begin wordSet // the words that it may begin with
	any   bool    // it may begin with any word
}

// mayBegin tells whether a rule may begin anywhere in a row of words.
func (r rule) mayBegin(s []wordID) bool { return r.any || slices.ContainsFunc(s, r.begin.has) }

func newRule(name string, p pattern) rule {
	begin, open := p.first()
	return rule{name, p, begin, open}
}

var (
	ruleSections = names("revocation within", "revocation sentence", "revocation text",
		"ambiguous within", "ambiguous sentence", "ambiguous text", "support", "reports", "denials", "keeps")
	sections = with(ruleSections, "keywords", "lists", "patterns", "answers")
	kinds    = names(string(Stop), string(Start), string(Help), string(Yes), string(No))
	lists    = names("polite", "misspelt", "spelt", "reactions", "reaction words", "joins", "continues", "blocks",
		"limits", "others", "jokes", "elsewhere", "here",
		"choosing", "numbered")
	frames = names("before", "asking", "after") // patterns that the matcher itself uses
)

func names(all ...string) map[string]bool { return with(nil, all...) }

func with(base map[string]bool, more ...string) map[string]bool {
	out := maps.Clone(base)
	if out == nil {
		out = map[string]bool{}
	}
	for _, name := range more {
		out[name] = true
	}
	return out
}

func known(set map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(set)), ", ")
}

// readLanguage compiles a data file. Its errors name the file and the line of every fault.
func readLanguage(name, file, source string) (*language, error) {
	entries, err := parseFile(file, source)
	if err != nil {
		return nil, err
	}
	l := &language{
		name: name, keywords: map[Kind][]string{}, lists: map[string][]string{}, ids: map[string]wordID{},
		sets: map[string]wordSet{}, rules: map[string][]rule{},
		answers: map[string]string{},
	}
	c := &compiler{lang: l, patterns: map[string]pattern{}, used: map[string]bool{}}
	var errs []error
	for _, e := range entries {
		if err := c.entry(e); err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: [%s] %s: %w", file, e.line, e.section, e.name, err))
		}
	}
	for _, e := range entries {
		if e.section == "patterns" && !c.used[e.name] && !frames[e.name] {
			errs = append(errs, fmt.Errorf("%s:%d: <%s> is used nowhere", file, e.line, e.name))
		}
	}
	l.frames = c.patterns
	l.indexTypos()
	return l, errors.Join(errs...)
}

func (c *compiler) entry(e entry) error {
	switch e.section {
	case "keywords":
		return c.lang.addKeywords(e)
	case "lists":
		return c.lang.addList(e)
	case "answers":
		return c.lang.addAnswer(e)
	}
	return c.addPattern(e)
}

func (c *compiler) addPattern(e entry) error {
	p, err := c.compile(e.alternatives)
	if err != nil {
		return err
	}
	if e.section == "patterns" {
		c.patterns[e.name] = p
		return nil
	}
	if p.step(nil, 1) != 0 {
		return errors.New("the pattern fits an empty text")
	}
	c.lang.rules[e.section] = append(c.lang.rules[e.section], newRule(e.name, p))
	return nil
}

func (l *language) addKeywords(e entry) error {
	if !kinds[e.name] {
		return fmt.Errorf("there is no such keyword; there are %s", known(kinds))
	}
	phrases, err := phrases(e)
	l.keywords[Kind(e.name)] = phrases
	return err
}

func (l *language) addList(e entry) error {
	if !lists[e.name] {
		return fmt.Errorf("there is no such list; there are %s", known(lists))
	}
	phrases, err := phrases(e)
	l.lists[e.name] = phrases
	for _, phrase := range phrases {
		if !strings.Contains(phrase, " ") {
			l.sets[e.name] = l.sets[e.name].with(l.learn(phrase))
		}
	}
	return err
}

func (l *language) addAnswer(e entry) error {
	if strings.Trim(e.name, "0123456789") != "" && e.name != "yes" && e.name != "no" {
		return errors.New("the name must be a number in digits, yes or no")
	}
	phrases, err := phrases(e)
	for _, phrase := range phrases {
		l.answers[phrase] = e.name
	}
	return err
}

// phrases gives the alternatives of a list as keys, in every spelling.
func phrases(e entry) ([]string, error) {
	var keys []string
	for phrase := range strings.SplitSeq(e.alternatives, "|") {
		for _, spelling := range spellings(phrase) {
			key := Read(spelling).Key
			if key == "" {
				return keys, errors.New("a word is missing between two |")
			}
			keys = append(keys, key)
		}
	}
	return keys, nil
}
