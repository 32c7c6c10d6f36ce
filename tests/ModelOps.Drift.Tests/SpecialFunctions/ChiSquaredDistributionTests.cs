using System.Text.Json;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Tests.SpecialFunctions;

public sealed class ChiSquaredDistributionTests
{
    [Fact]
    public void InverseSurvival_Goldens_AgreeWithScipy()
    {
        foreach (JsonElement golden in ScipyGoldens.Of("chi2"))
        {
            Close.To(golden.Number("x"), ChiSquaredDistribution.InverseSurvival(golden.Number("p"), golden.Number("df")), 1e-10, golden.ToString());
        }
    }

    // Table of NIST's Engineering Statistics Handbook, 1.3.6.7.4.
    [Theory]
    [InlineData(1, 0.05, 3.841)]
    [InlineData(9, 0.01, 21.666)]
    [InlineData(100, 0.001, 149.449)]
    public void InverseSurvival_PublishedTable_Agrees(int degrees, double alpha, double critical) =>
        Assert.Equal(critical, ChiSquaredDistribution.InverseSurvival(alpha, degrees), 3);

    [Fact]
    public void Survival_OfInverse_IsIdentity()
    {
        for (double p = 1e-12; p < 1; p *= 3)
        {
            Close.To(p, ChiSquaredDistribution.Survival(ChiSquaredDistribution.InverseSurvival(p, 7), 7), 1e-9);
        }
    }
}
