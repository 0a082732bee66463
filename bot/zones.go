package bot

import (
	"github.com/nyaruka/phonenumbers"

	"github.com/parley-sms/parley/fsm"
)

// tooMany is the number of zones from which on a number says nothing about where a person is.
const tooMany = 10

// mainland are the zones of a US or Canadian number that says no more than that.
var mainland = []string{"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"}

// Zones lists the IANA time zones that a number may be in, by its prefix; nil where it says
// nothing. A text may go only when it may go in all of them.
func Zones(phone fsm.Phone) []string {
	n, err := phonenumbers.Parse(string(phone), "")
	if err != nil {
		return nil
	}
	zones, err := phonenumbers.GetTimezonesForNumber(n)
	switch {
	case err != nil || len(zones) == 0 || zones[0] == "Etc/Unknown":
		return nil
	case len(zones) > tooMany && n.GetCountryCode() == 1:
		return mainland
	case len(zones) > tooMany:
		return zones[:tooMany]
	}
	return zones
}
