package keywords

import "testing"

// Ensure that a keyword counts as the whole text alone, in any language and disguise.
func TestExact(t *testing.T) {
	l := Default()
	for _, c := range []struct {
		body string
		kind Kind
	}{
		{"STOP", Stop}, {"stop all", Stop}, {"opt-out", Stop}, {"Opt Out", Stop}, {"cancel", Stop}, {"end", Stop}, {"revoke", Stop},
		{"Stop. Thank you", Stop}, {"please stop", Stop}, {"stop stop stop", Stop}, {"5T0P", Stop}, {"0pt 0ut", Stop}, {"QU1T", Stop},
		{"🛑", Stop}, {"arrêt", Stop}, {"no más", Stop}, {"sair", Stop}, {"kuendigen", Stop}, {"STOP\nSent from my iPhone", Stop},
		{"START", Start}, {"unstop", Start}, {"HELP", Help}, {"info", Help}, {"ayuda", Help}, {"Hilfe!", Help},
		{"yes", Yes}, {"sí", Yes}, {"no", No}, {"1", None}, {"10", None}, {"3nd", None}, {"stop texting me", None},
		{"start texting me again", None}, {"fin de semana", None}, {"sign me up", None}, {"the end", None}, {"👍", None},
		{"Liked “STOP”", None}, {"👍 to “Reply STOP to end”", None}, {"A aimé « STOP »", None}, {"stop start", None}, {"please", None}, {"", None},
	} {
		v := l.Exact(Read(c.body))
		if v.Kind != c.kind {
			t.Errorf("%q was taken for %q, not %q", c.body, v.Kind, c.kind)
		}
		if v.Kind != None && (v.Tier != "exact" || v.Lang == "" || v.Rule == "" || v.Match == "") {
			t.Errorf("%q has not all of its evidence: %+v", c.body, v)
		}
	}
}

// Ensure that the words of every language are reserved.
func TestReserved(t *testing.T) {
	for word, want := range map[string]Kind{"STOP": Stop, "Alto": Stop, "opt out": Stop, "aide": Help, "unstop": Start, "ja": Yes, "não": No, "JOIN": None, "2": None} {
		if got, ok := Default().Reserved(word); got != want || ok != (want != None) {
			t.Errorf("%q is reserved for %q, %v; it should be %q", word, got, ok, want)
		}
	}
}

// Ensure that a program's keyword is the whole text, however it is spaced.
func TestKeyword(t *testing.T) {
	words := []string{"JOIN", "Skin-Care"}
	for body, want := range map[string]string{"join": "JOIN", " Join! ": "JOIN", "J O I N": "JOIN", "skincare": "Skin-Care", "SKIN CARE": "Skin-Care",
		"join us": "", "": "", "Liked “JOIN”": ""} {
		if got, ok := Default().Keyword(Read(body), words); got != want || ok != (want != "") {
			t.Errorf("%q is keyword %q, not %q", body, got, want)
		}
	}
}

// Ensure that a word is told as its own language's, not as another's that is drawn out to it: the evidence of
// an opt-out quotes it.
func TestOwnLanguage(t *testing.T) {
	for body, want := range map[string]string{"STOP": "en stop", "Stopp": "de stopp", "ALTO": "es alto", "START": "en start"} {
		if v := Default().Exact(Read(body)); v.Lang+" "+v.Match != want {
			t.Errorf("%s is %s %s, want %s", body, v.Lang, v.Match, want)
		}
	}
}
