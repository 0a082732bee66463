package segment

// The GSM 03.38 alphabet; what is escaped takes two septets.
const (
	basic = "\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz" +
		"¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ"
	escaped = "\f[\\]^{|}~€"
)

// widths gives the septets of the characters up to the last Greek letter of the alphabet.
var widths = func() (w ['Ω' + 1]uint8) {
	for _, r := range basic {
		w[r] = 1
	}
	for _, r := range escaped {
		if r != '€' {
			w[r] = 2
		}
	}
	return w
}()

// septetsOf is what a character takes in GSM-7; 0 if the alphabet lacks it.
func septetsOf(r rune) int {
	switch {
	case int(r) < len(widths):
		return int(widths[r])
	case r == '€':
		return 2
	}
	return 0
}
