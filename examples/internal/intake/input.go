package intake

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/program"
)

// Input is what every program takes: the base and how it is read, and how the
// answer is said. Fields that are set before Parse are the defaults of their flags.
type Input struct {
	Transactions string    // file; "" for the simulated base
	AsOf         time.Time // zero for the last day of the log
	Lang         clientele.Lang
	Models       Models
	Seed         uint64
	Top          int // length of lists
	Reading      Reading

	notebook string
	json     bool
	said     struct { // as it stands in the flags
		asOf, lang, model string
		read              Flags
	}
}

// Language implements program.Options.
func (in *Input) Language() clientele.Lang { return in.Lang }

// File implements program.Options.
func (in *Input) File() string { return in.notebook }

// JSON implements program.Options.
func (in *Input) JSON() bool { return in.json }

// DefineNotebook adds the flag of those who write notebooks.
func (in *Input) DefineNotebook(f *flag.FlagSet) {
	f.StringVar(&in.notebook, "notebook", "", "`file` that the answer is written to as a notebook of Jupyter too, with the code of each step: answer.ipynb")
}

// DefineJSON adds the flag of those whose answer can be a document.
func (in *Input) DefineJSON(f *flag.FlagSet) {
	f.BoolVar(&in.json, "json", false, "print one JSON document instead of Markdown")
}

// Define adds the flags of those whose base is at hand: how it is read, and how the
// answer is said.
func (in *Input) Define(f *flag.FlagSet) {
	f.StringVar(&in.said.asOf, "as-of", "", "`date` up to which the log is complete; default the last one in it")
	f.StringVar(&in.said.lang, "lang", "en", "`language` of the answer: en or zh")
	f.StringVar(&in.said.model, "model", auto, "purchase `model`: "+strings.Join(ModelNames(), ", ")+"; or several with commas, to choose from. auto chooses from a few, compare from all")
	f.IntVar(&in.Top, "top", cmp.Or(in.Top, 5), "`number` of customers a list shows")
	in.said.read.Define(f)
}

// DefineFile adds those that name a file, or the seed of what is simulated without one.
func (in *Input) DefineFile(f *flag.FlagSet) {
	f.StringVar(&in.Transactions, "transactions", "", "`file` of transactions, CSV, Excel or Parquet: customer, date and, if there are amounts, amount; default: a simulated base")
	f.Uint64Var(&in.Seed, "seed", 1, "`seed` of what is simulated")
}

// Fill checks what the flags say, once they are parsed, and fills the input.
func (in *Input) Fill() (err error) {
	if in.Reading, err = in.said.read.Reading(); err != nil {
		return err
	}
	if in.Lang, err = ParseLang(in.said.lang); err != nil {
		return fmt.Errorf("-lang %w", err)
	}
	if in.Models, err = ParseModels(in.said.model); err != nil {
		return fmt.Errorf("-model %w", err)
	}
	if in.Top < 1 || in.Top > 1000 {
		return fmt.Errorf("-top %d: give a number from 1 to 1000", in.Top)
	}
	in.AsOf, err = ParseDate("as-of", in.said.asOf)
	return err
}

// Parse reads the arguments of a program. Its own flags are added by define, nil if
// it has none. For -help it says what the program is about and what the flags are.
func (in *Input) Parse(name, about string, args []string, stderr io.Writer, define func(*flag.FlagSet)) error {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	in.DefineFile(f)
	in.Define(f)
	if define != nil {
		define(f)
	}
	if err := program.ParseFlags(f, args, stderr, about); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("%q is not a flag: name a file with -transactions", f.Arg(0))
	}
	return in.Fill()
}

// ParseDate reads the date of a flag by its name; an empty one is the zero time.
func ParseDate(name, text string) (time.Time, error) {
	if strings.TrimSpace(text) == "" {
		return time.Time{}, nil
	}
	t, err := ParseDay(text)
	if err != nil {
		return t, fmt.Errorf("-%s %w", name, err)
	}
	return t, nil
}
