package proof

import (
	"regexp"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/keywords"
)

// The words by which texts say what carriers ask of them, in the languages that opt-in texts are
// mostly written in. A text in another language is taken at its word.
var (
	ratesForm = map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`(?i)\brates?\b|\bcharges?\b|\bfees?\b`),
		"es": regexp.MustCompile(`(?i)\btarifas?\b|\bcargos?\b|\bcostos?\b|\bcostes?\b`),
		"fr": regexp.MustCompile(`(?i)\bfrais\b|\btarifs?\b|\bco[uû]ts?\b`),
		"pt": regexp.MustCompile(`(?i)\btarifas?\b|\btaxas?\b|\bcustos?\b`),
		"de": regexp.MustCompile(`(?i)\bgebühren?\b|\bkosten\b|\btarife?\b`),
		"it": regexp.MustCompile(`(?i)\btariff[ae]\b|\bcost[oi]\b`),
	}
	endForm = map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`(?i)\bno (more|further|other)\b|\b(not|won't|never) (get|receive|send|text|hear)\b|\bunsubscribed\b|\bopted[- ]out\b|\bremoved\b`),
		"es": regexp.MustCompile(`(?i)\bno (te|le|se|vas|recibir|volver|enviar|habr)|\bning[uú]n (otro )?mensaje|\bbaja\b|\bcancelad[ao]|\bm[aá]s mensajes`),
		"fr": regexp.MustCompile(`(?i)\bd[eé]sabonn|\bne (recevrez|recevras|vous|t')|\bplus (de|aucun)\b|\bd[eé]sinscri`),
		"pt": regexp.MustCompile(`(?i)\bn[aã]o (vai|vamos|receber|enviar|mais)|\bcancelad[ao]|\bmais mensagens`),
		"de": regexp.MustCompile(`(?i)\babgemeldet\b|\bkeine (weiteren|nachrichten|sms|mehr)|\bnichts mehr\b|\bkeine [a-zäöü]+ mehr`),
		"it": regexp.MustCompile(`(?i)\bnon (riceverai|riceverà|invieremo|ti)|\bdisiscri|\bcancellat[ao]|\bpi[uù] messaggi`),
	}
	oftenForm = map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`(?i)\b(msgs?|messages?|texts?|alerts?)\b.{0,30}(/|\bper\b|\ba\b|\beach\b|\bevery\b|\bmonthly\b|\bweekly\b|\bdaily\b|\bvar)|\bfrequency\b|\brecurring\b`),
		"es": regexp.MustCompile(`(?i)\bmensajes?\b.{0,30}(/|\bal\b|\bpor\b|\bcada\b|\bmensual|\bsemanal)|\bfrecuencia\b`),
		"fr": regexp.MustCompile(`(?i)\b(messages?|sms)\b.{0,30}(/|\bpar\b|\bchaque\b)|\bfr[eé]quence\b`),
		"pt": regexp.MustCompile(`(?i)\bmensage(m|ns)\b.{0,30}(/|\bpor\b|\bcada\b)|\bfrequ[eê]ncia\b`),
		"de": regexp.MustCompile(`(?i)\b(nachrichten?|sms)\b.{0,30}(/|\bpro\b|\bim\b|\bje\b|\bmonatlich)|\bhäufigkeit\b`),
		"it": regexp.MustCompile(`(?i)\b(messaggi?o?|sms)\b.{0,30}(/|\bal\b|\bper\b|\bogni\b)|\bfrequenza\b`),
	}
	reachForm = regexp.MustCompile(`(?i)[\w.+-]+@[\w-]+\.\w+|\+?\d[\d ().-]{6,}\d|https?://|www\.|\b[a-z0-9-]+\.(com|net|org|shop|store|co|test)\b`)
)

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
	if !strings.Contains(text, f.p.Frequency) && !fits(oftenForm, language, text) {
		missing = append(missing, "how often you text ({{ frequency }})")
	}
	if !fits(ratesForm, language, text) {
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
	if !fits(endForm, language, text) {
		missing = append(missing, `that no more texts come ("you will get no more texts")`)
	}
	return missing
}

// fits tells whether a text has the words of its language; true where those are not known.
func fits(forms map[string]*regexp.Regexp, language, text string) bool {
	language, _, _ = strings.Cut(language, "-")
	form, known := forms[strings.ToLower(language)]
	return !known || form.MatchString(text)
}

// means tells whether a text names a word that has a meaning in every state, such as STOP.
func means(text string, kind keywords.Kind) bool {
	for _, word := range words(text) {
		if k, reserved := keywords.Default().Reserved(word); reserved && k == kind {
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
