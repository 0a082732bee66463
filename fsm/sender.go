package fsm

import "strings"

// tollFree lists the prefixes of toll-free numbers in the US and Canada.
var tollFree = []string{"+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"}

// complete tells the sender's kind from its address where the program does not say it, and fills
// in what carriers do by default for the kind.
func (s Sender) complete() Sender {
	if s.Kind == "" {
		s.Kind = kindOf(s.Address)
	}
	if s.StopReply == "" {
		s.StopReply = "parley"
		if s.Kind == LongCode || s.Kind == TollFree || s.Kind == Pool {
			s.StopReply = "carrier"
		}
	}
	if s.Pace == 0 {
		s.Pace = map[SenderKind]float64{LongCode: 1, TollFree: 3, ShortCode: 10, Pool: 1, TestPhone: 100}[s.Kind]
	}
	return s
}

func kindOf(address string) SenderKind {
	for _, prefix := range tollFree {
		if strings.HasPrefix(address, prefix) {
			return TollFree
		}
	}
	switch {
	case strings.HasPrefix(address, "MG"):
		return Pool
	case !strings.HasPrefix(address, "+"):
		return ShortCode
	}
	return LongCode
}

// carrierWords are the texts that a carrier answers and obeys by itself: the whole text, one word.
var carrierWords = map[string]string{
	"STOP": "stop", "STOPALL": "stop", "UNSUBSCRIBE": "stop", "CANCEL": "stop", "END": "stop",
	"QUIT": "stop", "REVOKE": "stop", "OPTOUT": "stop", "START": "start", "UNSTOP": "start", "YES": "start",
}

// carrierActs tells what the carrier does by itself with a text to this sender: "stop" blocks the
// person, "start" lifts the block, "" nothing. Sources: Twilio's default keywords as of 2025-05;
// on toll-free numbers the network knows STOP, START and UNSTOP alone.
func (s Sender) carrierActs(body string) string {
	if s.StopReply != "carrier" {
		return ""
	}
	word := strings.ToUpper(strings.TrimSpace(body))
	if s.Kind == TollFree && word != "STOP" && word != "START" && word != "UNSTOP" {
		return ""
	}
	return carrierWords[word]
}
