package bot_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nyaruka/phonenumbers"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure a number's zones and places are all that it may belong to: area codes in two zones, toll-free
// and unknown ones, mobile numbers that are from anywhere in a country, and such as are no numbers.
func TestWhere(t *testing.T) {
	const mainland = "America/New_York America/Chicago America/Denver America/Los_Angeles"
	for _, c := range []struct {
		number         fsm.Phone
		zones, regions string
	}{
		{"+12125550123", "America/New_York", "US-NY"},
		{"+14485550123", "America/New_York America/Chicago", "US-FL"},
		{"+14235550123", "America/New_York America/Chicago", "US-TN"},
		{"+18005550123", mainland, "US CA"},
		{"+15555550123", mainland, "US CA"},
		{"+14165550123", "America/Toronto", "CA-ON"},
		{"+33612345678", "Europe/Paris", "FR"},
		{"+442071838750", "Europe/London", "GB"},
		{"+919812345678", "Asia/Calcutta", "IN"},
		{"+12", "", ""},
		{"+800", "", ""},
		{"", "", ""},
	} {
		zones, regions := bot.Where(c.number)
		if strings.Join(zones, " ") != c.zones || strings.Join(regions, " ") != c.regions {
			t.Errorf("%s: %v, %v", c.number, zones, regions)
		}
	}
	zones, regions := bot.Where("+61412345678")
	if !slices.Contains(zones, "Australia/Perth") || !slices.Contains(zones, "Australia/Sydney") || regions[0] != "AU" {
		t.Errorf("an Australian mobile number: %v, %v", zones, regions)
	}
}

// Ensure the table of area codes agrees with the library of numbers: every area code of the United
// States that it can place is in the state that it names, every zone of every number is one that can be
// loaded, and no number has more zones than a record takes.
func TestAreasAgree(t *testing.T) {
	states := map[string]string{"New York": "US-NY", "Florida": "US-FL", "Texas": "US-TX", "California": "US-CA", "Pennsylvania": "US-PA", "Virginia": "US-VA",
		"Oklahoma": "US-OK", "Oregon": "US-OR", "Connecticut": "US-CT", "Kentucky": "US-KY", "Rhode Island": "US-RI", "Maryland": "US-MD", "New Jersey": "US-NJ",
		"Washington State": "US-WA", "Louisiana": "US-LA", "Alabama": "US-AL", "Mississippi": "US-MS", "Massachusetts": "US-MA", "Wyoming": "US-WY",
		"Illinois": "US-IL", "Michigan": "US-MI", "Minnesota": "US-MN"}
	known := 0
	for code := 200; code < 1000; code++ {
		number := fsm.Phone("+1" + string(rune('0'+code/100)) + string(rune('0'+code/10%10)) + string(rune('0'+code%10)) + "2220123")
		zones, regions := bot.Where(number)
		for _, name := range zones {
			if _, err := time.LoadLocation(name); err != nil || len(zones) > 10 {
				t.Errorf("%s: %v, %v", number, zones, err)
			}
		}
		n, err := phonenumbers.Parse(string(number), "")
		if err != nil {
			continue
		}
		place, err := phonenumbers.GetGeocodingForNumber(n, "en")
		if err != nil {
			continue
		}
		if want, ok := states[place]; ok {
			known++
			if !slices.Contains(regions, want) {
				t.Errorf("%d: %v, and the library says %s", code, regions, place)
			}
		}
	}
	if known < 100 {
		t.Errorf("only %d area codes were compared", known)
	}
}

// Ensure somebody who was known before places were kept gets those of the number with the next decision.
func TestOldRecordGetsPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		_, err := r.store.Update(t.Context(), anna, func(v store.View) (fsm.Decision, error) {
			return r.engine.Program().Decide(v.Record(), fsm.Inputs{}, fsm.Attributes{Language: "en"}, fsm.At(time.Now()))
		})
		if err != nil {
			t.Fatal(err)
		}
		if old := r.record(anna); old.Version == 0 || len(old.Regions) > 0 {
			t.Fatalf("the old record: %+v", old)
		}
		r.apply(anna, fsm.Attributes{Language: "es"})
		if got := r.record(anna).Regions; !slices.Equal(got, []string{"US-NY"}) {
			t.Errorf("regions: %v", got)
		}
	})
}
