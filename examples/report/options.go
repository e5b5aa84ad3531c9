package main

import (
	"flag"
	"io"

	"github.com/clientele-go/clientele/examples/report/page"
)

// options are what the flags say.
type options struct {
	page.Flags
	to string
}

// parseOptions fills the options, which the page's policies point into.
func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	o.Top = 15
	err := o.Parse("report", "One page on the customers of a base: value, stages, whom to call, and whether to believe it.", args, stderr, func(f *flag.FlagSet) {
		f.StringVar(&o.to, "o", "report.html", "`file` to write the page to; - for the standard output")
		o.DefineOptions(f)
	})
	if err != nil {
		return nil, err
	}
	return o, o.FillOptions()
}
