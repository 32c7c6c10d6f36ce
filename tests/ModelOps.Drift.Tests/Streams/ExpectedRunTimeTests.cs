using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Tests.Streams;

public sealed class ExpectedRunTimeTests
{
    // Montgomery, Introduction to Statistical Quality Control: 168 and 465 in control, 8.38 and 10.4 after a shift of one deviation.
    [Theory]
    [InlineData(4, 0, 168)]
    [InlineData(5, 0, 465)]
    [InlineData(4, 1, 8.38)]
    [InlineData(5, 1, 10.4)]
    public void CusumRunLength_PublishedTable_Agrees(double threshold, double shift, double expected)
    {
        Assert.Equal(expected, CusumRunLength.Markov(0.5, threshold, shift), expected * 0.01);
        Assert.Equal(expected, CusumRunLength.Siegmund(0.5, threshold, shift), expected * 0.03);
    }

    [Fact]
    public void Measure_Cusum_AgreesWithTheFormula()
    {
        RunTimeEstimate estimate = ExpectedRunTime.Measure(() => new Cusum(0, 1, threshold: 4), Normal, 100_000, runs: 3000, seed: 5);
        double expected = CusumRunLength.Markov(0.5, 4);
        Assert.InRange(estimate.Updates, expected - (4 * estimate.StandardError), expected + (4 * estimate.StandardError));
        Assert.Equal(3000, estimate.Alarms);
    }

    // Lucas and Saccucci, 1990: about 560 for λ = 0.2 and L = 3.
    [Fact]
    public void Measure_EwmaChart_AgreesWithItsTable() =>
        Assert.Equal(560, ExpectedRunTime.Measure(() => new EwmaChart(0, 1), Normal, 100_000, runs: 2000, seed: 6).Updates, 50.0);

    [Fact]
    public void Calibrate_Cusum_FindsTheFormulasThreshold()
    {
        RunTimeEstimate found = ExpectedRunTime.Calibrate(h => new Cusum(0, 1, threshold: h), Normal, 465, loud: 1, quiet: 12, runs: 1500);
        Assert.Equal(5, found.Threshold, 0.2);
        Assert.InRange(CusumRunLength.Markov(0.5, found.Threshold), 450, 560);
        Assert.Equal(found, ExpectedRunTime.Calibrate(h => new Cusum(0, 1, threshold: h), Normal, 465, loud: 1, quiet: 12, runs: 1500));
    }

    // The promise on fresh streams, for a threshold in the units of the stream and for a significance level.
    [Fact]
    public void Calibrate_FromASample_KeepsThePromiseOnFreshStreams()
    {
        double[] sample = [.. PortableData.Uniform(3, 5000).Select(static u => -Math.Log(1 - u))];
        Func<Random, double> law = ExpectedRunTime.Resampling(sample);
        RunTimeEstimate page = ExpectedRunTime.Calibrate(t => new PageHinkley(delta: 0.3, threshold: t), law, 500, loud: 0.1, quiet: 100);
        Assert.InRange(Fresh(() => new PageHinkley(delta: 0.3, threshold: page.Threshold)), 450, 700);
        RunTimeEstimate kswin = ExpectedRunTime.Calibrate(a => new Kswin(a), law, 500, loud: 0.5, quiet: 1e-7, runs: 40);
        Assert.InRange(Fresh(() => new Kswin(kswin.Threshold)), 400, 2500);

        double Fresh(Func<StreamDetector> detector) =>
            ExpectedRunTime.Measure(detector, static random => -Math.Log(1 - random.NextDouble()), 50_000, runs: 300, seed: 99).Updates;
    }

    [Fact]
    public void Calibrate_Misuse_SaysWhatMendsIt()
    {
        Assert.Contains("quieter", Assert.Throws<ArgumentException>(() => ExpectedRunTime.Calibrate(h => new Cusum(0, 1, threshold: h), Normal, 10_000, 1, 2, runs: 20)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ExpectedRunTime.Resampling([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExpectedRunTime.Measure(() => new Ddm(), Normal, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CusumRunLength.Markov(-1, 4));
    }

    private static double Normal(Random random) => PortableData.Normal(random, 1)[0];
}
