package proof

import (
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
)

// refusals compiles a program of texts alone and gives what is refused of it.
func refusals(t *testing.T, language string, texts map[string]string) (where []string) {
	t.Helper()
	p, err := fsm.Compile(fsm.Definition{Brand: "Acme", Contact: "help@acme.test", Frequency: "4/mes", Language: language, Texts: texts}, "r1")
	if err != nil {
		t.Fatal(err)
	}
	faults, _ := Check(p)
	for _, f := range faults {
		if f.Level == fsm.Refusal {
			where = append(where, f.Error())
		}
	}
	return where
}

// Ensure that the machine's own texts are right in a program of any language.
func TestOwnTexts(t *testing.T) {
	for language := range sayings().languages {
		if got := refusals(t, language, nil); len(got) > 0 {
			t.Errorf("%s: %v", language, got)
		}
	}
}

// Ensure that opt-in and stop texts are understood in each language, and that whatever one of them leaves
// out is missed.
func TestConsentInLanguages(t *testing.T) {
	optIn := map[string][]string{
		"en": {"Acme:", " up to 4 msgs a month.", " Msg & data rates may apply.", " Reply HELP for help,", " STOP to cancel."},
		"es": {"Acme:", " 4 mensajes al mes.", " Pueden aplicarse tarifas de mensajes y datos.", " Responde AYUDA para ayuda,", " ALTO para cancelar."},
		"fr": {"Acme :", " 4 messages par mois.", " Des frais peuvent s'appliquer.", " AIDE pour de l'aide,", " ARRET pour annuler."},
		"pt": {"Acme:", " 4 mensagens por mês.", " Podem ser cobradas tarifas.", " AJUDA para ajuda,", " PARAR para cancelar."},
		"de": {"Acme:", " 4 Nachrichten im Monat.", " Es können Gebühren anfallen.", " HILFE für Hilfe,", " STOPP zum Abmelden."},
		"it": {"Acme:", " 4 messaggi al mese.", " Possono applicarsi tariffe.", " HELP per aiuto,", " STOP per annullare."},
	}
	stopped := map[string]string{
		"en": "you will get no more texts", "es": "no recibirás más mensajes", "fr": "vous ne recevrez plus de messages",
		"pt": "você não receberá mais mensagens", "de": "Sie bekommen keine Nachrichten mehr", "it": "non riceverai altri messaggi",
	}
	for language := range sayings().languages {
		parts := optIn[language]
		if got := refusals(t, language, map[string]string{fsm.TextWelcome: strings.Join(parts, ""), fsm.TextStopped: "Acme: " + stopped[language] + "."}); len(got) > 0 || len(parts) == 0 {
			t.Errorf("%s: %v", language, got)
		}
		if got := refusals(t, language, map[string]string{fsm.TextStopped: "Acme: OK."}); len(got) != 1 {
			t.Errorf("%s: a stop that says nothing: %v", language, got)
		}
		for i := range parts {
			without := strings.Join(append(append([]string{}, parts[:i]...), parts[i+1:]...), "")
			if got := refusals(t, language, map[string]string{fsm.TextWelcome: without}); len(got) != 1 {
				t.Errorf("%s: %q: %v", language, without, got)
			}
		}
	}
}
