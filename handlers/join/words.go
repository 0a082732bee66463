package join

import (
	"strings"

	"golang.org/x/text/language"

	"github.com/parley-sms/parley/fsm"
)

// words are what the page says in a language. %[1]s is the brand, %[2]s how often it texts.
type words struct {
	Title, Agree, Number, Hint, Send, Or, Text, Scan, Terms, Privacy, Sent, SentNote, Stopped string

	BadNumber, BadBox, Stale, Busy, Broken string
}

// known are the languages that the page is in.
func known() map[string]words {
	return map[string]words{
		"en": {
			Title: "Texts from %[1]s", Number: "Mobile number", Hint: "With the country code, such as +1 212 555 0123", Send: "Text me", Or: "Or from your phone",
			Agree: "I agree to get recurring automated marketing texts from %[1]s at this number (%[2]s). Consent is not a condition of purchase. Msg & data rates may apply. Reply HELP for help, STOP to cancel.",
			Text:  "Text %[1]s to %[2]s", Scan: "Scan this code with a phone's camera, and send the text.", Terms: "Terms", Privacy: "Privacy",
			Sent: "Look at your phone", SentNote: "If this number can get our texts, we ask it once whether it wants them: reply YES. It may take until the morning, and we ask at most once a day.",
			Stopped: "Did you reply STOP before? Then text the keyword yourself.", BadNumber: "Please write your number with its country code, such as +1 212 555 0123.", BadBox: "Please tick the box if you agree. Without it we text nobody.",
			Stale: "The page was open for too long. Please send it once more.", Busy: "Too many forms came at once. Please try again in a few minutes.", Broken: "That did not work, and it is our fault. Please try again in a minute.",
		},
		"es": {
			Title: "Mensajes de %[1]s", Number: "Número de móvil", Hint: "Con el prefijo del país, como +34 612 345 678", Send: "Enviadme un mensaje", Or: "O desde tu teléfono",
			Agree: "Acepto recibir en este número mensajes de texto publicitarios automáticos y periódicos de %[1]s (%[2]s). Aceptar no es condición de compra. Pueden aplicar tarifas de mensajes y datos. Responde HELP para ayuda, STOP para cancelar.",
			Text:  "Envía %[1]s al %[2]s", Scan: "Escanea este código con la cámara de un teléfono y envía el mensaje.", Terms: "Condiciones", Privacy: "Privacidad",
			Sent: "Mira tu teléfono", SentNote: "Si este número puede recibir nuestros mensajes, le preguntamos una vez si los quiere: responde SI. Puede tardar hasta la mañana, y preguntamos como mucho una vez al día.",
			Stopped: "¿Respondiste STOP antes? Entonces envía tú la palabra clave.", BadNumber: "Escribe tu número con el prefijo del país, como +34 612 345 678.", BadBox: "Marca la casilla si estás de acuerdo. Sin ella no escribimos a nadie.",
			Stale: "La página estuvo abierta demasiado tiempo. Envíala otra vez.", Busy: "Llegaron demasiados formularios a la vez. Inténtalo en unos minutos.", Broken: "No funcionó, y es culpa nuestra. Inténtalo en un minuto.",
		},
		"fr": {
			Title: "Les SMS de %[1]s", Number: "Numéro de mobile", Hint: "Avec l'indicatif du pays, comme +33 6 12 34 56 78", Send: "Écrivez-moi", Or: "Ou depuis votre téléphone",
			Agree: "J'accepte de recevoir à ce numéro des SMS publicitaires automatiques et réguliers de %[1]s (%[2]s). Cet accord n'est pas une condition d'achat. Des frais de messages et de données peuvent s'appliquer. Répondez HELP pour de l'aide, STOP pour arrêter.",
			Text:  "Envoyez %[1]s au %[2]s", Scan: "Scannez ce code avec l'appareil photo d'un téléphone et envoyez le message.", Terms: "Conditions", Privacy: "Confidentialité",
			Sent: "Regardez votre téléphone", SentNote: "Si ce numéro peut recevoir nos SMS, nous lui demandons une fois s'il les veut : répondez OUI. Cela peut attendre le matin, et nous demandons au plus une fois par jour.",
			Stopped: "Vous aviez répondu STOP ? Envoyez alors vous-même le mot-clé.", BadNumber: "Écrivez votre numéro avec l'indicatif du pays, comme +33 6 12 34 56 78.", BadBox: "Cochez la case si vous êtes d'accord. Sans elle nous n'écrivons à personne.",
			Stale: "La page est restée ouverte trop longtemps. Envoyez-la encore une fois.", Busy: "Trop de formulaires sont arrivés à la fois. Réessayez dans quelques minutes.", Broken: "Cela n'a pas marché, et c'est notre faute. Réessayez dans une minute.",
		},
		"de": {
			Title: "SMS von %[1]s", Number: "Mobilnummer", Hint: "Mit der Landesvorwahl, etwa +49 151 23456789", Send: "Schreibt mir", Or: "Oder vom Telefon aus",
			Agree: "Ich möchte unter dieser Nummer regelmäßig automatisch verschickte Werbe-SMS von %[1]s bekommen (%[2]s). Das ist keine Bedingung für einen Kauf. Es können Kosten für SMS und Daten anfallen. HELP hilft, STOP beendet alles.",
			Text:  "%[1]s an %[2]s senden", Scan: "Den Code mit der Kamera eines Telefons scannen und die SMS abschicken.", Terms: "Bedingungen", Privacy: "Datenschutz",
			Sent: "Jetzt aufs Telefon schauen", SentNote: "Kann diese Nummer unsere SMS bekommen, fragen wir sie einmal, ob sie das will: mit JA antworten. Es kann bis zum Morgen dauern, und wir fragen höchstens einmal am Tag.",
			Stopped: "Schon einmal STOP geantwortet? Dann bitte das Stichwort selbst senden.", BadNumber: "Bitte die Nummer mit der Landesvorwahl schreiben, etwa +49 151 23456789.", BadBox: "Bitte das Kästchen ankreuzen. Ohne Zustimmung schreiben wir niemandem.",
			Stale: "Die Seite war zu lange offen. Bitte noch einmal absenden.", Busy: "Es kamen zu viele Formulare auf einmal. Bitte in einigen Minuten noch einmal.", Broken: "Das ging schief, und es liegt an uns. Bitte in einer Minute noch einmal.",
		},
		"pt": {
			Title: "Mensagens de %[1]s", Number: "Número do telemóvel", Hint: "Com o código do país, como +351 912 345 678", Send: "Enviem-me mensagens", Or: "Ou do seu telefone",
			Agree: "Aceito receber neste número mensagens publicitárias automáticas e periódicas de %[1]s (%[2]s). Aceitar não é condição de compra. Podem aplicar-se tarifas de mensagens e dados. Responda HELP para ajuda, STOP para cancelar.",
			Text:  "Envie %[1]s para %[2]s", Scan: "Leia este código com a câmara de um telefone e envie a mensagem.", Terms: "Termos", Privacy: "Privacidade",
			Sent: "Veja o seu telefone", SentNote: "Se este número puder receber as nossas mensagens, perguntamos-lhe uma vez se as quer: responda SIM. Pode demorar até de manhã, e perguntamos no máximo uma vez por dia.",
			Stopped: "Já respondeu STOP? Então envie você a palavra-chave.", BadNumber: "Escreva o número com o código do país, como +351 912 345 678.", BadBox: "Marque a caixa se concordar. Sem ela não escrevemos a ninguém.",
			Stale: "A página esteve aberta demasiado tempo. Envie-a outra vez.", Busy: "Chegaram demasiados formulários ao mesmo tempo. Tente dentro de alguns minutos.", Broken: "Não funcionou, e a culpa é nossa. Tente dentro de um minuto.",
		},
	}
}

// speak picks the language of the page: of those that the program is in, the one that a browser asks for. A
// language that the page is not in is spoken in English, as far as the program does not word it.
func speak(d *fsm.Definition, accept string) (string, words) {
	own := d.AllLanguages()
	tags := make([]language.Tag, len(own))
	for i, name := range own {
		tags[i] = language.Make(name)
	}
	asked, _, _ := language.ParseAcceptLanguage(accept[:min(len(accept), 200)]) // of what cannot be read nothing is asked
	_, i, _ := language.NewMatcher(tags).Match(asked...)
	base, _, _ := strings.Cut(own[i], "-")
	if w, there := known()[base]; there {
		return own[i], w
	}
	return own[i], known()["en"]
}
