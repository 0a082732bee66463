package keywords

import "testing"

var benchTexts = []string{
	"2", "STOP", "yes please", "when does my order ship?", "please stop texting me, I never signed up for this",
	"don't stop the updates! I love them", "hola, ya no quiero recibir mensajes de ustedes", "the 2nd one pls",
}

// BenchmarkMeaning measures all tiers, per text.
func BenchmarkMeaning(b *testing.B) {
	l, i := Default(), 0
	b.ReportAllocs()
	for b.Loop() {
		meaning(l, benchTexts[i%len(benchTexts)])
		i++
	}
}

// BenchmarkLoad measures how long the built-in files take to compile.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := load(data); err != nil {
			b.Fatal(err)
		}
	}
}
