// Command mutate measures how many faults the tests of a package find. It makes
// small changes to the code one at a time, runs the tests on each, and prints
// the changes that no test noticed:
//
//	cd .ci && go run ./mutate -n 60 -seed 1 ../internal/mle ../internal/quad
//
// An argument is a folder or a file; each is measured apart. Nothing in the tree
// is touched: the changed file is given to go test by -overlay. The same seed
// makes the same changes to the same code.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	n := flag.Int("n", 60, "mutants an argument")
	seed := flag.Uint64("seed", 1, "seed of the sample")
	limit := flag.Duration("timeout", 0, "time for the tests of a mutant; default ten times that of the code as it is, and at least 20 s")
	also := flag.String("also", "", "packages whose tests are asked where the package's own find nothing, separated by commas")
	known := flag.String("equivalent", "mutate/equivalent.txt", "list of the mutants that change nothing")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	equivalent, err := readEquivalent(*known)
	check(err)
	for _, arg := range flag.Args() {
		p, err := load(arg)
		check(err)
		r := runner{limit: *limit, packages: []string{p.dir}}
		if *also != "" {
			r.packages = append(r.packages, strings.Split(*also, ",")...)
		}
		check(r.baseline())
		fmt.Printf("%s: %d possible mutants, the tests of the code as it is take %s\n", arg, len(p.mutants), r.base.Round(time.Millisecond))
		report(p, arg, &r, *n, *seed, equivalent)
		r.close()
	}
}

// report runs a sample of n mutants that compile and prints what became of them.
func report(p *source, arg string, r *runner, n int, seed uint64, equivalent map[string]string) {
	order := rand.New(rand.NewPCG(seed, uint64(len(p.mutants)))).Perm(len(p.mutants))
	var killed, survived, same int
	for _, i := range order {
		if killed+survived == n {
			break
		}
		m := p.mutants[i]
		if _, listed := equivalent[m.key()]; listed {
			same++
			continue
		}
		switch verdict := r.run(m); verdict {
		case invalid:
		case survivor:
			survived++
			fmt.Printf("SURVIVED %s\n", m)
		default:
			killed++
			fmt.Printf("%s %s\n", verdict, m)
		}
	}
	fmt.Printf("%s: %d of %d killed, %.0f %%; %d left out as equivalent\n", arg, killed, killed+survived, 100*float64(killed)/float64(max(killed+survived, 1)), same)
}

// readEquivalent reads lines of a mutant's key, a tab, and the reason.
func readEquivalent(path string) (map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for i, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		key, reason, ok := strings.Cut(line, "\t")
		if !ok || strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s:%d: a mutant without a reason", path, i+1)
		}
		out[key] = reason
	}
	return out, nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// relative returns the path as seen from the library's root, the folder above.
func relative(path string) string {
	root, err := filepath.Abs("..")
	check(err)
	rel, err := filepath.Rel(root, path)
	check(err)
	return filepath.ToSlash(rel)
}
