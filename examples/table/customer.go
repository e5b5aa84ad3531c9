package table

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// nobody are the ids that stand for no customer, in lower case.
var nobody = map[string]bool{}

func init() {
	for _, w := range []string{"", "na", "n/a", "n.a.", "nan", "null", "(null)", "none", "nil", "-", "--", "?", "#n/a", "\\n", "<na>", "(blank)", "blank", "undefined", "unknown", "unbekannt", "inconnu", "desconocido", "anonymous", "anonym", "anonyme", "guest", "gast", "invité", "no customer", "not available", "not set", "(not set)", "missing", "empty", "-1", "00000000-0000-0000-0000-000000000000", "walk-in", "walkin", "cash", "cash customer",
		"散客", "游客", "匿名", "匿名用户", "无", "空", "未知", "非会员", "游客用户", "未登录", "訪客", "非會員", "ゲスト", "非会員", "비회원", "없음", "неизвестно", "гость", "нет"} {
		nobody[w] = true
	}
}

// isNobody reports whether an id stands for no customer; zero says whether 0 does.
func (l *Log) isNobody(id []byte, zero bool) bool {
	if len(id) == 0 {
		return true
	}
	if len(id) > 40 {
		return false
	}
	if len(l.nobodyToo) > 0 && l.nobodyToo[string(id)] {
		return true
	}
	if c := id[0]; c >= '1' && c <= '9' || l.everybody {
		return false
	}
	if zero && allZeros(id) {
		return true
	}
	var lower [40]byte
	for i, c := range id {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return nobody[string(lower[:len(id)])]
}

// numberedNobody reports whether an id is a word for nobody with a number: Guest17,
// 游客_20.
func numberedNobody(id []byte) bool {
	word := bytes.ToLower(bytes.TrimRight(id, "0123456789"))
	word = bytes.TrimRight(word, " _-#.:")
	return len(word) < len(id) && len(word) > 2 && nobody[string(word)]
}

func allZeros(id []byte) bool {
	for _, c := range id {
		if c != '0' {
			return false
		}
	}
	return len(id) > 0
}

// cleanID returns an id without what is no part of it: blanks around it, the
// .0 of a number that went through a floating one, invisible and wide
// characters. It may return a part of its argument.
func cleanID(id []byte) []byte {
	id = trim(id)
	if n := len(id); n > 2 && id[n-1] == '0' && id[n-2] == '.' && digits(id[:n-2]) {
		id = id[:n-2]
	}
	if n := len(id); n > 4 && id[0] == '=' && id[1] == '"' && id[n-1] == '"' {
		id = id[2 : n-1]
	}
	if len(id) > 1 && id[0] == '\'' {
		id = id[1:]
	}
	if ascii(id) {
		return id
	}
	visible := bytes.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, id)
	return bytes.TrimSpace(norm.NFC.Bytes(width.Fold.Bytes(visible)))
}

// sameID returns the form in which two ways to write an id are alike: lower
// case, no blanks, no zeros in front of digits.
func sameID(id, scratch []byte) []byte {
	plain := len(id) > 0 && id[0] != '0'
	for _, c := range id {
		if c >= 'A' && c <= 'Z' || c == ' ' || c >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return id
	}
	scratch = append(scratch[:0], bytes.ToLower(id)...)
	scratch = bytes.ReplaceAll(scratch, []byte(" "), nil)
	if digits(scratch) {
		for len(scratch) > 1 && scratch[0] == '0' {
			scratch = scratch[1:]
		}
	}
	return scratch
}

// worn reports whether an id has lost digits on its way through a spreadsheet: 1.23E+11.
func worn(id []byte) bool {
	e := -1
	for i, c := range id {
		if c|0x20 == 'e' {
			e = i
			break
		}
	}
	return e > 1 && e+2 < len(id) && id[e+1] == '+' && digits(id[e+2:]) && bytes.IndexAny(id[:e], ".,") == 1 && id[0] >= '0' && id[0] <= '9'
}
