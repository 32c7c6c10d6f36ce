using System.Text.Json;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class ChiSquareTests
{
    [Fact]
    public void Compare_Goldens_AgreeWithScipy()
    {
        foreach (JsonElement golden in ScipyGoldens.Of("contingency"))
        {
            long[][] rows = [.. golden.GetProperty("table").EnumerateArray()
                .Select(static row => row.EnumerateArray().Select(static cell => cell.GetInt64()).ToArray())];
            TwoSampleResult result = ChiSquare.Compare(rows[0], rows[1]);
            Close.To(golden.Number("statistic"), result.Statistic, 1e-12, golden.ToString());
            Close.To(golden.Number("p"), result.PValue, 1e-11, golden.ToString());
        }
    }

    [Fact]
    public void Compare_TwoCategories_UsesYatesCorrection()
    {
        TwoSampleResult result = ChiSquare.Compare([8, 2], [1, 5]);
        Close.To(3.8095238095238093, result.Statistic, 1e-13);
        Close.To(0.050961936967763424, result.PValue, 1e-12);
    }

    [Fact]
    public void Compare_WhollyDifferent_HasEffectOne() => Close.To(1, ChiSquare.Compare([50, 0, 0], [0, 20, 30]).EffectSize, 1e-12);

    [Fact]
    public void Compare_CategoriesEmptyOnBothSides_LeavesThemOut() =>
        Assert.Equal(ChiSquare.Compare([50, 30, 20], [40, 45, 15]), ChiSquare.Compare([50, 0, 30, 20, 0], [40, 0, 45, 15, 0]));

    [Fact]
    public void Compare_NewCategory_StaysFinite()
    {
        TwoSampleResult result = ChiSquare.Compare([100, 100, 0], [90, 90, 20]);
        Assert.True(double.IsFinite(result.Statistic));
        Assert.InRange(result.PValue, 1e-6, 0.01);
    }

    [Fact]
    public void Compare_OneCategory_FindsNothing() => Assert.Equal(new TwoSampleResult(0, 1, 0, 5, 9), ChiSquare.Compare([5], [9]));

    [Fact]
    public void Compare_EmptySide_HasNotEnoughData() => Assert.False(ChiSquare.Compare([0, 0], [3, 4]).HasEnoughData);

    [Fact]
    public void Compare_Misuse_Throws()
    {
        Assert.Throws<ArgumentException>(() => ChiSquare.Compare([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquare.Compare([1, -2], [1, 2]));
    }
}
