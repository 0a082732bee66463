package experiments

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Text writes a report for a terminal.
func (r Outcomes) Text(w io.Writer) error {
	if len(r.Experiments) == 0 {
		_, err := fmt.Fprintln(w, "There are no experiments: a split in a workflow is one, and a holdout in program.yaml.")
		return err
	}
	for i := range r.Experiments {
		if err := r.Experiments[i].text(w, r.Currency); err != nil {
			return err
		}
	}
	return nil
}

func (e *Experiment) text(w io.Writer, currency string) error {
	head := e.Name
	if e.Since != "" {
		head += fmt.Sprintf(", since %s (%d days)", e.Since, e.Days)
	}
	if !e.Live {
		head += ", no longer in the program"
	}
	badge := ""
	if e.Badge != "" {
		badge = e.Badge + ": "
	}
	if _, err := fmt.Fprintf(w, "%s\n  %s%s\n", head, badge, e.Says); err != nil || e.Since == "" {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "  arm\tpeople\tconverted\trate (95 %%)\tagainst %s\tbest\t%s a person\topt-outs\ttexts\n", e.Control, currency)
	for _, a := range e.Arms {
		fmt.Fprintf(t, "  %s\t%d\t%d\t%s\t%s\t%.0f %%\t%.2f (%.2f to %.2f)\t%d, %s\t%d\n", a.Name, a.People, a.Converted, percent(a.Rate), e.against(a.Name),
			100*a.Best, a.PerPerson.Value, a.PerPerson.Low, a.PerPerson.High, a.OptedOut, percent(a.OptOuts), a.Texts)
	}
	return t.Flush()
}

// against is the difference of an arm to the control.
func (e *Experiment) against(arm string) string {
	for _, l := range e.Lifts {
		if l.Arm == arm && l.Against == e.Control {
			return fmt.Sprintf("%+.1f (%+.1f to %+.1f)", 100*l.Conversion.Value, 100*l.Conversion.Low, 100*l.Conversion.High)
		}
	}
	return "-"
}

func percent(e Estimate) string {
	return fmt.Sprintf("%.1f %% (%.1f to %.1f)", 100*e.Value, 100*e.Low, 100*e.High)
}
