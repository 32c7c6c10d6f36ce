using ModelOps.Onnx.Forests;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>What callers rely on besides the answers: checks of lengths, no garbage, many threads.</summary>
public sealed class ForestScorerCallTests
{
    [Theory]
    [InlineData(13, 2)]
    [InlineData(14, 1)]
    [InlineData(7, 2)]
    public void Score_LengthsThatDoNotFit_SaysBothSides(int features, int scores)
    {
        ForestScorer scorer = Scorer();

        ArgumentException error = Assert.Throws<ArgumentException>(() => scorer.Score(new float[features], new float[scores]));

        Assert.Contains($"{features} features and room for {scores} scores", error.Message, StringComparison.Ordinal);
        Assert.Contains("a row has 7 features and 1 scores", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classify_Regression_Refused() =>
        Assert.Throws<InvalidOperationException>(() => Scorer().Classify(new float[7], new float[1], new int[1]));

    [Fact]
    public void Classify_WrongNumberOfClasses_Refused()
    {
        RandomForest random = new() { IsClassifier = true, Targets = 3 };
        ForestScorer scorer = new(OnnxForestReader.Read(random.Node(), random.Features));

        Assert.Throws<ArgumentException>(() => scorer.Classify(new float[14], new float[6], new int[1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    public void Score_Again_AllocatesNothing(int count)
    {
        ForestScorer scorer = Scorer();
        float[] rows = new RandomForest().Rows(count);
        float[] scores = new float[count];

        Assert.Equal(0, Allocations.Fewest(() => scorer.Score(rows, scores), calls: 50));
    }

    [Fact]
    public void Score_ManyThreadsAtOnce_EachGetsItsOwnAnswer()
    {
        const int Callers = 8;
        ForestScorer scorer = Scorer();
        float[][] rows = [.. Enumerable.Range(0, Callers).Select(static caller => new RandomForest().Rows(300 + caller, seed: caller))];
        float[][] expected = [.. rows.Select(each => Score(scorer, each))];
        using Barrier start = new(Callers);
        int differing = 0;
        Thread[] threads = [.. rows.Select((_, caller) => new Thread(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < 100; i++)
            {
                if (!Score(scorer, rows[caller]).AsSpan().SequenceEqual(expected[caller])) { Interlocked.Increment(ref differing); }
            }
        }))];
        foreach (Thread thread in threads) { thread.Start(); }
        foreach (Thread thread in threads) { thread.Join(); }

        Assert.Equal(0, differing);
    }

    /// <summary>Blocks are laid out at their first use, which many may want at once.</summary>
    [Fact]
    public void Score_FirstBlocksForManyThreads_AnswersOfRowsAlone()
    {
        const int Callers = 8;
        float[] rows = new RandomForest().Rows(300);
        ForestScorer alone = Scorer();
        float[] expected = [.. Enumerable.Range(0, 300).Select(row => Score(alone, rows[(row * 7)..((row + 1) * 7)])[0])];
        for (int round = 0; round < 10; round++)
        {
            ForestScorer scorer = Scorer();
            using Barrier start = new(Callers);
            float[][] scores = new float[Callers][];
            Thread[] threads = [.. Enumerable.Range(0, Callers).Select(caller => new Thread(() =>
            {
                start.SignalAndWait();
                scores[caller] = Score(scorer, rows);
            }))];
            foreach (Thread thread in threads) { thread.Start(); }
            foreach (Thread thread in threads) { thread.Join(); }

            Assert.All(scores, each => Assert.Equal(expected, each));
        }
    }

    private static ForestScorer Scorer() => new(OnnxForestReader.Read(new RandomForest().Node(), featureCount: 7));

    private static float[] Score(ForestScorer scorer, float[] rows)
    {
        float[] scores = new float[rows.Length / 7];
        scorer.Score(rows, scores);
        return scores;
    }
}
