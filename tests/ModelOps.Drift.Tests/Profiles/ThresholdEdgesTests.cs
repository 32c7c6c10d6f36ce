using CsCheck;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Profiles;

public sealed class ThresholdEdgesTests
{
    [Fact]
    public void AddNumeric_Thresholds_AreEdgesInsideTheRange()
    {
        var feature = (NumericFeatureProfile)new DatasetProfileBuilder().AddNumeric("x", [1, 2, 3, 4], [2, 3.5]).Build().Features[0];
        Assert.Equal([1, 2, 3.5, Math.BitIncrement(4.0)], feature.Edges.ToArray());
        Assert.Equal([0, 1, 2, 1, 0], feature.Counts.ToArray());
    }

    [Fact]
    public void AddNumeric_NoThresholds_CountsTheRange() =>
        Assert.Equal([0, 3, 0], new DatasetProfileBuilder().AddNumeric("x", [1.0, 2, 3], thresholds: []).Build().Features[0].Counts.ToArray());

    [Fact]
    public void AddNumeric_NoValues_KeepsThresholds() =>
        Assert.Equal([0, 0, 0], new DatasetProfileBuilder().AddNumeric("x", [], [1.0, 2]).Build().Features[0].Counts.ToArray());

    [Fact]
    public void AddNumeric_MoreThresholdsThanFit_KeepsThoseThatSplitEvenly() =>
        Gen.Select(Gen.Double[-100, 100].Array[1, 300], Gen.Double[-100, 100].Array[20, 400]).Sample(static (values, thresholds) =>
        {
            double[] distinct = [.. thresholds.Distinct().Order()];
            var feature = (NumericFeatureProfile)new DatasetProfileBuilder(maxEdges: 10).AddNumeric("x", values, distinct).Build().Features[0];
            Assert.True(feature.Edges.Length <= 10);
            Assert.All(feature.Edges.ToArray(), edge => Assert.True(distinct.Contains(edge) || edge == values.Min() || edge == Math.BitIncrement(values.Max())));
            Assert.Equal(values.Length, feature.Count);
        });

    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(2.0, 1.0)]
    [InlineData(double.NaN, 1.0)]
    [InlineData(0.0, double.PositiveInfinity)]
    public void AddNumeric_ThresholdsNotAscending_Throws(double first, double second) =>
        Assert.Throws<ArgumentException>(() => new DatasetProfileBuilder().AddNumeric("x", [1.0], [first, second]));

    [Fact]
    public void AddNumeric_BuilderWithReference_TakesNoThresholds()
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", [1.0, 2]).Build();
        Assert.Throws<ArgumentException>(() => new DatasetProfileBuilder(reference).AddNumeric("x", [1.0], [1.5]));
    }

    [Fact]
    public void File_OfThresholds_ComesBackTheSame()
    {
        DatasetProfile profile = new DatasetProfileBuilder().AddNumeric("x", [1.0, 2, 8], [1.5, 6]).Build();
        Assert.Equal(DriftProfileFile.Write(profile), DriftProfileFile.Write(DriftProfileFile.Read(DriftProfileFile.Write(profile))));
    }
}
