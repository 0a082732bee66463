package keywords

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// Ensure that font, case, accents, marks, spacing and unseen characters leave the same key.
func TestRead(t *testing.T) {
	for _, c := range []struct{ body, key string }{
		{"  STOP  ", "stop"}, {"Stóp!!!", "stop"}, {"ＳＴＯＰ", "stop"}, {"𝕊𝕥𝕠𝕡", "stop"}, {"🅂🅃🄾🄿", "stop"}, {"🆂🆃🅾🅿", "stop"},
		{"ЅТОР", "stop"}, {"stоp", "stop"}, {"s\u200bt\u00ado\ufeffp", "stop"}, {"S T O P", "stop"}, {"S.T.O.P.", "stop"}, {"s-t-o-p", "stop"},
		{"STOOOOP", "stop"}, {"please   stop", "please stop"}, {"opt-out", "opt out"}, {"don't", "dont"}, {"don’t", "dont"},
		{"n'écrivez plus", "n ecrivez plus"}, {"Straße", "strasse"}, {"2️⃣", "2"}, {"#2", "2"}, {"2)", "2"}, {"1/2", "1 2"}, {"2.5", "2.5"},
		{"$5", "$5"}, {"2pm", "2pm"}, {"1000", "1000"}, {"SAVE1000", "save1000"}, {"🛑🛑", "🛑"}, {"👍🏽", "👍"}, {"стоп", "стоп"},
		{"see https://x.com/stop now", "see http now"}, {"", ""}, {"...", ""}, {"\xff\xfe", ""}, {"a b", "a b"},
		{"> Reply STOP\nok", "ok"}, {`what is "reply stop to end"?`, "what is"}, {`"STOP"`, "stop"},
	} {
		if got := Read(c.body).Key; got != c.key {
			t.Errorf("Read(%q) has key %q, not %q", c.body, got, c.key)
		}
	}
}

// Ensure that reading a key gives the same key.
func TestReadIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := Read(rapid.String().Draw(t, "body")).Key
		if again := Read(key).Key; again != key {
			t.Fatalf("%q became %q", key, again)
		}
	})
}

// Ensure that case, drawn-out spacing and unseen characters never change an exact verdict.
func TestExactUnchanged(t *testing.T) {
	l := Default()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"stop", "start", "help", "unsubscribe", "alto", "arret", "sair", "abmelden", "yes"}).Draw(t, "word")
		var body strings.Builder
		gap := rapid.SampledFrom([]string{"", "\u200b", " ", ".", "-", "\u00ad"}).Draw(t, "gap")
		for i, r := range word {
			if rapid.Bool().Draw(t, "upper") {
				r = unicode.ToUpper(r)
			}
			if i > 0 {
				body.WriteString(gap)
			}
			body.WriteRune(r)
		}
		want, got := l.Exact(Read(word)), l.Exact(Read(body.String()))
		if got.Kind != want.Kind || got.Match != want.Match {
			t.Fatalf("%q was taken for %q, not %q", body.String(), got.Kind, want.Kind)
		}
	})
}

// FuzzRead ensures that no text breaks the reading or gives a start in free words.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"STOP", "Liked “Reply STOP”", "\"\"\"", "s t 0 p", "\xff", "👍 to “", "a'b'c'd", strings.Repeat("stop ", 900),
		strings.Repeat("don't ", 70) + "stop texting me", strings.Repeat("\u0301", 4000), "> \n>"} {
		f.Add(seed)
	}
	l := Default()
	f.Fuzz(func(t *testing.T, body string) {
		text := Read(body)
		if again := Read(text.Key).Key; len(body) < 4096 && again != text.Key {
			t.Errorf("%q became %q", text.Key, again)
		}
		l.Exact(text)
		if v := l.FreeText(text); v.Kind != None && v.Kind != Revocation && v.Kind != Ambiguous {
			t.Errorf("free text %q was taken for %q", body, v.Kind)
		}
	})
}
