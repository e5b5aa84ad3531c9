package page

import (
	"flag"
	"fmt"
	"strings"

	"github.com/clientele-go/clientele/examples/internal/intake"
)

// Flags are the flags of a program that writes a page: how the file is read, and what
// the page is about.
type Flags struct {
	Reading intake.Reading
	Options Options

	read       intake.Flags
	terms      intake.TermFlags
	lang, asOf string
}

// Define adds them to a set of flags.
func (p *Flags) Define(f *flag.FlagSet) {
	f.StringVar(&p.lang, "lang", "en", "`language` of the page: en or zh")
	f.StringVar(&p.asOf, "as-of", "", "`date` up to which the log is complete; default the last one in it")
	p.terms.Define(f, &p.Options.Policy, &p.Options.Contacts)
	f.IntVar(&p.Options.Top, "top", 15, "`number` of customers a list shows")
	p.read.Define(f)
}

// Fill checks what they say, once the set is parsed, and fills Reading and Options.
func (p *Flags) Fill() (err error) {
	if p.Reading, err = p.read.Reading(); err != nil {
		return err
	}
	p.Options.Currency = p.Reading.Table.Currency
	if p.Options.Lang, err = intake.ParseLang(p.lang); err != nil {
		return fmt.Errorf("-lang %w", err)
	}
	if strings.TrimSpace(p.asOf) != "" {
		if p.Options.AsOf, err = intake.ParseDay(p.asOf); err != nil {
			return fmt.Errorf("-as-of %w", err)
		}
	}
	if p.Options.Top < 1 || p.Options.Top > 1000 {
		return fmt.Errorf("-top %d: give a number from 1 to 1000", p.Options.Top)
	}
	return p.terms.Fill()
}
