package names

// curve turns a cost into a score: the share of pairs at that cost that are one
// party's, on aliases of the official lists. Between its points it is straight.
var curve = []struct{ cost, score float64 }{
	{0, 0.985}, {0.1, 0.977}, {0.137, 0.972}, {0.178, 0.96}, {0.228, 0.928}, {0.269, 0.895}, {0.316, 0.845},
	{0.363, 0.77}, {0.41, 0.65}, {0.44, 0.52}, {0.475, 0.48}, {0.485, 0.41}, {0.498, 0.39}, {0.535, 0.34}, {0.565, 0.23}, {0.603, 0.165},
	{0.639, 0.125}, {0.677, 0.108}, {0.7, 0.073}, {0.74, 0.042}, {0.8, 0.034}, {0.94, 0.028}, {1.4, 0.01}, {2, 0},
}

func scoreOf(cost float32) float64 {
	x := float64(cost)
	for i := 1; i < len(curve); i++ {
		if a, b := curve[i-1], curve[i]; x <= b.cost {
			return a.score + (b.score-a.score)*(x-a.cost)/(b.cost-a.cost)
		}
	}
	return 0
}

// costOf is the greatest cost whose score is at or above the given.
func costOf(score float64) float32 {
	score = min(score, curve[0].score) // what scores higher is the same name, at no cost
	for i := 1; i < len(curve); i++ {
		if a, b := curve[i-1], curve[i]; score >= b.score {
			return float32(a.cost + (a.score-score)/(a.score-b.score)*(b.cost-a.cost))
		}
	}
	return float32(curve[len(curve)-1].cost)
}
