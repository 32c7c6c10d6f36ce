using ModelOps.Drift.SpecialFunctions;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class DealtLawTests
{
    public static TheoryData<long[], int> SmallTables => new()
    {
        { [4, 4, 4], 6 },
        { [1, 9, 5, 2], 5 },
        { [20, 3], 7 },
        { [2, 2, 2, 2, 2], 1 },
        { [30, 25, 1], 40 },
    };

    [Theory]
    [MemberData(nameof(SmallTables))]
    public void Of_SmallTable_HasTheMomentsOfAllDeals(long[] pooled, int drawn)
    {
        AssertMoments(pooled, drawn, new JensenShannonTerm(pooled.Sum() - drawn, drawn));
        AssertMoments(pooled, drawn, new PearsonTerm(pooled.Sum() - drawn, drawn, correction: 0));
        AssertMoments(pooled, drawn, new KullbackLeiblerTerm(0.5, pooled.Sum() - drawn, drawn, pooled.Length));
    }

    // Mean and variance of Pearson's statistic over all deals are known for any counts (Lewis, Saunders and Westcott, 1984).
    [Theory]
    [InlineData(50, 50, 10)]
    [InlineData(1000, 50, 10)]
    [InlineData(100_000, 20_000, 10)]
    [InlineData(3_000_000_000, 40_000, 7)]
    public void Of_PearsonAtAnySize_HasItsKnownMoments(long n, long m, int bins)
    {
        long[] pooled = [.. Enumerable.Range(0, bins).Select(i => ((n + m) * (i + 1L) / bins) - ((n + m) * i / bins))];
        DealtLaw law = DealtLaw.Of(pooled, m, new PearsonTerm(n, m, correction: 0));

        double total = n + m;
        Close.To((bins - 1) * total / (total - 1), law.Mean, 1e-8);
        double samples = (total - 2) / (total - 1);
        double categories = (total - bins) * (bins - 1) / (total - 1);
        double unevenSamples = ((total / n) + (total / m) - 4) / (total - 2);
        double unevenBins = (pooled.Sum(count => total / count) - ((double)bins * bins)) / (total - 2);
        double spread = (2 * total / (total - 3) * (samples - unevenSamples) * (categories - unevenBins)) + (total * total / (total - 1) * unevenSamples * unevenBins);
        Close.To(spread, law.Deviation * law.Deviation, 1e-6);
    }

    [Fact]
    public void Of_LargeCounts_IsTheChiSquaredLaw()
    {
        long[] counts = [.. Enumerable.Repeat(10_000_000L, 6)];
        DealtLaw law = DealtLaw.Of(counts, counts, new PearsonTerm(60_000_000, 60_000_000, correction: 0));
        foreach (double value in (double[])[1, 5, 15, 40])
        {
            Close.To(ChiSquaredDistribution.Survival(value, 5), law.Survival(value), 1e-4);
        }
    }

    [Fact]
    public void InverseSurvival_OfSurvival_IsIdentity()
    {
        DealtLaw law = DealtLaw.Of([5, 9, 4], [7, 1, 6], new JensenShannonTerm(18, 14));
        Close.To(0.01, law.Survival(law.InverseSurvival(0.01)), 1e-10);
    }

    [Fact]
    public void Survival_NothingCanDiffer_IsOne()
    {
        DealtLaw law = DealtLaw.Of([5, 0], [7, 0], new JensenShannonTerm(5, 7));
        Assert.Equal(1, law.Survival(0));
        Assert.True(double.IsNaN(law.InverseSurvival(0.01)));
    }

    private static void AssertMoments<TTerm>(long[] pooled, int drawn, TTerm term)
        where TTerm : struct, IBinTerm
    {
        double weights = 0;
        var powers = new double[3];
        Deal(0, drawn, 1, 0);
        double mean = powers[0] / weights;
        double variance = (powers[1] / weights) - (mean * mean);
        double third = (powers[2] / weights) - (3 * mean * powers[1] / weights) + (2 * mean * mean * mean);

        DealtLaw law = DealtLaw.Of(pooled, drawn, term);

        Assert.Equal(mean, law.Mean, 1e-9);
        Assert.Equal(variance, law.Deviation * law.Deviation, 1e-9);
        Assert.Equal(third, law.Skewness * law.Deviation * law.Deviation * law.Deviation, 1e-9);

        // Every deal weighs as many ways as there are to choose its values.
        void Deal(int bin, long left, double ways, double sum)
        {
            if (bin == pooled.Length)
            {
                if (left == 0) { Add(ways, sum); }
                return;
            }

            for (long dealt = 0; dealt <= Math.Min(left, pooled[bin]); dealt++)
            {
                Deal(bin + 1, left - dealt, ways * Choose(pooled[bin], dealt), sum + term.Of(pooled[bin] - dealt, dealt));
            }
        }

        void Add(double ways, double sum)
        {
            weights += ways;
            for (int power = 0; power < powers.Length; power++) { powers[power] += ways * Math.Pow(sum, power + 1); }
        }
    }

    private static double Choose(long n, long k)
    {
        double ways = 1;
        for (int i = 1; i <= k; i++) { ways *= (n - k + i) / (double)i; }
        return ways;
    }
}
