package page

import (
	"flag"

	"github.com/clientele-go/clientele/examples/internal/intake"
)

// Flags are the flags of a program that writes a page: how the file is read, and what
// the page is about.
type Flags struct {
	intake.Input
	Options Options

	terms intake.TermFlags
}

// Define adds them to a set of flags.
func (p *Flags) Define(f *flag.FlagSet) {
	p.Top = 15
	p.Input.Define(f)
	p.terms.Define(f, &p.Options.Policy, &p.Options.Contacts)
}

// Fill checks what they say, once the set is parsed, and fills the input and Options.
func (p *Flags) Fill() (err error) {
	if err := p.Input.Fill(); err != nil {
		return err
	}
	o := &p.Options
	o.Currency, o.Lang, o.AsOf, o.Top = p.Reading.Table.Currency, p.Lang, p.AsOf, p.Top
	if o.Policy.Kinds, err = p.Models.OfHistories(); err != nil {
		return err
	}
	return p.terms.Fill()
}
