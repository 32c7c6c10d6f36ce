using CsCheck;
using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Tests.Streams;

public sealed class AdwinTests
{
    [Theory]
    [InlineData(0.002)]
    [InlineData(0.3)]
    public void Update_RandomStreams_CutAsByDefinition(double delta) =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Double[0, 1], Gen.Int[50, 700]).Sample(
            (seed, level, change) =>
            {
                var random = new Random(seed);
                var adwin = new Adwin(delta);
                var naive = new NaiveAdwin(delta);
                for (int i = 0; i < 800; i++)
                {
                    double value = i < change ? random.NextDouble() : (random.NextDouble() + level) / 2;
                    Assert.Equal(naive.Update(value), adwin.Update(value) == StreamState.Drift);
                    Assert.Equal(naive.Width, adwin.Width);
                }

                Assert.Equal(naive.Variance, adwin.Variance, 1e-10);
            },
            iter: 30);

    [Fact]
    public void Update_MeanMoves_KeepsTheNewPart()
    {
        var random = new Random(1);
        var adwin = new Adwin();
        for (int i = 0; i < 10_000; i++) { adwin.Update(random.NextDouble() < 0.2 ? 1 : 0); }
        Assert.Equal(0.2, adwin.Mean, 0.02);
        for (int i = 0; i < 2000; i++) { adwin.Update(random.NextDouble() < 0.7 ? 1 : 0); }
        Assert.Equal(0.7, adwin.Mean, 0.05);
        Assert.InRange(adwin.Width, 1500, 2300);
    }

    // The corrected rule tries more cuts, so it finds a change no later, and most often sooner.
    [Fact]
    public void Update_Legacy_CutsLater()
    {
        double legacy = Delay(AdwinCompatibility.RiverLegacy);
        double moa = Delay(AdwinCompatibility.Moa);
        Assert.InRange(moa, 1, legacy - 1);

        static double Delay(AdwinCompatibility compatibility)
        {
            double[][] streams = [.. Enumerable.Range(0, 100).Select(run =>
            {
                var random = new Random(run);
                return Enumerable.Range(0, 2000).Select(i => random.NextDouble() < (i < 1000 ? 0.2 : 0.5) ? 1.0 : 0).ToArray();
            })];
            return DetectionTrial.Score(() => new Adwin(compatibility: compatibility), streams, 1000).MeanDelay;
        }
    }

    [Theory]
    [InlineData(1e9)]
    [InlineData(-1e99)]
    public void Update_LargeConstants_StayQuiet(double constant)
    {
        var adwin = new Adwin();
        for (int i = 0; i < 20_000; i++) { Assert.Equal(StreamState.None, adwin.Update(constant)); }
    }

    [Fact]
    public void Update_AMillionValues_KeepTheWidth()
    {
        var random = new Random(2);
        var adwin = new Adwin(1e-9);
        for (int i = 0; i < 1_000_000; i++) { adwin.Update(random.NextDouble()); }
        Assert.Equal(1_000_000, adwin.Width);
        Assert.Equal(1.0 / 12, adwin.Variance, 0.001);
    }
}
