using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

/// <summary>Statistics of samples of vectors.</summary>
public sealed class JointStatisticsTests
{
    [Fact]
    public void MaximumMeanDiscrepancy_Goldens_AgreeWithNumpy() => GoldenFile.Statistics.AllAgree("mmd", static golden =>
    {
        int dimensions = golden.Integer("dimensions");
        return MaximumMeanDiscrepancy.Compare(
            PortableData.Uniform(3, golden.Integer("n") * dimensions),
            PortableData.Uniform(4, golden.Integer("m") * dimensions, golden.Number("power")),
            dimensions,
            permutations: 1).Statistic;
    }, 1e-10, "statistic");

    // Each column alone is unchanged; only their dependence is.
    [Fact]
    public void JointTests_DependenceAlone_IsFound()
    {
        var random = new Random(3);
        double[] reference = Pairs(random, 400, 0);
        double[] current = Pairs(random, 300, 0.9);
        Assert.Equal(0.005, MaximumMeanDiscrepancy.Compare(reference, current, 2).PValue, 12);
        Assert.Equal(0.005, LeastSquaresDensityDifference.Compare(reference, current, 2).PValue, 12);
    }

    [Fact]
    public void JointTests_NoDrift_AlarmAtTheirLevel()
    {
        var random = new Random(4);
        int discrepancy = 0;
        int density = 0;
        const int Runs = 300;
        for (int run = 0; run < Runs; run++)
        {
            double[] reference = Pairs(random, 60, 0.5);
            double[] current = Pairs(random, 40, 0.5);
            discrepancy += MaximumMeanDiscrepancy.Compare(reference, current, 2, 19, run).PValue <= 0.05 ? 1 : 0;
            density += LeastSquaresDensityDifference.Compare(reference, current, 2, 19, run).PValue <= 0.05 ? 1 : 0;
        }

        Assert.InRange(discrepancy / (double)Runs, 0.02, 0.085);
        Assert.InRange(density / (double)Runs, 0.02, 0.085);
    }

    [Fact]
    public void JointTests_Degenerate_AreDefined()
    {
        Assert.False(MaximumMeanDiscrepancy.Compare([1, 2], [3, 4], 2).HasEnoughData);
        Assert.False(MaximumMeanDiscrepancy.Compare([1, double.NaN, 2], [3, 4, double.NaN], 1, 9).Statistic > 9);
        Assert.Equal(1, MaximumMeanDiscrepancy.Compare([7, 7, 7], [7, 7, 7]).PValue);
        Assert.False(LeastSquaresDensityDifference.Compare(new double[50], new double[50]).HasEnoughData);
        Assert.Throws<ArgumentException>(() => MaximumMeanDiscrepancy.Compare([1, 2, 3], [1, 2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaximumMeanDiscrepancy.Compare([1], [1], 0));
    }

    [Fact]
    public void MaximumMeanDiscrepancy_ManyRows_ChoosesSome()
    {
        TwoSampleResult result = MaximumMeanDiscrepancy.Compare(PortableData.Uniform(1, 5000), PortableData.Uniform(2, 4000, 1.5), 1, 19);
        Assert.Equal((1000L, 1000L), (result.ReferenceCount, result.CurrentCount));
        Assert.Equal(0.05, result.PValue, 12);
    }

    private static double[] Pairs(Random random, int count, double correlation)
    {
        var pairs = new double[2 * count];
        for (int i = 0; i < count; i++)
        {
            double[] z = PortableData.Normal(random, 2);
            pairs[2 * i] = z[0];
            pairs[(2 * i) + 1] = (correlation * z[0]) + (Math.Sqrt(1 - (correlation * correlation)) * z[1]);
        }

        return pairs;
    }
}
