using System.Text.Json;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Tests.SpecialFunctions;

/// <summary>Kolmogorov's tail against Durbin's matrix in 60 digits.</summary>
public sealed class KolmogorovExactTests
{
    [Fact]
    public void Survival_UpTo140Values_Exact() => Check(static golden => golden.Integer("n") <= 140, 5e-12);

    [Fact]
    public void Survival_NearTheMiddleOfManyValues_Exact() => Check(static golden => golden.Integer("n") > 140 && IsSummed(golden), 1e-12);

    // The same approximation as SciPy's, whose values other tests hold it to.
    [Fact]
    public void Survival_ManyValues_ToTheApproximation() => Check(static golden => golden.Integer("n") > 140 && !IsSummed(golden), 3e-5);

    private static bool IsSummed(JsonElement golden) => golden.Integer("n") * Math.Pow(golden.Number("d"), 1.5) <= 1.4;

    private static void Check(Func<JsonElement, bool> takes, double relative)
    {
        JsonElement[] goldens = [.. GoldenFile.Kolmogorov.Of("kolmogorov").Where(takes)];
        Assert.NotEmpty(goldens);
        foreach (JsonElement golden in goldens)
        {
            Close.To(golden.Number("y"), KolmogorovDistribution.Survival(golden.Number("d"), golden.Integer("n")), relative, golden.ToString());
        }
    }
}
