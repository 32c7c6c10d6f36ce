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
