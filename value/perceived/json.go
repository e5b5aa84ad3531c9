package perceived

import "github.com/clientele-go/clientele/internal/wire"

// The JSON form of the answers and the policy: keys in lower case, null for a
// number that is not finite; on the way in unknown keys are refused, and the
// policy is checked.

// MarshalJSON writes the fields.
func (d Delivered) MarshalJSON() ([]byte, error) { return wire.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes; d is unchanged on error.
func (d *Delivered) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }

// MarshalJSON writes the fields.
func (o OfferComparison) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes; o is unchanged on error.
func (o *OfferComparison) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// MarshalJSON writes the fields.
func (s SurveyMean) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *SurveyMean) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields.
func (o OfferItemMean) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes; o is unchanged on error.
func (o *OfferItemMean) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// MarshalJSON writes the fields.
func (s SurveySummary) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *SurveySummary) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields.
func (o OfferPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes; o is unchanged on error.
func (o *OfferPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// MarshalJSON writes the items by their names.
func (r OfferRating) MarshalJSON() ([]byte, error) { return wire.MarshalKeyed(r[1:], OfferItemProduct) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *OfferRating) UnmarshalJSON(data []byte) error {
	var in OfferRating
	if err := wire.UnmarshalKeyed("perceived.OfferRating", data, in[1:], OfferItemProduct); err != nil {
		return err
	}
	*r = in
	return nil
}

// MarshalJSON writes the items by their names.
func (w OfferWeights) MarshalJSON() ([]byte, error) {
	return wire.MarshalKeyed(w[1:], OfferItemProduct)
}

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *OfferWeights) UnmarshalJSON(data []byte) error {
	var in OfferWeights
	if err := wire.UnmarshalKeyed("perceived.OfferWeights", data, in[1:], OfferItemProduct); err != nil {
		return err
	}
	*w = in
	return nil
}

// MarshalJSON writes the items by their names.
func (g OfferGaps) MarshalJSON() ([]byte, error) { return wire.MarshalKeyed(g[1:], OfferItemProduct) }

// UnmarshalJSON reads what MarshalJSON writes; g is unchanged on error.
func (g *OfferGaps) UnmarshalJSON(data []byte) error {
	var in OfferGaps
	if err := wire.UnmarshalKeyed("perceived.OfferGaps", data, in[1:], OfferItemProduct); err != nil {
		return err
	}
	*g = in
	return nil
}

// MarshalJSON writes the policy.
func (a Appraiser) MarshalJSON() ([]byte, error) { return wire.Marshal(a.Policy()) }

// UnmarshalJSON reads what MarshalJSON writes; a is unchanged on error.
func (a *Appraiser) UnmarshalJSON(data []byte) error {
	var p OfferPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	in, err := NewAppraiser(&p)
	if err != nil {
		return err
	}
	*a = in
	return nil
}
