package keywords

import "testing"

var interests = []Answer{
	{Name: "skincare", Words: []string{"1", "skin care", "skin"}},
	{Name: "makeup", Words: []string{"2", "make up"}},
	{Name: "fragrance", Words: []string{"3", "perfume"}},
}

// Ensure that an exact answer is its digit, name or word alone.
func TestAnswerExact(t *testing.T) {
	for body, want := range map[string]string{"1": "skincare", "2️⃣": "makeup", "#3": "fragrance", "2)": "makeup", "Skin-Care": "skincare", "PERFUME!": "fragrance",
		"make up": "makeup", "12": "", "at 2pm": "", "two": "", "": "", "Liked “2”": ""} {
		if got, ok := Default().AnswerExact(Read(body), interests); got.Name != want || ok != (want != "") {
			t.Errorf("%q answers %q, not %q", body, got.Name, want)
		}
	}
}

// Ensure that a near answer is found in many words, and never guessed.
func TestAnswerNear(t *testing.T) {
	for body, want := range map[string]string{
		"the 2nd": "makeup", "second one": "makeup", "number two": "makeup", "option 2": "makeup", "two please": "makeup", "one": "skincare", "the first one please": "skincare",
		"skin care pls": "skincare", "I'd like makeup": "makeup", "skincre": "skincare", "fragrence": "fragrance", "la segunda": "makeup", "le deuxième svp": "makeup",
		"die zweite bitte": "makeup", "a segunda por favor": "makeup", "quiero el 3": "fragrance", "Nummer drei": "fragrance", "opción dos": "makeup",
		"not 1": "", "neither": "", "12": "", "at 2pm": "", "at 2": "", "1 or 2": "", "1 2": "", "skin or makeup": "", "anything but makeup": "", "no makeup": "",
		"not the second": "", "one two": "", "$2": "", "2%": "", "what is 2?": "", "please": "", "": "", "👍 to “2”": "",
	} {
		if got, ok := Default().AnswerNear(Read(body), interests); ok != (want != "") || ok && got.Name != want {
			t.Errorf("%q nearly answers %q, not %q", body, got.Name, want)
		}
	}
}

// Ensure that words for yes and no answer a question that knows only yes and no.
func TestAnswerYesNo(t *testing.T) {
	answers := []Answer{{Name: "yes", Words: []string{"yes"}}, {Name: "no", Words: []string{"no"}}}
	for body, want := range map[string]string{"yeah": "yes", "yes please": "yes", "nope": "no", "no thanks": "no", "klar": "yes", "nein danke": "no", "maybe": "", "not yes": ""} {
		if got, ok := Default().AnswerNear(Read(body), answers); ok != (want != "") || ok && got.Name != want {
			t.Errorf("%q nearly answers %q, not %q", body, got.Name, want)
		}
	}
}

// FuzzAnswers ensures that no text breaks the matching, and that an answer is one of those given.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{"1", "the 2nd", "skin care pls", "2️⃣", "one one one", "\xff", "of of of of the the"} {
		f.Add(seed)
	}
	l := Default()
	names := map[string]bool{"skincare": true, "makeup": true, "fragrance": true}
	f.Fuzz(func(t *testing.T, body string) {
		text := Read(body)
		if m, ok := l.AnswerExact(text, interests); ok && (!names[m.Name] || m.Tier != "exact") {
			t.Errorf("%q gave %+v", body, m)
		}
		if m, ok := l.AnswerNear(text, interests); ok && (!names[m.Name] || m.Tier != "near") {
			t.Errorf("%q gave %+v", body, m)
		}
	})
}
