package fsm

import "strings"

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
	if !validRegion(region) {
		d.note("refuse:region", clip(region)+" is no place such as US-FL or FR")
		return
	}
	d.rec.Region, d.touched = region, true
}

// validRegion tells whether a text can name a place, such as US-FL or FR.
func validRegion(s string) bool {
	country, part, divided := strings.Cut(s, "-")
	noLetter := func(r rune) bool { return r < 'A' || r > 'Z' }
	noCode := func(r rune) bool { return noLetter(r) && (r < '0' || r > '9') }
	return len(country) == 2 && !strings.ContainsFunc(country, noLetter) &&
		(!divided || part != "" && len(part) <= 3 && !strings.ContainsFunc(part, noCode))
}
