using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Tests.SpecialFunctions;

/// <summary>Every special function against mpmath at 40 digits: 12 digits or better, down to 1e-300, and logarithms beyond.</summary>
public sealed class SpecialFunctionGoldenTests
{
    [Fact]
    public void LogGamma_Goldens_Agree() => GoldenFile.Special.AllAgree("loggamma", static g => GammaFunctions.LogGamma(g.Number("x")));

    [Fact]
    public void IncompleteGamma_Goldens_Agree() => GoldenFile.Special.AllAgree("gamma", static g => g.GetProperty("f").GetString() == "lower"
        ? GammaFunctions.RegularizedLower(g.Number("a"), g.Number("x"))
        : GammaFunctions.RegularizedUpper(g.Number("a"), g.Number("x")));

    [Fact]
    public void LogRegularizedUpper_FarTail_Agrees() =>
        GoldenFile.Special.AllAgree("gammalog", static g => GammaFunctions.LogRegularizedUpper(g.Number("a"), g.Number("x")));

    [Fact]
    public void IncompleteBeta_Goldens_Agree() =>
        GoldenFile.Special.AllAgree("beta", static g => BetaFunctions.RegularizedLower(g.Number("a"), g.Number("b"), g.Number("x")));

    [Fact]
    public void Erfc_Goldens_Agree() => GoldenFile.Special.AllAgree("erfc", static g => ErrorFunctions.Erfc(g.Number("x")));

    [Fact]
    public void NormalSurvival_Goldens_Agree() => GoldenFile.Special.AllAgree("normal", static g => NormalDistribution.Survival(g.Number("z")));

    [Fact]
    public void NormalLogSurvival_Goldens_Agree()
    {
        GoldenFile.Special.AllAgree("normal", static g => NormalDistribution.LogSurvival(g.Number("z")), expected: "log");
        GoldenFile.Special.AllAgree("normallog", static g => NormalDistribution.LogSurvival(g.Number("z")));
    }

    [Fact]
    public void NormalQuantile_Goldens_Agree() =>
        GoldenFile.Special.AllAgree("quantile", static g => NormalDistribution.Quantile(g.Number("p")), expected: "z");

    [Fact]
    public void StudentT_Goldens_Agree()
    {
        GoldenFile.Special.AllAgree("t", static g => StudentTDistribution.Survival(g.Number("t"), g.Number("df")));
        GoldenFile.Special.AllAgree("tlog", static g => StudentTDistribution.LogSurvival(g.Number("t"), g.Number("df")));
    }

    [Fact]
    public void BesselK_OrderAQuarter_Agrees() => GoldenFile.Special.AllAgree("bessel", static g => BesselK.Scaled(0.25, g.Number("x")));

    [Fact]
    public void HypergeometricSums_Goldens_Agree() => GoldenFile.Special.AllAgree("hypergeometric", static g =>
        new HypergeometricDistribution(g.Integer("total"), g.Integer("marked"), g.Integer("drawn")).Cdf(g.Integer("k")));

    [Fact]
    public void CramerVonMises_Goldens_Agree() =>
        GoldenFile.Special.AllAgree("cramervonmises", static g => CramerVonMisesDistribution.Survival(g.Number("x")));

    [Fact]
    public void NoncentralChiSquared_Goldens_Agree() => GoldenFile.Special.AllAgree("noncentral", static g =>
        NoncentralChiSquaredDistribution.Survival(g.Number("x"), g.Number("df"), g.Number("nc")));

    [Fact]
    public void NormalQuantile_Limits_AreInfiniteOrNaN()
    {
        Assert.Equal(double.NegativeInfinity, NormalDistribution.Quantile(0));
        Assert.Equal(double.PositiveInfinity, NormalDistribution.Quantile(1));
        Assert.Equal(0, NormalDistribution.Quantile(0.5));
        Assert.True(double.IsNaN(NormalDistribution.Quantile(1.5)));
        Assert.True(double.IsNaN(NormalDistribution.Quantile(double.NaN)));
    }

    [Theory]
    [InlineData(0.01, 3)]
    [InlineData(1e-12, 0.7)]
    [InlineData(0.3, 1e9)]
    [InlineData(0.9, 12)]
    public void StudentTInverseSurvival_OfSurvival_IsIdentity(double p, double df) =>
        Close.To(p, StudentTDistribution.Survival(StudentTDistribution.InverseSurvival(p, df), df), 1e-12);

    [Fact]
    public void StudentT_OutOfRange_IsNaN()
    {
        Assert.True(double.IsNaN(StudentTDistribution.Survival(double.NaN, 3)));
        Assert.True(double.IsNaN(StudentTDistribution.Survival(1, 0)));
        Assert.Equal(0, StudentTDistribution.Survival(double.PositiveInfinity, 3));
        Assert.Equal(1, StudentTDistribution.Survival(double.NegativeInfinity, 3));
    }
}
