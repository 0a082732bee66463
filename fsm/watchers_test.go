package fsm

import (
	"maps"
	"time"
)

// withWatchers adds a workflow for those who wait for a product to come back.
func withWatchers(d *Definition) {
	maps.Copy(d.Events, map[string]EventType{
		"notify_me":     {Fields: map[string]Field{"product": {Type: StringType}}},
		"back_in_stock": {Watchers: true, Fields: map[string]Field{"product": {Type: StringType}}},
		"price_drop":    {Watchers: true, Fields: map[string]Field{"product": {Type: StringType}}},
		"gone":          {Fields: map[string]Field{"product": {Type: StringType}}},
	})
	d.Workflows = append(d.Workflows, Workflow{Name: "stock", Class: Service, Enter: Enter{On: []string{"notify_me"}, Key: "product"},
		Steps: []Step{
			{Name: "noted", Kind: SendStep, Texts: say("We will tell you.")},
			{Name: "back", Kind: WaitForStep, Timeout: 60 * 24 * time.Hour, OnTimeout: End,
				Events: []EventWay{{On: "price_drop", Then: "cheaper"}, {On: "back_in_stock"}, {On: "gone", Then: End}}},
			{Name: "here", Kind: SendStep, Texts: say("{{ event.product }} is back."), Next: End},
			{Name: "cheaper", Kind: SendStep, Texts: say("{{ event.product }} costs less.")},
		}})
}
