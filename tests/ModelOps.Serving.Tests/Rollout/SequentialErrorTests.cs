namespace ModelOps.Serving.Tests.Rollout;

/// <summary>How often a confidence sequence is ever wrong when it is looked at after every value; the seeds are fixed. Each may be wrong with a probability of
/// alpha at most; the counts allowed are three standard deviations above that.</summary>
public sealed class SequentialErrorTests
{
    private const int Runs = 2000;
    private const double Alpha = 0.05;
    private static readonly double Allowed = (Runs * Alpha) + (3 * Math.Sqrt(Runs * Alpha * (1 - Alpha)));

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void RateBounds_LookedAtAfterEveryCall_SeldomEverWrong(double rate) => Assert.InRange(
        CountWrong(random =>
        {
            int events = 0;
            for (int n = 1; n <= 250; n++)
            {
                events += random.NextDouble() < rate ? 1 : 0;
                if (!Holds(RateBounds.Compute(events, n, Alpha), rate)) { return true; }
            }

            return false;
        }),
        0,
        Allowed);

    [Fact]
    public void RateBounds_RateRisesAndFalls_SeldomEverWrongAboutTheMeanSoFar() => Assert.InRange(
        CountWrong(random =>
        {
            int events = 0;
            double rates = 0;
            for (int n = 1; n <= 250; n++)
            {
                double rate = n / 50 % 2 == 0 ? 0.02 : 0.3; // incidents that come and go
                rates += rate;
                events += random.NextDouble() < rate ? 1 : 0;
                if (!Holds(RateBounds.Compute(events, n, Alpha), rates / n)) { return true; }
            }

            return false;
        }),
        0,
        Allowed);

    public static TheoryData<string> Shapes => ["uniform", "two points", "nearly constant", "log-normal, capped", "Pareto 1.1, capped"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void MeanBounds_LookedAtAfterEveryCall_SeldomEverWrong(string shape)
    {
        double mean = MeanOf(shape);
        Assert.InRange(
            CountWrong(random =>
            {
                MeanEvidence evidence = new();
                for (int n = 1; n <= 120; n++)
                {
                    double value = Draw(shape, random);
                    evidence.Add(1, value, value * value);
                    if (!Holds(evidence.Bounds(Alpha), mean)) { return true; }
                }

                return false;
            }),
            0,
            Allowed);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void QuantileBounds_HeavyTails_SeldomEverWrong(double quantile)
    {
        double truth = Math.Pow(1 - quantile, -1); // Pareto with exponent 1 from 1 ms: not even a mean
        Assert.InRange(
            CountWrong(random =>
            {
                long below = 0;
                for (int n = 1; n <= 200; n++)
                {
                    below += 1 / (1 - random.NextDouble()) <= truth ? 1 : 0; // what counts of a value is on which side it lies
                    if (below <= QuantileRanks.Lower(n, quantile, Alpha / 2) || below >= QuantileRanks.Upper(n, quantile, Alpha / 2)) { return true; }
                }

                return false;
            }),
            0,
            Allowed);
    }

    [Fact]
    public void QuantileBounds_ManyTies_SeldomEverWrong() => Assert.InRange(
        CountWrong(random =>
        {
            long[] bins = new long[LatencyBins.Count];
            for (int n = 1; n <= 100; n++)
            {
                bins[LatencyBins.IndexOf(TimeSpan.FromMilliseconds(random.Next(1, 4)))]++; // 1, 2 or 3 ms: the median is 2 ms
                ConfidenceInterval bounds = QuantileBounds.Compute(bins, 0.5, Alpha);
                if (!Holds(bounds, 0.002)) { return true; }
            }

            return false;
        }),
        0,
        Allowed);

    [Fact]
    public void MeanBounds_BatchesOfAnySize_WrongNoMoreOften() => Assert.InRange(
        CountWrong(random =>
        {
            MeanEvidence evidence = new();
            for (int look = 0; look < 60; look++)
            {
                double sum = 0;
                double squares = 0;
                int count = random.Next(1, 12);
                for (int i = 0; i < count; i++)
                {
                    double value = Draw("log-normal, capped", random);
                    sum += value;
                    squares += value * value;
                }

                evidence.Add(count, sum, squares);
                if (!Holds(evidence.Bounds(Alpha), MeanOf("log-normal, capped"))) { return true; }
            }

            return false;
        }),
        0,
        Allowed);

    private static double CountWrong(Func<Random, bool> isEverWrong) => Enumerable.Range(0, Runs).Count(seed => isEverWrong(new Random(seed)));

    private static bool Holds(ConfidenceInterval bounds, double truth) => bounds.Lower <= truth && truth <= bounds.Upper;

    private static double Draw(string shape, Random random) => shape switch
    {
        "uniform" => random.NextDouble(),
        "two points" => random.NextDouble() < 0.9 ? 0 : 1,
        "nearly constant" => 0.2 + (0.001 * random.NextDouble()),
        "log-normal, capped" => Math.Min(1, 0.05 * Math.Exp(Normal(random))),
        _ => Math.Min(1, 0.01 * Math.Pow(1 - random.NextDouble(), -1 / 1.1)),
    };

    // The mean of a distribution, from its quantile function where no closed form is short.
    private static double MeanOf(string shape) => shape switch
    {
        "uniform" => 0.5,
        "two points" => 0.1,
        "nearly constant" => 0.2005,
        "log-normal, capped" => 0.08191048965, // 0.05 e^0.5 Phi(ln 20 - 1) + 1 - Phi(ln 20), by SciPy
        _ => 0.04690426555, // 0.01 + 0.01^1.1 (0.01^-0.1 - 1) / 0.1, by integrating the survival function
    };

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
