using System.Text.Json;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Performance;

public sealed class DomainClassifierTests
{
    [Fact]
    public void LogisticRegression_Goldens_AgreeWithScikitLearn()
    {
        foreach (JsonElement golden in new GoldenFile("performance.json").Of("logistic"))
        {
            int count = golden.Integer("n");
            int dimensions = golden.Integer("dimensions");
            double[] values = PortableData.Uniform(5, count * dimensions);
            double[] uniform = PortableData.Uniform(11, count);
            bool[] labels = [.. uniform.Select((u, row) => u < values[row * dimensions])];
            LogisticRegression fitted = new LogisticRegression(dimensions).Fit(values, [.. Enumerable.Range(0, count)], labels);
            double[] expected = [.. golden.GetProperty("weights").EnumerateArray().Select(static weight => weight.GetDouble())];
            for (int k = 0; k < expected.Length; k++)
            {
                Assert.Equal(expected[k], fitted.Weights[k], 1e-6);
            }
        }
    }

    [Fact]
    public void Auroc_Goldens_AgreeWithScikitLearn() => new GoldenFile("performance.json").AllAgree("auroc", static golden =>
    {
        double[] raw = PortableData.Uniform(3, golden.Integer("n"));
        double[] uniform = PortableData.Uniform(11, golden.Integer("n"));
        bool[] labels = [.. raw.Select((score, i) => uniform[i] < Math.Pow(score, golden.Number("power")))];
        int digits = golden.Integer("digits");
        return RankAuroc.Compute(digits == 0 ? raw : Array.ConvertAll(raw, score => Math.Floor(score * digits)), labels);
    });

    [Theory]
    [InlineData(0.8, 0, 1)]
    [InlineData(0, 0, 3)]
    [InlineData(0, 0.95, 1)]
    public void Compare_MovedSpreadOrDependent_IsFound(double shift, double correlation, double deviation)
    {
        var random = new Random(2);
        TwoSampleResult result = DomainClassifier.Compare(
            Pairs(random, 200, 0, 0, 1), Pairs(random, 150, shift, correlation, deviation), 2, permutations: 49);
        Assert.Equal(0.02, result.PValue, 12);
        Assert.InRange(result.Statistic, 0.6, 1);
        Assert.Equal((2 * result.Statistic) - 1, result.EffectSize, 12);
    }

    // At p at most 0.1, 200 runs alarm 20 times on average; 34 or more in one of 1,000 suites.
    [Fact]
    public void Compare_NoDrift_AlarmsAtItsLevel()
    {
        var random = new Random(3);
        int alarms = Enumerable.Range(0, 200).Count(run =>
            DomainClassifier.Compare(Pairs(random, 30, 0, 0, 1), Pairs(random, 20, 0, 0, 1), 2, folds: 3, permutations: 19, seed: run).PValue <= 0.1);
        Assert.InRange(alarms, 7, 34);
    }

    [Fact]
    public void Compare_SameSeed_IsTheSame()
    {
        double[] x = PortableData.Uniform(1, 60);
        double[] y = PortableData.Uniform(2, 40, 1.5);
        Assert.Equal(DomainClassifier.Compare(x, y, 2, permutations: 9), DomainClassifier.Compare(x, y, 2, permutations: 9));
    }

    [Fact]
    public void Compare_Degenerate_IsDefined()
    {
        Assert.False(DomainClassifier.Compare([], [1, 2], 1).HasEnoughData);
        Assert.False(DomainClassifier.Compare([1, double.NaN], [1, 2], 1).HasEnoughData);
        TwoSampleResult constant = DomainClassifier.Compare([7, 7, 7, 7], [7, 7, 7, 7], 1, permutations: 9);
        Assert.Equal((0.5, 1.0, 0.0), (constant.Statistic, constant.PValue, constant.EffectSize));
        Assert.Equal(1, DomainClassifier.Compare([-1e308, -1.1e308, -0.9e308, -1e308], [1e308, 1.1e308, 0.9e308, 1e308], 1, permutations: 9).Statistic);
        Assert.Throws<ArgumentException>(static () => DomainClassifier.Compare([1, 2, 3], [1, 2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(static () => DomainClassifier.Compare([1], [1], 1, folds: 1));
    }

    private static double[] Pairs(Random random, int rows, double shift, double correlation, double deviation)
    {
        double[] normal = PortableData.Normal(random, rows * 2, 0, deviation);
        for (int row = 0; row < rows; row++)
        {
            normal[(row * 2) + 1] = (correlation * normal[row * 2]) + (Math.Sqrt(1 - (correlation * correlation)) * normal[(row * 2) + 1]);
            normal[row * 2] += shift;
        }

        return normal;
    }
}
