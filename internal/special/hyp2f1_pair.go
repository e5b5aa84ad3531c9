package special

// pairTurns are the turns that Gauss's fraction needs for 17 digits up to each y.
var pairTurns = [...]struct {
	y     float64
	turns int
}{{0.01, 4}, {0.1, 6}, {0.25, 7}, {0.5, 9}, {1, 12}, {2, 15}, {4, 21}}

// Hyp2F1OnePair returns Hyp2F1One(b, c, −y1) and Hyp2F1One(b, c, −y2), for
// y1 ≥ y2 ≥ 0. The models need the difference of the two at every customer;
// for y1 ≤ 4 both fractions are taken backwards in one loop, with a fixed
// number of turns and one division each for two levels, in a quarter of the time.
func Hyp2F1OnePair(b, c, y1, y2 float64) (f1, f2 float64) {
	if !(b > 0 && c > b && y1 >= y2 && y2 >= 0 && y1 <= 4 && c < 1e75) { // beyond it products of four overflow
		return Hyp2F1One(b, c, -y1), Hyp2F1One(b, c, -y2)
	}
	// Backwards no test for convergence is needed, and both fractions share their
	// coefficients: those do not depend on y.
	turns := 0
	for _, p := range pairTurns {
		if turns = p.turns; y1 <= p.y {
			break
		}
	}
	// 1/(1 + b·y/(c + 1(c−b)·y/(c+1 + (b+1)c·y/(c+2 + 2(c−b+1)·y/(c+3 + …
	k := float64(turns)
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
