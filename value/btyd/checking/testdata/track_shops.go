//go:build ignore

// Command track_shops writes track_shops.csv, the track records of 200 simulated shops
// (../shops_test.go) and what came, from which the prior of TrackPolicy is estimated. The
// simulation and its comparison with the table are TestTrackPrior. Run it in this folder:
//
//	go run track_shops.go
package main

import (
	"log"
	"os"
	"os/exec"
)

func main() {
	c := exec.Command("go", "test", "-run", "TestTrackPrior", "-timeout", "1h", ".", "-update")
	c.Dir, c.Stdout, c.Stderr = "..", os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		log.Fatal(err)
	}
}
