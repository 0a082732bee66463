package bot

import (
	"slices"
	"strconv"

	"github.com/nyaruka/phonenumbers"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/quiet/areas"
)

// tooMany is the number of zones from which on they say nothing about where a person is.
const tooMany = 10

// Where lists the IANA time zones and the places ("US-FL", "FR") that a number may belong to; nil where
// it says nothing. A text may go only when it may go in all of them. The area codes of North America
// are united with what the library of numbers says, which for some areas knows one zone of two. A
// mobile number is from anywhere in its country.
func Where(phone fsm.Phone) (zones, regions []string) {
	n, err := phonenumbers.Parse(string(phone), "")
	if err != nil {
		return nil, nil
	}
	guess, err := phonenumbers.GetTimezonesForNumber(n)
	if err != nil || len(guess) > 0 && guess[0] == phonenumbers.UNKNOWN_TIMEZONE {
		guess = nil
	}
	if area, ok := areas.Of(string(phone)); ok {
		if len(guess) > tooMany {
			guess = nil
		}
		return united(area.Zones, guess), slices.Clone(area.Regions)
	}
	country := strconv.Itoa(int(n.GetCountryCode()))
	if kind := phonenumbers.GetNumberType(n); kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE {
		if all, err := phonenumbers.GetTimezonesForPrefix(country); err == nil && all[0] != phonenumbers.UNKNOWN_TIMEZONE {
			guess = united(guess, all)
		}
	}
	regions = united(nil, []string{phonenumbers.GetRegionCodeForNumber(n), phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode()))})
	return guess[:min(len(guess), tooMany)], regions
}

// united joins lists, each name once, without what is no country.
func united(a, b []string) []string {
	all := slices.Clone(a)
	for _, name := range b {
		if name != "" && name != "ZZ" && name != "001" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}
