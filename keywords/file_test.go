package keywords

import (
	"strings"
	"testing"
	"testing/fstest"
)

// Ensure that the built-in files are sound.
func TestBuiltin(t *testing.T) {
	if _, err := load(data); err != nil {
		t.Fatal(err)
	}
}

// Ensure that a fault in a file is told with its line.
func TestFileFaults(t *testing.T) {
	for source, want := range map[string]string{
		"[nonsense]":                              `xx.txt:1: "[nonsense]" is no section`,
		"stop = x":                                "xx.txt:1: an entry stands before",
		"  | x":                                   "xx.txt:1: an indented line",
		"[keywords]\nstop":                        `xx.txt:2: "stop" is no entry`,
		"[keywords]\nstop = a\nstop = b":          "xx.txt:3: stop is defined in line 2 already",
		"[keywords]\nhalt = a":                    "xx.txt:2: [keywords] halt: there is no such keyword",
		"[lists]\nfriends = a":                    "there is no such list",
		"[lists]\npolite = a | | b":               "a word is missing",
		"[answers]\nsome = a":                     "must be a number",
		"[support]\nx = (a | b":                   `")" is missing`,
		"[support]\nx = a )":                      `")" closes nothing`,
		"[support]\nx = <y>":                      "<y> is not defined",
		"[support]\nx = [a]":                      "fits an empty text",
		"[support]\nx = ()":                       "a word is missing",
		"[patterns]\nx = a":                       "<x> is used nowhere",
		"[keywords]\nstop = a\n\nstart = b | a":   `"a" means`,
		"# only a remark\n[keywords]\nstop = a\n": "",
	} {
		_, err := load(fstest.MapFS{"data/xx.txt": {Data: []byte(source)}})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: the error is %v; it should say %q", source, err, want)
		}
	}
}

// FuzzFile ensures that no file breaks the loader.
func FuzzFile(f *testing.F) {
	f.Add("[patterns]\na = b [c] (d | e) ... #\n[support]\nx = <a>\n  | y")
	f.Add("[lists]\npolite = please\n[revocation text]\nx = ((((")
	f.Fuzz(func(_ *testing.T, source string) {
		_, _ = load(fstest.MapFS{"data/xx.txt": {Data: []byte(source)}})
	})
}

// Ensure that a language is added by adding a file.
func TestAddLanguage(t *testing.T) {
	l, err := load(fstest.MapFS{"data/it.txt": {Data: []byte(
		"[keywords]\nstop = ferma\n[patterns]\nbefore = per favore\n[revocation within]\nno = non scrivetemi [più]\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if v := meaning(l, "Ferma!"); v.Kind != Stop || v.Lang != "it" {
		t.Errorf("Ferma! gives %+v", v)
	}
	if v := meaning(l, "per favore non scrivetemi più"); v.Kind != Revocation || v.Rule != "no" {
		t.Errorf("the phrase gives %+v", v)
	}
}
