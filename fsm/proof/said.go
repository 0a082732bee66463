package proof

import (
	"embed"
	"io/fs"
	"regexp"
	"strings"
	"sync"
)

// A file for each language holds the words by which texts say what carriers ask of them, as patterns
// with " | " between.
//
//go:embed data/languages
var languagesData embed.FS

// said tells how texts say a thing, in any language.
type said struct {
	languages map[string]bool
	forms     map[string]*regexp.Regexp // by thing: often, rates, ends
}

var sayings = sync.OnceValue(func() said {
	s := said{map[string]bool{}, map[string]*regexp.Regexp{}}
	files, _ := fs.Glob(languagesData, "data/languages/*.txt")
	forms := map[string][]string{}
	for _, file := range files {
		name, _, _ := strings.Cut(strings.TrimPrefix(file, "data/languages/"), ".")
		s.languages[name] = true
		data, _ := languagesData.ReadFile(file)
		for line := range strings.Lines(string(data)) {
			if thing, patterns, ok := strings.Cut(strings.TrimSpace(line), " = "); ok {
				forms[thing] = append(forms[thing], strings.Split(patterns, " | ")...)
			}
		}
	}
	for thing, patterns := range forms {
		s.forms[thing] = regexp.MustCompile("(?i)" + strings.Join(patterns, "|")) // a test compiles them
	}
	return s
})

// says tells whether a text says a thing in any language that is known; a text in one that is not is
// taken at its word.
func says(thing, language, text string) bool {
	language, _, _ = strings.Cut(language, "-")
	return sayings().forms[thing].MatchString(text) || !sayings().languages[language]
}
