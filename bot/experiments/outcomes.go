package experiments

import "github.com/parley-sms/parley/fsm"

// Outcomes are what came of all experiments by some time.
type Outcomes struct {
	At          fsm.Moment   `json:"at"`
	Currency    string       `json:"currency"`
	Experiments []Experiment `json:"experiments"`
}

// Experiment is what came of one.
type Experiment struct {
	Name     string  `json:"experiment" doc:"workflow.split, or the holdout's name."`
	Workflow string  `json:"workflow" doc:"Empty for the program's holdout."`
	Live     bool    `json:"live" doc:"Whether the live program has it."`
	Since    string  `json:"since" doc:"The first day on which somebody came to where the arms part; empty where nobody did."`
	Days     int     `json:"days" doc:"From that day on, the present one included."`
	Control  string  `json:"control" doc:"The arm that the others are compared with: held, holdout or control, else the first one."`
	Badge    string  `json:"badge" doc:"decided, undecided, uneven (more or fewer people came to an arm than its weight says, so nothing can be told) or empty (nobody came yet)."`
	Says     string  `json:"says" doc:"The same in words."`
	Uneven   float64 `json:"uneven" doc:"How likely an honest draw spreads people as unevenly as here, or worse (chi-square)."`
	Arms     []Arm   `json:"arms"`
	Lifts    []Lift  `json:"lifts" doc:"Of each arm over the control, then over each other."`
}

// Arm is what the people of one arm did within the time that counts, since they came to where the arms part.
type Arm struct {
	Name      string   `json:"arm"`
	Weight    int      `json:"weight" doc:"0: nobody comes to it any more."`
	People    int      `json:"people"`
	Converted int      `json:"converted"`
	Rate      Estimate `json:"rate" doc:"Share that converted, with Wilson's 95 % interval."`
	Best      float64  `json:"best" doc:"How likely it has the best rate of all. Not a reason to stop: that is the badge."`
	Spent     float64  `json:"spent" doc:"By all of them, in the currency."`
	PerPerson Estimate `json:"per_person" doc:"Spent per person, with a 95 % interval."`
	OptedOut  int      `json:"opted_out"`
	OptOuts   Estimate `json:"optouts" doc:"Share that opted out, with Wilson's 95 % interval."`
	Texts     int      `json:"texts" doc:"That they got of it."`
}

// Estimate is a value with the interval that it lies in.
type Estimate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Lift is by how much an arm differs from another one. The always-valid intervals hold however often one looks,
// those of all pairs of arms together with 95 %; they are null with fewer than 100 people in an arm.
type Lift struct {
	Arm        string    `json:"arm"`
	Against    string    `json:"against"`
	Conversion Estimate  `json:"conversion" doc:"Rate minus that of the other arm, with Newcombe's 95 % interval."`
	Always     *Estimate `json:"conversion_always" doc:"The same with an always-valid interval."`
	Decided    bool      `json:"decided" doc:"Whether zero has left that interval."`
	Detectable float64   `json:"detectable" doc:"The least difference that would be decided by now, four times of five."`
	NeedsDays  *int      `json:"needs_days" doc:"How many more days it takes at this pace until a difference as large as the present one is decided, four times of five; null where it is decided, or that takes more than ten years."`
	Spent      *Estimate `json:"per_person_always" doc:"Spent per person minus that of the other arm, with an always-valid interval."`
	SpentMore  bool      `json:"per_person_decided" doc:"Whether zero has left that interval."`
}
