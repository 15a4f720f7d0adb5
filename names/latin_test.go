package names

import (
	"strings"
	"testing"
)

func TestLatin(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"ASCII", "Hytera Communications Corporation Limited", "hytera communications corporation limited"},
		{"signs separate", "  S.A. de C.V./ (Mexico) -- 24*7 ", "s a de c v mexico 24 7"},
		{"apostrophes vanish", "Int'l Sa’id ʿAbd O`Neil ´x", "intl said abd oneil x"},
		{"soft hyphens vanish", "Kasper\u00adsky\u200b Lab", "kaspersky lab"},
		{"and", "Johnson&Johnson + AT&T", "johnson and johnson and at and t"},
		{"percent and at", "100% x@y", "100 percent x y"},
		{"number sign", "Завод №5", "zavod 5"},
		{"trade marks", "Kaspersky™ Lab® ©2020", "kaspersky lab 2020"},
		{"compatibility forms", "Ｈｕａｗｅｉ ﬁ ① Ⅳ", "huawei fi 1 iv"},
		{"only signs", " .,-()'", ""},
		{"bytes that are not UTF-8 separate", "a\xffb\xc3 é", "a b e"},
		{"French", "Société Générale d'Électricité Œuvre", "societe generale delectricite oeuvre"},
		{"German", "Großmann Übertragungstechnik Köln", "grossmann ubertragungstechnik koln"},
		{"Polish", "Spółka Łódź", "spolka lodz"},
		{"Nordic", "Ørsted Ångström Þór Ísland Færeyja", "orsted angstrom thor island faereyja"},
		{"Turkish", "Türkiye Petrolleri Anonim Ortaklığı İŞ", "turkiye petrolleri anonim ortakligi is"},
		{"Azerbaijani", "Dövlət Neft Şirkəti", "dovlat neft sirkati"},
		{"Vietnamese", "Tổng Công ty Viễn thông Quân đội", "tong cong ty vien thong quan doi"},
		{"Russian", "Лаборатория Касперского", "laboratoriya kasperskogo"},
		{"Russian letters", "Общество Объединённый Электрощит ЖЦ", "obshchestvo obedinennyy elektroshchit zhts"},
		{"Ukrainian", "Київський завод «Артем» Єдність", "kiivskiy zavod artem ednist"},
		{"Belarusian", "Беларуськалій Нафтан Ў", "belaruskaliy naftan u"},
		{"Serbian", "Југоимпорт Ђуро Ђаковић", "jugoimport duro dakovic"},
		{"Kazakh", "Қазақстан Ғарыш Сапары", "qazaqstan gharysh sapary"},
		{"Greek", "Οργανισμός Τηλεπικοινωνιών της Ελλάδος", "organismos tilepikoinonion tis ellados"},
		{"Greek digraphs", "Μπουτάρης Ναυτιλία Ευρώπη Άγγελος Αϋ Ελπε", "boutaris naftilia evropi angelos ay elpe"},
		{"Armenian", "Հայաստան Արմենիա Ու", "hayastan armenia u"},
		{"Georgian", "საქართველოს ბანკი", "sakartvelos banki"},
		{"Hebrew", "אלביט מערכות בע״מ", "lbyt mrkvt bm"},
		{"Arabic", "الشركة السورية للنفط", "alshrka alswrya llnft"},
		{"Persian", "شرکت ملی نفت ایران", "shrkt mly nft ayran"},
		{"Hindi", "भारत इलेक्ट्रॉनिक्स लिमिटेड", "bharat ilektroniks limited"},
		{"Hindi with nukta", "आज़ाद हिन्द फ़ौज", "azad hind fauj"},
		{"Bengali", "বাংলাদেশ ব্যাংক", "bangladesh byangk"},
		{"Tamil", "தமிழ்நாடு", "tamilnatu"},
		{"Thai", "ปตท 2021", "ptth 2021"},
		{"Amharic", "ኢትዮጵያ", "itiyopiya"},
		{"Chinese", "杭州海康威视数字技术股份有限公司", "hangzhou haikangweishi digital technology co ltd"},
		{"Chinese, traditional", "華為技術有限公司", "huawei technology co ltd"},
		{"Chinese and Latin", "华为2012实验室ABC", "huawei 2012 laboratory abc"},
		{"Chinese readings", "长虹地都", "changhongdidu"},
		{"Japanese", "株式会社キオクシア", "co ltd kiokushia"},
		{"Japanese repetition", "佐々木", "zuozuomu"},
		{"Japanese, bracketed", "（株）ニコン", "co ltd nikon"},
		{"kana digraphs", "シャープ ニッポン マッチ ファーウェイ ティーディーケイ", "shapu nippon matchi fawei tidikei"},
		{"kana digraphs with y", "キョーセラ ヒュンダイ ジャパン", "kyosera hyundai japan"},
		{"Korean", "삼성전자 주식회사", "samseong electronics co ltd"},
		{"Korean, bracketed", "㈜한화", "co ltd hanhwa"},
		{"scripts side by side", "NTTデータ", "ntt deta"},
		{"no romanisation", "a ᚠ b", "a b"},
	}
	for _, tt := range tests {
		if got := string(latin(nil, tt.in)); got != tt.want {
			t.Errorf("%s: latin(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestLatinIsOneForEverySpelling(t *testing.T) {
	tests := []struct{ name, a, b string }{
		{"traditional and simplified", "中芯國際積體電路製造有限公司", "中芯国际積體電路制造有限公司"},
		{"traditional and simplified", "長城寬帶網絡後乾發", "长城宽带网络后干发"},
		{"full width", "ＺＴＥ　Ｃｏｒｐ．", "ZTE Corp."},
		{"half width kana", "ﾊﾟﾅｿﾆｯｸ", "パナソニック"},
		{"hiragana", "ぱなそにっく", "パナソニック"},
		{"harakat and tatweel", "شَرِكَةُ النِّفْط", "شركة النفـــط"},
		{"alef, yeh and kaf", "إيران شركة ملى", "ایران شرکة ملی"},
		{"niqqud", "שָׁלוֹם", "שלום"},
		{"capitals", "ОБЩЕСТВО ЁЛКА ΑΘΗΝΑ ÉCOLE ՀԱՅ", "общество ёлка αθηνα école հայ"},
		{"decomposed Latin", "Socie\u0301te\u0301", "Société"},
		{"decomposed Cyrillic", "Новыи\u0306", "Новый"},
		{"decomposed Hangul", "\u1112\u1161\u11ab", "한"},
		{"decomposed kana", "か\u3099", "が"},
		{"Arabic presentation forms", "ﺷﺮﻛﺔ", "شركة"},
		{"digits", "٢٠٢١ ۲۰۲۱ २०२१", "2021 2021 2021"},
	}
	for _, tt := range tests {
		a, b := string(latin(nil, tt.a)), string(latin(nil, tt.b))
		if a != b || a == "" {
			t.Errorf("%s: latin(%q) = %q, but latin(%q) = %q", tt.name, tt.a, a, tt.b, b)
		}
	}
}

func TestLatinAppends(t *testing.T) {
	for _, in := range []string{"ZTE", "中兴", "Ростех"} {
		if got, want := string(latin([]byte("x "), in)), "x "+string(latin(nil, in)); got != want {
			t.Errorf("latin after %q of %q = %q, want %q", "x ", in, got, want)
		}
	}
}

// TestLatinData checks that the table holds what its readers rely on: each
// spelling and each translation is already in the form of latin.
func TestLatinData(t *testing.T) {
	for _, sp := range letters().spellings {
		if got := string(latin(nil, sp.text)); got != sp.text {
			t.Errorf("the spelling %q is not in the form of latin", sp.text)
		}
	}
	seen := make(map[string]bool)
	for line := range rows(hanData) {
		text, english, _ := strings.Cut(line, "\t")
		if english == "" || string(latin(nil, english)) != english {
			t.Errorf("%s: %q is not in the form of latin", text, english)
		}
		if got := string(latin(nil, text)); got != english {
			t.Errorf("latin(%q) = %q, want %q", text, got, english)
		}
		if seen[text] {
			t.Errorf("%s stands twice", text)
		}
		seen[text] = true
	}
	for line := range rows(latinData) {
		class, rest, _ := strings.Cut(line, "\t")
		if _, runes, ok := strings.Cut(rest, "\t"); kindNames[class] == none || !ok || runes == "" {
			t.Errorf("bad line %q", line)
		}
	}
}

// FuzzLatin checks that no input makes latin panic, that its result has nothing
// but small letters, digits and single spaces between them, and that latin of
// the result is the result.
func FuzzLatin(f *testing.F) {
	for _, s := range []string{"", "a  b", "Ростех", "杭州海康威视", "(주)한화", "ッッ", "ッー", "क्ष़", "αυΜπ", "a\xff\u0301", "ﷺ", "々", "ァャ", "a ъ", "a ッ b", "a ् ि", "ウャァ", "ոււ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := string(latin(nil, s))
		if strings.Trim(got, "abcdefghijklmnopqrstuvwxyz0123456789 ") != "" || strings.Contains(got, "  ") ||
			strings.TrimSpace(got) != got {
			t.Fatalf("latin(%q) = %q", s, got)
		}
		for _, c := range got {
			if c != ' ' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
				t.Fatalf("latin(%q) = %q", s, got)
			}
		}
		if again := string(latin(nil, got)); again != got {
			t.Fatalf("latin(%q) = %q, and of that %q", s, got, again)
		}
		if after := string(latin([]byte("x "), s)); after != "x "+got {
			t.Fatalf("latin(%q) after %q = %q", s, "x ", after)
		}
	})
}

func BenchmarkLatin(b *testing.B) {
	for _, bm := range []struct{ name, in string }{
		{"ascii", "Hikvision Digital Tech Co, Ltd"},
		{"accents", "Société Générale d'Électricité"},
		{"cyrillic", "Лаборатория Касперского, АО"},
		{"han", "杭州海康威视数字技术股份有限公司"},
		{"greek", "Οργανισμός Τηλεπικοινωνιών"},
		{"arabic", "الشركة السورية للنفط"},
		{"kana", "パナソニック ホールディングス"},
		{"hangul", "삼성전자 주식회사"},
	} {
		b.Run(bm.name, func(b *testing.B) {
			dst := latin(make([]byte, 0, 256), bm.in)
			b.ReportAllocs()
			for b.Loop() {
				dst = latin(dst[:0], bm.in)
			}
		})
	}
}

// BenchmarkLatinTable measures how long the first name outside ASCII waits.
func BenchmarkLatinTable(b *testing.B) {
	for b.Loop() {
		newTable(latinData, hanData)
	}
}
