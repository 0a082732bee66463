package forecast

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// fields draws what an event carries: what the program declares, each of its type.
func fields(chance *rand.Rand, p *fsm.Program, event string, now time.Time) map[string]any {
	data := map[string]any{}
	declared := p.Events[event].Fields
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		f := declared[name]
		if f.Optional && chance.IntN(3) == 0 {
			continue
		}
		data[name] = field(chance, p, name, f, now)
	}
	return data
}

func field(chance *rand.Rand, p *fsm.Program, name string, f fsm.Field, now time.Time) any {
	ahead := now.Add(time.Duration(1+chance.IntN(20)) * 12 * time.Hour)
	switch f.Type {
	case fsm.NumberType:
		return math.Round((10+chance.ExpFloat64()*40)*100) / 100
	case fsm.BoolType:
		return chance.IntN(2) == 0
	case fsm.DateType:
		return ahead.Format(time.DateOnly)
	case fsm.TimeType:
		return ahead.Truncate(time.Hour).Format(time.RFC3339)
	}
	return fit(word(chance, p, name, f), f)
}

// word draws a text: one of its only values, a product, an id of its own, or a common word.
func word(chance *rand.Rand, p *fsm.Program, name string, f fsm.Field) string {
	switch {
	case len(f.OneOf) > 0:
		return f.OneOf[chance.IntN(len(f.OneOf))]
	case name == "product":
		products := slices.DeleteFunc(slices.Sorted(maps.Keys(p.Products)), func(s string) bool { return s == "default" })
		products = append(products, "other")
		return products[chance.IntN(len(products))]
	case strings.HasSuffix(name, "_id"):
		return fmt.Sprintf("%08X", chance.Uint32())
	}
	return []string{"Morning Dew", "Velvet", "Main Street", "Sunny"}[chance.IntN(4)]
}

// fit cuts a text to what the field may hold.
func fit(s string, f fsm.Field) string {
	if f.Max > 0 && len(s) > f.Max {
		return s[:f.Max]
	}
	return s
}
