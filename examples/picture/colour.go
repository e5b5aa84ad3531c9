package picture

import "image/color"

// The colours of Okabe and Ito (2008), Color universal design, told apart by
// people who do not see red or green.
var (
	orange    = color.NRGBA{230, 159, 0, 255}
	sky       = color.NRGBA{86, 180, 233, 255}
	green     = color.NRGBA{0, 158, 115, 255}
	yellow    = color.NRGBA{240, 228, 66, 255}
	blue      = color.NRGBA{0, 114, 178, 255}
	vermilion = color.NRGBA{213, 94, 0, 255}
	purple    = color.NRGBA{204, 121, 167, 255}
)

// Greys for what is not data.
var (
	white = color.NRGBA{255, 255, 255, 255}
	ink   = color.NRGBA{34, 34, 34, 255}
	muted = color.NRGBA{85, 85, 85, 255}
	rule  = color.NRGBA{221, 221, 221, 255}
	grey  = color.NRGBA{153, 153, 153, 255}
)

// mixed is a colour on the way from one to another, share in [0, 1].
func mixed(from, to color.NRGBA, share float64) color.NRGBA {
	at := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*share + 0.5) }
	return color.NRGBA{at(from.R, to.R), at(from.G, to.G), at(from.B, to.B), 255}
}

// shade is the scale of the maps, from white over blue to dark; share in [0, 1].
func shade(share float64) color.NRGBA {
	const bend = 0.75
	if share <= bend {
		return mixed(color.NRGBA{240, 247, 252, 255}, blue, share/bend)
	}
	return mixed(blue, color.NRGBA{0, 45, 72, 255}, (share-bend)/(1-bend))
}

// on is the colour of text that reads on a ground.
func on(ground color.NRGBA) color.NRGBA {
	if 0.299*float64(ground.R)+0.587*float64(ground.G)+0.114*float64(ground.B) < 140 {
		return white
	}
	return ink
}
