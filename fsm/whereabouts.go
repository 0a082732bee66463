package fsm

import (
	"regexp"
	"strings"
)

// The attributes that say where a person is, whoever sets them: an answer, a set step, the shop.
const (
	zoneAttribute   = "time_zone"
	regionAttribute = "region"
)

// moves takes an attribute that says where the person is. A region may be written as an answer's name
// is: us_tx.
func (d *deciding) moves(name string, value any) {
	said, ok := value.(string)
	switch {
	case !ok:
	case name == zoneAttribute:
		d.livesBy(said, "attribute")
	case name == regionAttribute:
		d.livesIn(strings.ToUpper(strings.ReplaceAll(said, "_", "-")))
	}
}

// livesBy takes the zone that somebody said in place of those that the number is guessed to be in.
func (d *deciding) livesBy(zone, source string) {
	if d.p.location(zone) == nil {
		d.note("refuse:zone", "there is no time zone "+clip(zone))
		return
	}
	d.rec.Zones, d.rec.ZoneSource, d.moved = []string{zone}, clip(source), true
	d.freshFuses()
}

// livesIn takes the place where the person lives. Its law holds beside that of the number's area code.
func (d *deciding) livesIn(region string) {
	if !ValidRegion(region) {
		d.note("refuse:region", clip(region)+" is no place such as US-FL or FR")
		return
	}
	d.rec.Region, d.touched = region, true
}

// RegionForm is how a place is written whose law may hold for a person: US-FL, FR.
const RegionForm = `^[A-Z]{2}(-[A-Z0-9]{1,3})?$`

var regionForm = regexp.MustCompile(RegionForm)

// ValidRegion tells whether a text can name such a place.
func ValidRegion(s string) bool { return regionForm.MatchString(s) }
