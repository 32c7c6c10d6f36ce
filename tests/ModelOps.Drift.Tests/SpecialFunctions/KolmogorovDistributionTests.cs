using System.Text.Json;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Tests.SpecialFunctions;

public sealed class KolmogorovDistributionTests
{
    [Fact]
    public void Survival_Goldens_AgreeWithScipy()
    {
        foreach (JsonElement golden in ScipyGoldens.Of("kstwo"))
        {
            Close.To(golden.Number("sf"), KolmogorovDistribution.Survival(golden.Number("d"), golden.Integer("n")), 1e-9, golden.ToString());
        }
    }

    // Marsaglia, Tsang and Wang (2003): P(D10 <= 0.274) = 0.6284796154565043.
    [Fact]
    public void Survival_PublishedValue_Agrees() => Close.To(1 - 0.6284796154565043, KolmogorovDistribution.Survival(0.274, 10), 1e-12);

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(140)]
    [InlineData(141)]
    [InlineData(3000)]
    [InlineData(2_000_000)]
    public void Survival_AcrossItsForms_FallsWithoutJumps(long n)
    {
        double before = 1;
        for (double z = 0.05; z < 8 && z < Math.Sqrt(n); z += 0.01)
        {
            double now = KolmogorovDistribution.Survival(z / Math.Sqrt(n), n);
            Assert.True(now <= before + 1e-9 && now >= 0, $"n {n}, z {z}: {before} then {now}");
            before = now;
        }
    }

    [Fact]
    public void InverseSurvival_OfSurvival_IsIdentity() =>
        Close.To(0.01, KolmogorovDistribution.Survival(KolmogorovDistribution.InverseSurvival(0.01, 500), 500), 1e-10);
}
