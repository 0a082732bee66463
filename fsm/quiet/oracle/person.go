package oracle

import (
	"slices"
	"strings"
	"time"
)

// Person is somebody who may be in any of some zones and under any of some jurisdictions.
type Person struct {
	zones   []*time.Location
	regions []string
	rules   [][]rule       // of each jurisdiction, oldest first
	east    *time.Location // of the United States; nil where the machine has no zones
	lost    bool           // so many zones, or none, that nothing is known but the country
}

// someZones is how many zones still say something: a toll-free number is in all of a continent.
const someZones = 10

// unknown is the jurisdiction of a person of whom none is known.
const unknown = "unknown"

// For is a person who may be in these zones (IANA names; unknown ones are passed over) and under
// these jurisdictions, such as "US-FL", "CA-QC" or "FR". Without any jurisdiction the careful rule
// is asked; without a zone, or with more than ten, the person is somewhere in the United States.
func For(zones, regions []string) Person {
	p := Person{regions: regions}
	for _, name := range zones {
		if zone, err := time.LoadLocation(name); err == nil && name != "" && name != "Local" {
			p.zones = append(p.zones, zone)
		}
	}
	if len(p.regions) == 0 {
		p.regions = []string{unknown}
	}
	for _, region := range p.regions {
		p.rules = append(p.rules, rulesOf(region))
	}
	if east, err := time.LoadLocation("America/New_York"); err == nil {
		p.east = east
	}
	p.lost = len(p.zones) == 0 || len(p.zones) > someZones
	return p
}

// american tells whether the person may be in the United States.
func (p Person) american() bool {
	return slices.ContainsFunc(p.regions, func(region string) bool { return region == "US" || strings.HasPrefix(region, "US-") })
}
