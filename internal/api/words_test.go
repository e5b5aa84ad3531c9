package api

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// words are the library's Chinese and English terms that practitioners read, and the
// ones that stood there before: unusual, ambiguous, or a translator's.
var words = []struct{ chosen, not string }{
	{"精力成本", "体力成本"},
	{"升入更高一级", "升入上一等级"},
	{"核心客户", "冠军客户"},
	{"近期低频客户", "新客户（近期）"},
	{"潜力客户", "有希望客户"},
	{"流失预警客户", "有流失风险客户"},
	{"重点挽留客户", "不能失去的客户"},
	{"沉睡客户", "休眠客户"},
	{"购买周期", "自身节奏"},
	{"没有可用的判别指标", "没有已知的标志"},
	{"重复购买", "重复惠顾"},
	{"净收益", "单位支出净值"},
	{"入选线", "截止值"},
	{"有盈利但正在失去价值的客户", "有利润但价值正在流失的客户"},
	{"升级积分", "定级积分"},
	{"中等忠诚", "中忠诚"},
	{"最近消费得分", "近度得分"},
	{"消费频率得分", "频度得分"},
	{"消费金额得分", "额度得分"},
	{"有效年利率", "年有效利率"},
	{"获客成本", "获取成本"},
	{"中介中心性", "圈层中介度"},
	{"触达范围", "网络触达"},
	{"最大短板", "最拖后腿"},
	{"Top customers", "Key customers"},
	{"存活概率", "仍为客户的概率"},
	{"满意度", "中性值"},
	{"每期有效利率", "期有效年利率"},
	{"客户维系成本", "\"维系成本"},
}

func TestWords(t *testing.T) {
	var code strings.Builder
	require.NoError(t, filepath.WalkDir(check.Root(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		code.Write(data)
		return err
	}))
	all := code.String()
	for _, w := range words {
		assert.True(t, strings.Contains(all, w.chosen), "%s is not used", w.chosen)
		assert.False(t, strings.Contains(all, w.not), "%s should be %s", w.not, w.chosen)
	}
}

// plural is a number 1 with a word that speaks of several; a verb is none.
var plural = regexp.MustCompile(`\b1 ([a-z]+s)\b`)

// Every reason and warning of the library speaks of one as of one, in sentences of its
// own words: nothing is left to be filled in, whatever the numbers.
func TestReasonsSpeakProperly(t *testing.T) {
	codes := reason.Codes("")
	require.Greater(t, len(codes), 300, "of all packages")
	for _, code := range codes {
		for _, v := range []float64{0, 1, 2, 0.125, 1e6} {
			for lang := range uint8(2) {
				text := strings.ReplaceAll(reason.Render(code, lang+1, v, v), "{subject}", "subject")
				assert.False(t, strings.ContainsAny(text, "{}") || strings.Contains(text, "  "), "%s: %s", code, text)
			}
		}
		for _, words := range plural.FindAllStringSubmatch(reason.Render(code, 1, 1, 1), -1) {
			assert.Contains(t, []string{"is", "was", "has", "does", "reaches", "loss", "times"}, words[1], "%s: %s", code, reason.Render(code, 1, 1, 1))
		}
	}
}
