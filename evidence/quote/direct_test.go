package quote_test

import (
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/quote"
)

// directTests are texts written for this test. Each want is "speaker: first words of a
// piece"; a quote that nobody states is not there.
var directTests = []struct {
	name, text string
	want       []string
}{
	{"behind", `"We never sold it," said Maria Lund.`, []string{"Maria Lund: We never sold it,"}},
	{"after", `"We never sold it," Maria Lund said on Friday.`, []string{"Maria Lund: We never sold it,"}},
	{"before", `Maria Lund said: "We never sold it."`, []string{"Maria Lund: We never sold it."}},
	{"apposition", `"No," said the head of sales at Korrin, Per Aas. "Not once."`, []string{"Per Aas: No,", "Per Aas: Not once."}},
	{"age", `Per Aas, 47, said: "I saw it."`, []string{"Per Aas: I saw it."}},
	{"participle", `Speaking to reporters in Oslo, Per Aas said, "I saw it."`, []string{"Per Aas: I saw it."}},
	{"when asked", `Asked whether he had seen it, Per Aas replied: "Twice."`, []string{"Per Aas: Twice."}},
	{"surname later", "Dr Ana Ruiz runs the lab. \"It leaks,\" Ruiz said.", []string{"Ana Ruiz: It leaks,"}},
	{"two women", `Ana Ruiz and Eva Holm share a lab. "It leaks," Holm said. Ruiz disagreed. "It drips," she said.`, []string{"Eva Holm: It leaks,", "Ana Ruiz: It drips,"}},
	{"she after he", `Ana Ruiz said the pump was old. Her husband, Tom Berg, fixed it. "He is quick," she said.`, []string{"Ana Ruiz: He is quick,"}},
	{"beat", `Ruiz shook her head. "It leaks."`, []string{"Ruiz: It leaks."}},
	{"colon beat", `Ana Ruiz was blunt: "It leaks."`, []string{"Ana Ruiz: It leaks."}},
	{"its words", `The company was blunt. "It leaks," it said.`, []string{"the company: It leaks,"}},
	{"spokesman", `Korrin Systems stopped the line. "It leaks," a company spokesman said.`, []string{"a spokesman for Korrin Systems: It leaks,"}},
	{"spokesman named", `"It leaks," said Korrin spokesman Odd Vik.`, []string{"Odd Vik: It leaks,"}},
	{"through", `"It leaks," Ruiz said through her lawyer.`, []string{"Ruiz: It leaks,"}},
	{"wrote in", `In a post on Tuesday, Ruiz wrote: "It leaks."`, []string{"Ruiz: It leaks."}},
	{"according", `The pump is "an orphan", according to Ruiz.`, []string{"Ruiz: an orphan"}},
	{"called", `Ruiz called the report "nonsense".`, []string{"Ruiz: nonsense"}},
	{"called and", `Ruiz called the report "nonsense" and its author "a fool".`, []string{"Ruiz: nonsense", "Ruiz: a fool"}},
	{"dismissed as", `Korrin dismissed the claims as "fiction".`, []string{"Korrin: fiction"}},
	{"described by", `The pump was described by Ruiz as "an orphan".`, []string{"Ruiz: an orphan"}},
	{"what X called", `The line was stopped after what Korrin called "an abundance of caution".`, []string{"Korrin: an abundance of caution"}},
	{"accused of", `Ruiz accused the firm of "selling fog".`, []string{"Ruiz: selling fog"}},
	{"warned of", `Ruiz warned of "a long winter".`, []string{"Ruiz: a long winter"}},
	{"vowed to", `The minister vowed to "leave no stone unturned".`, []string{"the minister: leave no stone unturned"}},
	{"promised", `Korrin has promised "full repayment" to all customers.`, []string{"Korrin: full repayment"}},
	{"blamed", `Korrin blamed "a clerical error" for the loss.`, []string{"Korrin: a clerical error"}},
	{"cited", `The council cited "safety concerns".`, []string{"the council: safety concerns"}},
	{"said it was", `Korrin said it was "deeply sorry" for the delay.`, []string{"Korrin: deeply sorry"}},
	{"spoke of", `Ruiz spoke of "dark days".`, []string{"Ruiz: dark days"}},
	{"in her words", `It was, in Ruiz's words, "a circus".`, []string{"Ruiz: a circus"}},
	{"as X put it", `The plan is, as Ruiz put it, "a bridge to nowhere".`, []string{"Ruiz: a bridge to nowhere"}},
	{"message", `Ruiz had one message for the board: "Resign."`, []string{"Ruiz: Resign."}},
	{"expressed", `The ministry expressed "grave concern" over the sale.`, []string{"the ministry: grave concern"}},
	{"denounced", `The union denounced the plan as "theft".`, []string{"the union: theft"}},
	{"would not", `Ruiz would not say who paid, calling the question "rude".`, []string{"Ruiz: rude"}},
	{"insisting", `The firm denied it, insisting the pump was "perfectly safe".`, []string{"the firm: perfectly safe"}},
	{"admit", `"We got it wrong," admits Ruiz.`, []string{"Ruiz: We got it wrong,"}},
	{"goes on", `"It leaks," said Ruiz. "It always has." She shrugged. "Buy another."`, []string{"Ruiz: It leaks,", "Ruiz: It always has.", "Ruiz: Buy another."}},
	{"next paragraph", "Ruiz said the pump was old.\n\n\"It leaks.\"", []string{"Ruiz: It leaks."}},
	{"so-called", `The so-called "smart" lock failed, Ruiz said.`, nil},
	{"title", `Her book, "The Leaking Pump", is out in May.`, nil},
	{"known as", `The pump, known as "Big Ben", failed.`, nil},
	{"word", `The word "safe" appears nine times.`, nil},
	{"sign", `A sign above the door said "Keep Out".`, nil},
	{"scare", `Ruiz bought a "new" pump in May.`, nil},
	{"nested", `'He said "no" to me,' Ruiz said.`, []string{`Ruiz: He said "no" to me,`}},
	{"dash", `"It leaks" — Ruiz paused — "and it always has."`, nil},
	{"who said", `Ruiz, who said it was "time to go", left in May.`, []string{"Ruiz: time to go"}},
	{"told me", `"It leaks," a plumber told me. "They all do."`, []string{"a plumber: It leaks,", "a plumber: They all do."}},
	{"says one", `"It leaks," says one engineer, who did not want to be named.`, []string{"one engineer: It leaks,"}},
	{"another", `"It leaks," said one resident. "It drips," said another.`, []string{"one resident: It leaks,", "another: It drips,"}},
	{"judge", `Judge Ana Ruiz fined the firm. "You knew," the judge said.`, []string{"Ana Ruiz: You knew,"}},
	{"minister", `Foreign Minister Per Aas arrived on Monday. The minister told reporters: "We are friends."`, []string{"Per Aas: We are friends."}},
	{"first name", `Tilda Moe, nine, won. "I ran," Tilda said.`, []string{"Tilda Moe: I ran,"}},
	{"org it", `Korrin denied it. "We sold nothing," it said in a statement.`, []string{"Korrin: We sold nothing,"}},
	{"they", `Residents are angry. "It leaks," they said.`, []string{"residents: It leaks,"}},
	{"according, first", `According to Ruiz, "it leaks".`, []string{"Ruiz: it leaks"}},
	{"adding", `Ruiz denied it, adding: "I was in Rome."`, []string{"Ruiz: I was in Rome."}},
	{"and said", `Ruiz stood up and said: "I was in Rome."`, []string{"Ruiz: I was in Rome."}},
	{"with a laugh", `"I was in Rome," she said with a laugh. Ana Ruiz is 90.`, nil},
	{"reads", `The statement reads: "We regret the delay."`, nil}, // a writing: whose, the text does not say
	{"letter says", `"You have ten days," the letter says.`, nil}, // a writing: whose, the text does not say
	{"no subject", `"You have ten days," read a notice on the door.`, nil},
	{"president of", `"It leaks," said Ana Ruiz, president of the Plumbers' Guild, who has three.`, []string{"Ana Ruiz: It leaks,"}},
	{"guillemets", `« Jamais », a dit-il. «It leaks», said Ruiz.`, []string{"Ruiz: It leaks"}},
	{"reversed", `»It leaks«, said Ruiz.`, []string{"Ruiz: It leaks"}},
	{"german", `„It leaks“, said Ruiz.`, []string{"Ruiz: It leaks"}},
	{"swedish", `”It leaks”, said Ruiz.`, []string{"Ruiz: It leaks"}},
	{"genitive in single", `'The workers' pay is late,' said Ruiz.`, []string{"Ruiz: The workers' pay is late,"}},
	{"never closes", "\"It leaks, said Ruiz.\n\nThe pump is old.", []string{"Ruiz: It leaks,"}},
	{"abbreviation", `"It leaks," said Mr. J. P. Ruiz of Korrin Inc. "It always has."`, []string{"Ruiz: It leaks,", "Ruiz: It always has."}},
	{"live blog", `10.42 The mayor, Ana Ruiz, tells the crowd: "Go home." There is laughter. 10.50 Her deputy, Per Aas, is less sure. "Stay," he says.`, []string{`Ana Ruiz: Go home.`, `Per Aas: Stay,`}},
	{"of the", `Per Aas of the Guild of Plumbers said the pumps were "junk".`, []string{`Per Aas: junk`}},
	{"for the defence", `For the defence, Ana Ruiz told the court the pumps were "junk".`, []string{`Ana Ruiz: junk`}},
	{"no verb", `Ruiz on the pumps: "Junk."`, []string{`Ruiz: Junk.`}},
	{"said of", `Ruiz said of the pumps: "Junk."`, []string{`Ruiz: Junk.`}},
	{"later added", `Ruiz later added that they were "junk".`, []string{`Ruiz: junk`}},
	{"said in an interview", `In an interview with the Daily Plumb, Ruiz said the pumps were "junk".`, []string{`Ruiz: junk`}},
	{"two fragments", `Ruiz said the pumps were "junk" and the pipes "worse".`, []string{`Ruiz: junk`, `Ruiz: worse`}},
	{"quoted verb phrase", `Korrin said it "does not comment on rumours".`, []string{`Korrin: does not comment on rumours`}},
	{"fragment before verb", `That the pumps are "junk" was confirmed by Ruiz.`, nil},
	{"official names", `The "Plumbers' Act" passed in May, the ministry said.`, nil},
	{"who told", `Ana Ruiz, who told reporters "no comment" on Monday, has left.`, []string{`Ana Ruiz: no comment`}},
	{"appositive spokes", `"We are sorry," said Odd Vik, a spokesman for Korrin Systems.`, []string{`Odd Vik: We are sorry,`}},
	{"agency spokes", `"We are sorry," Pump Agency spokeswoman Lea Nord said in an email to reporters.`, []string{`Lea Nord: We are sorry,`}},
	{"court", `The court said the firm had shown "a cavalier disregard" for the law.`, []string{`the court: a cavalier disregard`}},
	{"report found", `The report found "serious failings" at the plant.`, nil}, // a writing: whose, the text does not say
	{"report describes", `The report describes the plant as "a sieve".`, nil},  // a writing: whose, the text does not say
	{"letter seen", `In a letter seen by the Daily Plumb, Ruiz asked for "a clean break".`, []string{`Ruiz: a clean break`}},
	{"quote then question", `"Who pays?" asked Ruiz. "We do."`, []string{`Ruiz: Who pays?`, `Ruiz: We do.`}},
	{"exclaim", `"Never!" shouted a man at the back.`, []string{`a man: Never!`}},
	{"interrupted", `"The pumps," said Ruiz, "are junk."`, []string{`Ruiz: The pumps,`, `Ruiz: are junk.`}},
	{"that split", `"It is," Ruiz said, pausing, "a leak."`, []string{`Ruiz: It is,`, `Ruiz: a leak.`}},
	{"says who", `"They are junk," says Ruiz, who has fitted 400 of them. "All of them."`, []string{`Ruiz: They are junk,`, `Ruiz: All of them.`}},
	{"next sentence names", `"They are junk." Ana Ruiz has fitted 400 pumps and she is tired.`, nil},
	{"thinks", `Ruiz thinks the pumps are "junk".`, []string{`Ruiz: junk`}},
	{"wants", `Ruiz wants the pumps "out by Friday".`, []string{`Ruiz: out by Friday`}},
	{"she calls", `Ruiz fits what she calls "honest pumps".`, []string{`Ruiz: honest pumps`}},
	{"its self", `The firm, which calls itself "the honest plumber", was fined.`, []string{`the firm: the honest plumber`}},
	{"and he", `Per Aas laughed, and he said: "Never."`, []string{`Per Aas: Never.`}},
	{"but she", `Ana Ruiz is 90, but she says: "I can still fit a pump."`, []string{`Ana Ruiz: I can still fit a pump.`}},
	{"passive quote", `"Pumps are junk," Ruiz was quoted as saying by the Daily Plumb.`, []string{`Ruiz: Pumps are junk,`}},
	{"quoted by", `The Daily Plumb quoted Ruiz as saying: "Pumps are junk."`, []string{`Ruiz: Pumps are junk.`}},
	{"quoted as", `Ruiz was quoted as saying the pumps were "junk".`, []string{`Ruiz: junk`}},
	{"through spokes", `Ruiz, through a spokesman, called the report "false".`, []string{`Ruiz: false`}},
	{"mother of two", `"It leaks," said mother of two Ana Ruiz.`, []string{`Ana Ruiz: It leaks,`}},
	{"year-old", `"It leaks," said 47-year-old plumber Per Aas.`, []string{`Per Aas: It leaks,`}},
	{"the 47-year-old", `Per Aas fits pumps. "It leaks," the 47-year-old said.`, []string{`Per Aas: It leaks,`}},
	{"both said", `Ana Ruiz and Per Aas both said: "It leaks."`, []string{`Ana Ruiz and Per Aas: It leaks.`}},
	{"joint statement", `"It leaks," Ana Ruiz and Per Aas said in a joint statement.`, []string{`Ana Ruiz and Per Aas: It leaks,`}},
	{"quote with company name", `"Korrin will pay," Ruiz said. Korrin denied this. "We will not," it said.`, []string{`Ruiz: Korrin will pay,`, `Korrin: We will not,`}},
	{"plural company", `Korrin said pumps were safe. "We test each one," the company added.`, []string{`Korrin: We test each one,`}},
	{"former", `"It leaks," said former Korrin engineer Per Aas.`, []string{`Per Aas: It leaks,`}},
	{"time between", `"It leaks," Ruiz told the Daily Plumb on Monday, a day after the flood.`, []string{`Ruiz: It leaks,`}},
	{"then", `"It leaks," said Ruiz. Then, more quietly: "It always will."`, []string{`Ruiz: It leaks,`, `Ruiz: It always will.`}},
	{"verdict colon", `Her verdict on the pumps? "Junk." Ana Ruiz does not do nuance.`, nil},
	{"reply short", `Does it leak? "Yes," says Ruiz.`, []string{`Ruiz: Yes,`}},
	{"email wrote", `"It leaks," she wrote in an email to Per Aas. Ana Ruiz did not elaborate.`, nil},
	{"capital The", `"It leaks," The Daily Plumb reported.`, []string{`Daily Plumb: It leaks,`}},
	{"quote after that", `Ruiz said that "everything leaks" and that she was "past caring".`, []string{`Ruiz: everything leaks`, `Ruiz: past caring`}},
	{"insist", `Ruiz insists she is "no plumber".`, []string{`Ruiz: no plumber`}},
	{"nick", `Per "Leaky" Aas said he was "no plumber".`, []string{`Aas: no plumber`}},
	{"so called by", `The pump, dubbed "Old Faithful" by residents, failed.`, nil},
	{"unit", `The 19" pump failed, Ruiz said. "It leaks."`, []string{`Ruiz: It leaks.`}},
	{"decade", `In the '90s, Ruiz said, 'pumps were pumps'.`, []string{`Ruiz: pumps were pumps`}},
	{"his warning", `Per Aas retired in May. His warning of "a long winter" was not heard.`, []string{`Per Aas: a long winter`}},
	{"her claim", `Ana Ruiz repeated her claim that the pumps were "junk".`, []string{`Ana Ruiz: junk`}},
	{"name's promise", `Ruiz's promise to "do better" came late.`, []string{`Ruiz: do better`}},
	{"its answer", `Korrin Systems was silent. Its answer, "no comment", came in June.`, nil},
	{"headline", `'It leaks': Ruiz`, []string{`Ruiz: It leaks`}},
	{"terms", `Ruiz fits what Korrin terms "legacy pumps".`, []string{`Korrin: legacy pumps`}},
	{"parenthesis", `She was, Ruiz said, "past caring".`, []string{`Ruiz: past caring`}},
	{"narrow space", `« It leaks », said Ruiz.`, []string{`Ruiz: It leaks`}},
	{"owner", `The owner shrugged. "It leaks," he said.`, []string{`the owner: It leaks,`}},
	{"owner of name", `Ruiz's brother Tom was there. "It leaks," he said.`, []string{`Tom: It leaks,`}},
	{"union it", `The union is angry. "It leaks," it said.`, []string{`the union: It leaks,`}},
	{"not the other", `Berg disagreed with Ruiz. "It drips," he said.`, []string{`Berg: It drips,`}},
	{"gave her name", `A woman who gave her name only as Bridie said she was tired. "He fed the cats," she said.`, []string{`Bridie: He fed the cats,`}},
	{"called", `"It leaks," said a plumber called Dov Hart.`, []string{`Dov Hart: It leaks,`}},
	{"who gave", `"It leaks," said a plumber who gave his name as Dov.`, []string{`Dov: It leaks,`}},
	{"trade", `Per Aas has sung since 1990. "I never learned," the singer said.`, []string{`Per Aas: I never learned,`}},
	{"polder", `Polder Nine fixes pumps. "It leaks," the company said.`, []string{`Polder Nine: It leaks,`}},
	{"first name Jan", `"It leaks," said Jan Rud.`, []string{`Jan Rud: It leaks,`}},
	{"June", `"It leaks," said June Park. "It drips," said April Moss.`, []string{`June Park: It leaks,`, `April Moss: It drips,`}},
	{"opening lost", `The pumps are old. It always leaks," said Ruiz.`, []string{`Ruiz: It always leaks,`}},
	{"words not closed", `Korrin said the pump was "within tolerance. It has sent a man.`, []string{`Korrin: within tolerance.`}},
	{"the other", `Two people spoke. The other described the mood as "funereal".`, []string{`the other: funereal`}},
}

func TestDirect(t *testing.T) {
	for _, test := range directTests {
		t.Run(test.name, func(t *testing.T) {
			d := &evidence.Document{Text: test.text}
			var got []string
			for _, p := range quote.Propose(d) {
				if p.Quote && p.Speaker != "" {
					for _, text := range texts(d, p) {
						got = append(got, p.Speaker+": "+text)
					}
				}
			}
			if !sameClaims(got, test.want) {
				t.Errorf("%s\n got %q\nwant %q", test.text, got, test.want)
			}
		})
	}
}

// sameClaims compares; a longer name of the same speaker is as good.
func sameClaims(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		a, b, _ := strings.Cut(got[i], ": ")
		c, d, _ := strings.Cut(want[i], ": ")
		if b != d || !strings.Contains(a, c) {
			return false
		}
	}
	return true
}
