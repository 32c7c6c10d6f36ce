using CsCheck;
using ModelOps.Registry.Gates;
using ModelOps.Registry.Gates.Statistics;

namespace ModelOps.Registry.Tests.Gates;

/// <summary>Expected values were computed once with SciPy 1.10.1: <c>ttest_rel</c>, <c>ttest_1samp</c>, <c>wilcoxon</c> (one-sided, no continuity
/// correction), <c>t.sf</c>, <c>norm.sf</c>.</summary>
public sealed class PairedTestTests
{
    private static readonly double[] Champion = [0.91, 0.42, 1.37, 0.88, 0.15, 2.05, 0.73, 1.11, 0.64, 0.39, 1.92, 0.28];
    private static readonly double[] Candidate = [0.85, 0.51, 1.02, 0.79, 0.11, 1.71, 0.80, 0.95, 0.44, 0.36, 1.60, 0.31];
    private static readonly double[] Differences = [.. Champion.Zip(Candidate, static (a, b) => a - b)];
    private static readonly double[] Many = [.. Enumerable.Range(0, 200).Select(static i => (i * 7919 % 1000 / 1000.0) - 0.45)];

    [Theory]
    [InlineData(0.5, 1, 0.3524163823495668)]
    [InlineData(2.0, 3, 0.06966298427942155)]
    [InlineData(-1.3, 10, 0.8886170913965777)]
    [InlineData(4.2, 30, 0.00010989421710800977)]
    [InlineData(1.0, 1000, 0.1587762090423363)]
    [InlineData(12.0, 5, 3.544746258580764e-05)]
    public void StudentUpperTail_AgreesWithSciPy(double t, double degrees, double expected) =>
        Assert.Equal(1, SpecialFunctions.StudentUpperTail(t, degrees) / expected, 1e-10);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.3085375387259869)]
    [InlineData(1.96, 0.024997895148220435)]
    [InlineData(-1.2, 0.8849303297782918)]
    [InlineData(4.0, 3.167124183311986e-05)]
    [InlineData(7.0, 1.279812543885835e-12)]
    public void NormalUpperTail_AgreesWithSciPy(double z, double expected) => Assert.Equal(1, SpecialFunctions.NormalUpperTail(z) / expected, 1e-10);

    [Fact]
    public void StudentT_AgreesWithSciPy()
    {
        Assert.Equal(0.012898934110205035, PairedTest.StudentT(Differences), 1e-12);
        Assert.Equal(0.014262312713514984, PairedTest.StudentT(Many), 1e-12);
    }

    [Fact]
    public void Wilcoxon_ExactTiesZerosAndMany_AgreeWithSciPy()
    {
        double[] ties = [0.1, 0.1, -0.1, 0.3, 0.0, 0.2, -0.2, 0.4, 0.4, 0.5, -0.3, 0.6, 0.2, 0.7]; // by counting all 2^13 signs in Python
        double[] manyTies = [.. Enumerable.Range(0, 120).Select(static i => ((i * 37 % 21) - 9) / 4.0)];

        Assert.Equal(0.021240234375, PairedTest.Wilcoxon(Differences), 1e-15);
        Assert.Equal(0.014892578125, PairedTest.Wilcoxon(ties), 1e-15);
        Assert.Equal(0.04236461462832989, PairedTest.Wilcoxon(manyTies), 1e-12);
        Assert.Equal(0.0625, PairedTest.Wilcoxon([1, 2, 3, 4, 0, 0, 0]), 1e-15); // four pairs that differ can show no more
        Assert.Equal(0.015468753035314123, PairedTest.Wilcoxon(Many), 1e-9);
    }

    [Fact]
    public void Bootstrap_IsRepeatableAndNearTheTTestForManyRows()
    {
        double first = PairedTest.Bootstrap(Many, 20_000, 1, CancellationToken.None);

        Assert.Equal(first, PairedTest.Bootstrap(Many, 20_000, 1, CancellationToken.None));
        Assert.Equal(0.014262312713514984, first, 0.005);
    }

    [Fact]
    public void Tests_AllAlike_LeaveNoDoubtOrAllOfIt()
    {
        double[] better = [.. Enumerable.Repeat(0.5, 40)];
        double[] same = new double[40];

        Assert.Equal((0, 0.5), (PairedTest.StudentT(better), PairedTest.StudentT(same)));
        Assert.Equal(0.5, PairedTest.Wilcoxon(same));
        Assert.InRange(PairedTest.Wilcoxon(better), 0, 1e-6);
        Assert.Equal(1.0 / 1001, PairedTest.Bootstrap(better, 1000, 1, CancellationToken.None));
        Assert.Equal(1, PairedTest.Bootstrap(same, 1000, 1, CancellationToken.None));
    }

    [Theory]
    [InlineData(PairedTestKind.Bootstrap)]
    [InlineData(PairedTestKind.Wilcoxon)]
    [InlineData(PairedTestKind.StudentT)]
    public void Tests_OfVersionsThatAreAlike_PromoteByChanceAtTheirLevel(PairedTestKind kind)
    {
        // 2,000 hold-outs of 60 rows on which neither version is better: about 5 in 100 pass at level 0.05.
        SplitMix64 random = new(7);
        int passed = 0;
        double[] rows = new double[60];
        for (int i = 0; i < 2000; i++)
        {
            for (int j = 0; j < rows.Length; j++) { rows[j] = random.Next(2_000_001) - 1_000_000; }
            if (PairedTest.PValue(kind, rows, 400, (ulong)i, CancellationToken.None) <= 0.05) { passed++; }
        }

        Assert.InRange(passed / 2000.0, 0.03, 0.075);
    }

    [Fact]
    public void PValues_AreProbabilities_AndFallAsVersionsGetBetter() => Gen.Double[-10, 10].Array[2, 60].Sample(static rows =>
    {
        foreach (PairedTestKind kind in Enum.GetValues<PairedTestKind>())
        {
            double p = PairedTest.PValue(kind, rows, 100, 1, CancellationToken.None);
            double better = PairedTest.PValue(kind, [.. rows.Select(static d => d + 25)], 100, 1, CancellationToken.None);
            Assert.InRange(p, 0, 1);
            Assert.True(better <= p + 1e-9, $"{kind}: {better} above {p}");
        }
    }, iter: 200);
}
