package program

import (
	"flag"
	"fmt"
	"io"
)

// ParseFlags parses the flags of a program; for -help it says what the program is
// about and what the flags are. Errors are returned, to be printed once.
func ParseFlags(f *flag.FlagSet, args []string, stderr io.Writer, about string) error {
	f.SetOutput(io.Discard)
	err := f.Parse(args)
	if err == flag.ErrHelp {
		fmt.Fprintln(stderr, about)
		f.SetOutput(stderr)
		f.PrintDefaults()
	}
	return err
}
