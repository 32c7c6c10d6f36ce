using ModelOps.Drift.Statistics;
using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Tests.Streams;

public sealed class KswinTests
{
    [Theory]
    [InlineData(0.005, 100, 30)]
    [InlineData(0.2, 12, 5)]
    [InlineData(0.9, 5, 2)]
    public void Update_WithoutSeed_DecidesAsTheExactTest(double alpha, int window, int newest)
    {
        var random = new Random(1);
        var kswin = new Kswin(alpha, window, newest);
        var kept = new List<double>();
        int drifts = 0;
        for (int i = 0; i < 3000; i++)
        {
            double value = Math.Round(random.NextDouble() + (i / 500 % 2 * 0.3), 2);
            kept.Add(value);
            if (kept.Count > window) { kept.RemoveAt(0); }
            bool expected = false;
            if (kept.Count == window)
            {
                KolmogorovSmirnovResult result = KolmogorovSmirnov.Compare(kept.Take(window - newest).ToArray(), kept.TakeLast(newest).ToArray());
                expected = result.Test.PValue <= alpha && result.Test.Statistic > 0.1;
            }

            Assert.Equal(expected, kswin.Update(value) == StreamState.Drift);
            if (expected)
            {
                drifts++;
                kept.RemoveRange(0, window - newest);
            }
        }

        Assert.InRange(drifts, 4, 3000);
    }

    [Fact]
    public void Update_Seeds_RepeatThemselvesAndDiffer()
    {
        int[] first = Alarms(1);
        Assert.Equal(first, Alarms(1));
        Assert.NotEqual(first, Alarms(2));

        static int[] Alarms(int seed)
        {
            var kswin = new Kswin(0.05, seed: seed);
            double[] stream = PortableData.Uniform(9, 3000);
            return [.. Enumerable.Range(0, stream.Length).Where(i => kswin.Update(stream[i]) == StreamState.Drift)];
        }
    }

    [Fact]
    public void New_SmallestSampledWindow_Works()
    {
        var kswin = new Kswin(0.5, 5, 2, seed: 0);
        for (int i = 0; i < 100; i++) { kswin.Update(i); }
        Assert.Equal(100, kswin.Count);
    }
}
