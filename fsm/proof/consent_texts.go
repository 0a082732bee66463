package proof

import (
	"regexp"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/keywords"
)

// reachForm is an address, a phone number or a page.
var reachForm = regexp.MustCompile(`(?i)[\w.+-]+@[\w-]+\.\w+|\+?\d[\d ().-]{6,}\d|https?://|www\.|\b[a-z0-9-]+\.(com|net|org|shop|store|co|test)\b`)

// consentTexts refuses opt-in, help and stop texts that lack what carriers ask of them.
func (f *finder) consentTexts(list []wording) {
	optIn := map[string]bool{"texts." + fsm.TextConfirm: true, "texts." + fsm.TextWelcome: true, "texts." + fsm.TextRestarted: true}
	for _, k := range f.p.Keywords {
		optIn["keywords."+k.Name+".reply"] = k.Does == "opt_in"
	}
	for _, w := range list {
		if w.workflow != nil {
			continue
		}
		text := f.shown(w.source)
		switch name := strings.TrimSuffix(w.where, "."+w.language); {
		case optIn[name]:
			f.lacks(w, "who opts in by it was not told what they agreed to, and carriers block senders for that", f.optInLacks(text, w.language))
		case name == "texts."+fsm.TextHelp:
			f.lacks(w, "who texts HELP does not learn whom to turn to", f.helpLacks(text))
		case name == "texts."+fsm.TextStopped:
			f.lacks(w, "who texts STOP is not told that it worked", f.stopLacks(text, w.language))
		}
	}
}

func (f *finder) lacks(w wording, what string, missing []string) {
	if len(missing) > 0 {
		f.refuse(w.where, "does not say %s: %s; add it", listed(missing), what)
	}
}

func (f *finder) optInLacks(text, language string) (missing []string) {
	if !f.saysBrand(text) {
		missing = append(missing, "whom it is from ({{ brand }})")
	}
	if !strings.Contains(text, f.p.Frequency) && !says("often", language, text) {
		missing = append(missing, "how often you text ({{ frequency }})")
	}
	if !says("rates", language, text) {
		missing = append(missing, `what it costs ("Msg & data rates may apply")`)
	}
	if !means(text, keywords.Help) {
		missing = append(missing, `how to get help ("Reply HELP for help")`)
	}
	if !means(text, keywords.Stop) {
		missing = append(missing, `how to end it ("STOP to cancel")`)
	}
	return missing
}

func (f *finder) helpLacks(text string) (missing []string) {
	if !f.saysBrand(text) {
		missing = append(missing, "whom it is from ({{ brand }})")
	}
	if !strings.Contains(text, f.p.Contact) && !reachForm.MatchString(text) {
		missing = append(missing, "how to reach a person ({{ contact }})")
	}
	return missing
}

func (f *finder) stopLacks(text, language string) (missing []string) {
	if !f.saysBrand(text) {
		missing = append(missing, "whom it is from ({{ brand }})")
	}
	if !says("ends", language, text) {
		missing = append(missing, `that no more texts come ("you will get no more texts")`)
	}
	return missing
}

// means tells whether a text names a word that has a meaning in every state: STOP itself, or what means
// the same in another language, in capitals, as "para" and "fin" are mostly just words.
func means(text string, kind keywords.Kind) bool {
	for _, word := range words(text) {
		if k, reserved := keywords.Default().Reserved(word); reserved && k == kind && (word == strings.ToUpper(word) || strings.EqualFold(word, string(kind))) {
			return true
		}
	}
	return false
}

var wordForm = regexp.MustCompile(`[\p{L}\p{N}']+`)

func words(text string) []string { return wordForm.FindAllString(text, -1) }

// listed joins words as a sentence does.
func listed(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}
