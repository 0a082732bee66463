// Command parley is a two-way SMS server: one subscriber, one machine, one state.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // machines without a zone database

	"github.com/alecthomas/kong"
)

// The exit codes.
const (
	exitFailure = 1 // findings, or something failed
	exitUsage   = 2 // the command line is wrong
)

// commands are the commands of parley; kong makes flags and help of them.
type commands struct {
	Serve    serve      `cmd:"" help:"Run the server: the demo on the test phone, unless settings say more."`
	Init     initialize `cmd:"" help:"Write a program to begin with into an empty folder."`
	Check    check      `cmd:"" help:"Check a program folder and say what is wrong, where, and what would be right."`
	Test     test       `cmd:"" help:"Play the tests of a program: what people get, by a clock, and what no test has shown."`
	Plan     plan       `cmd:"" help:"Tell what a program would do to the people inside the live one."`
	Deploy   deployment `cmd:"" help:"Make a program live after its plan was seen; list and go back; pause workflows."`
	Simulate simulate   `cmd:"" help:"Tell what a program would do to many made-up people, or prove the server by many stories."`
	Explain  explaining `cmd:"" help:"Tell in plain words what happened to a person and why, and what comes next."`
	Report   reporting  `cmd:"" help:"Tell how each workflow does: rates, costs, what was kept back and why, and what its owner should look at."`
	Segments segments   `cmd:"" help:"Count the segments of texts as they are billed: a text, or lines of JSON."`
	Import   importing  `cmd:"" help:"Take contacts from a CSV file, with consent and its evidence; it starts nothing."`
	Export   export     `cmd:"" help:"Write what is known: contacts and offers as CSV, one person's consent for a court."`
	Ledger   ledgers    `cmd:"" help:"Prove the consent ledger: that nothing in it was changed, removed or added."`
	User     users      `cmd:"" help:"Make, list and change the accounts of the console."`
	Token    token      `cmd:"" help:"Create, list and revoke tokens of the API."`
	Backup   backup     `cmd:"" help:"Write a whole copy of the data, also while the server runs."`
	Restore  restore    `cmd:"" help:"Put a backup into an empty data folder; it starts in quarantine."`
	Bench    bench      `cmd:"" help:"Measure this machine: whole conversations beside the raw store."`
	Version  version    `cmd:"" help:"Say which version this is."`
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// helped ends the parsing of a command line that asked for help.
type helped struct{}

// errFindings says that a command did its work and that what it found is not well; it has been
// printed.
var errFindings = errors.New("findings")

// run does one command and gives the exit code.
func run(ctx context.Context, args []string, std streams) (code int) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(helped); !ok {
				panic(p)
			}
			code = 0
		}
	}()
	var cli commands
	parser, err := kong.New(&cli, kong.Name("parley"), kong.Writers(std.out, std.err),
		kong.Description("Parley is a self-hosted, two-way SMS server. Start with: parley serve"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.UsageOnError(),
		kong.Exit(func(int) { panic(helped{}) }), // kong calls it after printing help
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		fmt.Fprintln(std.err, "parley:", err)
		return exitFailure
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(std.err, "parley: %v\nparley --help lists the commands, parley COMMAND --help its settings.\n", err)
		return exitUsage
	}
	return exitCode(command.Run(), std)
}

func exitCode(err error, std streams) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFindings):
	default:
		fmt.Fprintln(std.err, "parley:", err)
	}
	return exitFailure
}
