package areas

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed areas.txt
var text string

// Area is where numbers of an area code may be from.
type Area struct {
	Regions []string // "US-FL", "CA-QC", "JM"
	Zones   []string // IANA zones
}

// Of gives the area of a number in international form, "+12125550123". One that tells no more than
// that it is of the United States or Canada, such as a toll-free one, has the mainland's zones. It is
// not ok for numbers of other plans. The lists are shared: change none of them.
func Of(number string) (Area, bool) {
	national, ok := strings.CutPrefix(number, "+1")
	if !ok {
		return Area{}, false
	}
	if area, known := table()[national[:min(3, len(national))]]; known {
		return area, true
	}
	return mainland(), true
}

func mainland() Area {
	return Area{[]string{"US", "CA"}, []string{"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"}}
}

var table = sync.OnceValue(func() map[string]Area {
	areas := map[string]Area{}
	for line := range strings.Lines(text) {
		fields := strings.Split(line, "|")
		if len(fields) != 3 {
			continue // a remark; a test tells them from mistakes
		}
		area := Area{strings.Fields(fields[0]), strings.Fields(fields[1])}
		for _, code := range strings.Fields(fields[2]) {
			areas[code] = area
		}
	}
	return areas
})
