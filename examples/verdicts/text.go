package main

import "github.com/clientele-go/clientele"

// text is a text in both languages.
type text struct{ en, zh string }

func (t text) in(lang clientele.Lang) string {
	if lang == clientele.LangChinese {
		return t.zh
	}
	return t.en
}
