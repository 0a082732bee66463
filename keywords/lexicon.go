package keywords

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed data/*.txt
var data embed.FS

// Lexicon knows the words of several languages.
type Lexicon struct {
	languages []*language
	exact     map[string]Verdict // by the key without spaces
	polite    map[string]bool
}

// Default is the built-in lexicon. It is read once and never changes.
func Default() *Lexicon { return builtin() }

var builtin = sync.OnceValue(func() *Lexicon {
	l, err := load(data)
	if err != nil {
		panic("keywords: " + err.Error()) // the embedded files are proven sound by a test
	}
	return l
})

// load reads one language from each file data/<language>.txt.
func load(files fs.FS) (*Lexicon, error) {
	l := &Lexicon{exact: map[string]Verdict{}, polite: map[string]bool{}}
	paths, err := fs.Glob(files, "data/*.txt")
	if err != nil {
		return nil, fmt.Errorf("list language files: %w", err)
	}
	var errs []error
	for _, file := range paths {
		source, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, fmt.Errorf("read language file: %w", err)
		}
		lang, err := readLanguage(strings.TrimSuffix(path.Base(file), ".txt"), file, string(source))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		l.add(lang)
	}
	for _, lang := range l.languages {
		errs = append(errs, l.addExact(lang, squash))
	}
	for _, lang := range l.languages { // later, so that a word is its own language's rather than another's drawn out
		errs = append(errs, l.addExact(lang, func(phrase string) string { return skeleton(squash(phrase)) }))
	}
	return l, errors.Join(errs...)
}

// add makes a language known.
func (l *Lexicon) add(lang *language) {
	l.languages = append(l.languages, lang)
	for _, phrase := range lang.lists["polite"] {
		l.polite[phrase] = true
	}
}

// addExact makes a language's exact words known as they are written one way. One word cannot mean two things.
func (l *Lexicon) addExact(lang *language, write func(phrase string) string) error {
	for kind, phrases := range lang.keywords {
		for _, phrase := range phrases {
			key := write(phrase)
			v := Verdict{Kind: kind, Tier: "exact", Lang: lang.name, Rule: "keyword " + string(kind), Match: phrase}
			if other, taken := l.exact[key]; taken && other.Kind != v.Kind {
				return fmt.Errorf("%q means %s in %s and %s in %s", phrase, v.Kind, v.Lang, other.Kind, other.Lang)
			} else if !taken {
				l.exact[key] = v
			}
		}
	}
	return nil
}

func squash(key string) string { return strings.ReplaceAll(key, " ", "") }
