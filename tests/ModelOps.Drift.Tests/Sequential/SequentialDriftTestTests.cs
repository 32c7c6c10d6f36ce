using ModelOps.Drift.Profiles;
using ModelOps.Drift.Sequential;

namespace ModelOps.Drift.Tests.Sequential;

public sealed class SequentialDriftTestTests
{
    // Looking after every single value for 3,000 values must alarm in at most 1% of the runs, whatever the size of the reference.
    [Theory]
    [InlineData(50, 10, 600)]
    [InlineData(1000, 10, 600)]
    [InlineData(100_000, 3, 600)]
    public void PValue_NoDriftAndConstantPeeking_KeepsTheLevel(int referenceCount, int bins, int runs)
    {
        var random = new Random(11);
        int alarms = 0;
        for (int run = 0; run < runs; run++)
        {
            var reference = new long[bins];
            for (int i = 0; i < referenceCount; i++) { reference[Skewed(random, bins)]++; }
            var test = new SequentialDriftTest(reference, seed: run);
            for (int i = 0; i < 3000 && test.PValue > 0.01; i++) { test.Observe(Skewed(random, bins)); }
            alarms += test.PValue <= 0.01 ? 1 : 0;
        }

        // 1.5% is two deviations above the promised 1%.
        Assert.InRange(alarms / (double)runs, 0, 0.015);
    }

    // What a fixed-sample test does when one looks every 100 values: the reason for e-values.
    [Fact]
    public void ChiSquare_PeekedAt_AlarmsFarAboveItsLevel()
    {
        var random = new Random(12);
        int alarms = 0;
        for (int run = 0; run < 200; run++)
        {
            var reference = new long[10];
            for (int i = 0; i < 5000; i++) { reference[random.Next(10)]++; }
            var current = new long[10];
            bool alarmed = false;
            for (int i = 1; i <= 3000 && !alarmed; i++)
            {
                current[random.Next(10)]++;
                alarmed = i % 100 == 0 && ModelOps.Drift.Statistics.ChiSquare.Compare(reference, current).PValue <= 0.01;
            }

            alarms += alarmed ? 1 : 0;
        }

        Assert.InRange(alarms / 200.0, 0.03, 1);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void PValue_MeanMovesByAThirdOfADeviation_AlarmsWithinAThousandValues(int referenceCount)
    {
        var random = new Random(13);
        int found = 0;
        for (int run = 0; run < 50; run++)
        {
            DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", PortableData.Normal(random, referenceCount)).Build();
            var test = new SequentialDriftTest(reference.Features[0], seed: run);
            for (int minute = 0; minute < 20 && test.PValue > 0.01; minute++)
            {
                test.Observe(new DatasetProfileBuilder(reference).AddNumeric("x", PortableData.Normal(random, 50, 0.33)).Build().Features[0]);
            }

            found += test.PValue <= 0.01 ? 1 : 0;
        }

        Assert.InRange(found, 45, 50);
    }

    [Fact]
    public void Observe_SameSeed_GivesSameEvidence()
    {
        Assert.Equal(Evidence(3), Evidence(3));
        Assert.NotEqual(Evidence(3), Evidence(4));

        static double Evidence(int seed)
        {
            var test = new SequentialDriftTest([5, 10, 5], seed);
            for (int i = 0; i < 100; i++) { test.Observe(i % 3); }
            Assert.Equal(100, test.Count);
            return test.LogEValue;
        }
    }

    [Fact]
    public void Observe_EmptyReference_NeverAlarmsOnTheFirstValue()
    {
        var test = new SequentialDriftTest([0, 0]);
        Assert.Equal(1, test.PValue);
        test.Observe(1);
        Assert.Equal(0, test.LogEValue, 12);
    }

    [Fact]
    public void Observe_ConstantColumn_StaysQuiet()
    {
        var test = new SequentialDriftTest([1000]);
        for (int i = 0; i < 2000; i++) { test.Observe(0); }
        Assert.InRange(test.PValue, 0.01, 1);
    }

    [Fact]
    public void Observe_Misuse_Throws()
    {
        var test = new SequentialDriftTest([1, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Observe(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Observe(-1));
        Assert.Throws<ArgumentException>(() => test.Observe(new DatasetProfileBuilder().AddNumeric("x", [1, 2]).Build().Features[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequentialDriftTest([-1]));
    }

    private static int Skewed(Random random, int bins) => (int)(Math.Pow(random.NextDouble(), 2) * bins);
}
