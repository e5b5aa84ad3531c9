package referral

import (
	"slices"

	"github.com/clientele-go/clientele/internal/wire"
)

// MarshalJSON writes the fields; a weight that is not finite is null.
func (e NetworkEdge) MarshalJSON() ([]byte, error) { return wire.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes; e is unchanged on error.
func (e *NetworkEdge) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, e) }

// MarshalJSON writes the fields; a number that is not finite is null.
func (b Brought) MarshalJSON() ([]byte, error) { return wire.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes; b is unchanged on error.
func (b *Brought) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// MarshalJSON writes the fields; a number that is not finite is null.
func (o PageRankOptions) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes; o is unchanged on error.
func (o *PageRankOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

type networkJSON struct {
	Customers int           `json:"customers"`
	Edges     []NetworkEdge `json:"edges"`
}

// MarshalJSON writes the number of customers and the edges, by where they come
// from, then where they go to.
func (g *Network) MarshalJSON() ([]byte, error) {
	j := networkJSON{Customers: max(g.Len(), 0)} // the zero Network has nobody
	for v := range j.Customers {
		for at := g.out.start[v]; at < g.out.start[v+1]; at++ {
			weight := 1.0
			if !g.even {
				weight = g.out.weight[at]
			}
			j.Edges = append(j.Edges, NetworkEdge{v, int(g.out.end[at]), weight})
		}
	}
	return wire.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes and checks it as NewNetwork does;
// g is unchanged on error.
func (g *Network) UnmarshalJSON(data []byte) error {
	var j networkJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	in, err := NewNetwork(j.Customers, slices.Values(j.Edges))
	if err != nil {
		return err
	}
	*g = *in
	return nil
}
