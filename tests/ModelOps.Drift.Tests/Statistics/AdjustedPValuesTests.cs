using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class AdjustedPValuesTests
{
    private static readonly double[] PValues = [0.01, 0.04, 0.03, 0.005];

    // Worked by hand from the definitions; the values of p.adjust in R.
    [Fact]
    public void Of_BenjaminiHochberg_AgreesWithR() => AssertClose([0.02, 0.04, 0.04, 0.02], AdjustedPValues.Of(PValues, MultipleTestingCorrection.BenjaminiHochberg));

    [Fact]
    public void Of_Holm_AgreesWithR() => AssertClose([0.03, 0.06, 0.06, 0.02], AdjustedPValues.Of(PValues, MultipleTestingCorrection.Holm));

    [Fact]
    public void Of_BenjaminiYekutieli_AgreesWithR() =>
        AssertClose([1 / 24.0, 1 / 12.0, 1 / 12.0, 1 / 24.0], AdjustedPValues.Of(PValues, MultipleTestingCorrection.BenjaminiYekutieli));

    [Fact]
    public void Of_Bonferroni_AgreesWithR() => AssertClose([0.04, 0.16, 0.12, 0.02], AdjustedPValues.Of(PValues, MultipleTestingCorrection.Bonferroni));

    [Fact]
    public void Of_LargePValues_StayAtMostOne()
    {
        foreach (MultipleTestingCorrection correction in Enum.GetValues<MultipleTestingCorrection>())
        {
            Assert.All(AdjustedPValues.Of([0.9, 0.8, 1], correction), static p => Assert.InRange(p, 0.8, 1));
            Assert.Empty(AdjustedPValues.Of([], correction));
        }
    }

    [Fact]
    public void Of_None_ChangesNothing() => AssertClose(PValues, AdjustedPValues.Of(PValues, MultipleTestingCorrection.None));

    [Fact]
    public void Of_UnknownCorrection_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AdjustedPValues.Of(PValues, (MultipleTestingCorrection)9));

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) { Close.To(expected[i], actual[i], 1e-14); }
    }
}
