package special

// pairTurns are the turns that Gauss's fraction needs for 17 digits up to each y.
var pairTurns = [...]struct {
	y     float64
	turns int
}{{0.01, 4}, {0.1, 6}, {0.25, 7}, {0.5, 9}, {1, 12}, {2, 15}, {4, 21}}

// pairable reports whether the fractions up to y converge in so few turns, and
// their products of four do not overflow.
func pairable(b, c, y float64) bool { return b > 0 && c > b && y <= 4 && c < 1e75 }

// turnsUpTo returns the turns for all arguments from −y to 0.
func turnsUpTo(y float64) float64 {
	turns := 0
	for _, p := range pairTurns {
		if turns = p.turns; y <= p.y {
			break
		}
	}
	return float64(turns)
}

// Hyp2F1OnePair returns Hyp2F1One(b, c, −y1) and Hyp2F1One(b, c, −y2), for
// y1 ≥ y2 ≥ 0. The models need the difference of the two at every customer;
// for y1 ≤ 4 both fractions are taken backwards in one loop, with a fixed
// number of turns and one division each for two levels, in a quarter of the time.
func Hyp2F1OnePair(b, c, y1, y2 float64) (f1, f2 float64) {
	if !pairable(b, c, y1) || !(y1 >= y2 && y2 >= 0) {
		return Hyp2F1One(b, c, -y1), Hyp2F1One(b, c, -y2)
	}
	// Backwards no test for convergence is needed, and both fractions share their
	// coefficients: those do not depend on y.
	// 1/(1 + b·y/(c + 1(c−b)·y/(c+1 + (b+1)c·y/(c+2 + 2(c−b+1)·y/(c+3 + …
	k := turnsUpTo(y1)
	t1 := c + 2*k
	t2 := t1
	for ; k >= 1; k-- { // two levels: A + B/(C + D/t) = A + B·t/(C·t + D) waits for one division
		odd, even := (b+k)*(c+k-1), k*(c-b+k-1)
		top, next := c+2*k-2, c+2*k-1
		t1 = top + even*y1*t1/(next*t1+odd*y1)
		t2 = top + even*y2*t2/(next*t2+odd*y2)
	}
	return 1 / (1 + b*y1/t1), 1 / (1 + b*y2/t2)
}

// Hyp2F1OneTriple is Hyp2F1OnePair of three, y1 ≥ y2 ≥ y3 ≥ 0. The processor works on
// all three at once: it takes hardly longer than a pair.
func Hyp2F1OneTriple(b, c, y1, y2, y3 float64) (f1, f2, f3 float64) {
	if !pairable(b, c, y1) || !(y1 >= y2 && y2 >= y3 && y3 >= 0) {
		return Hyp2F1One(b, c, -y1), Hyp2F1One(b, c, -y2), Hyp2F1One(b, c, -y3)
	}
	k := turnsUpTo(y1)
	t1 := c + 2*k
	t2, t3 := t1, t1
	for ; k >= 1; k-- {
		odd, even := (b+k)*(c+k-1), k*(c-b+k-1)
		top, next := c+2*k-2, c+2*k-1
		t1 = top + even*y1*t1/(next*t1+odd*y1)
		t2 = top + even*y2*t2/(next*t2+odd*y2)
		t3 = top + even*y3*t3/(next*t3+odd*y3)
	}
	return 1 / (1 + b*y1/t1), 1 / (1 + b*y2/t2), 1 / (1 + b*y3/t3)
}
