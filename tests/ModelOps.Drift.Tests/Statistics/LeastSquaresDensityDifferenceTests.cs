using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class LeastSquaresDensityDifferenceTests
{
    [Fact]
    public void Compare_Goldens_AgreeWithNumpy() => GoldenFile.Density.AllAgree("lsdd", static golden =>
    {
        int dimensions = golden.Integer("dimensions");
        return LeastSquaresDensityDifference.Compare(
            PortableData.Uniform(3, golden.Integer("n") * dimensions),
            PortableData.Uniform(4, golden.Integer("m") * dimensions, golden.Number("power")),
            dimensions,
            permutations: 1).Statistic;
    }, 1e-9, "statistic");
}
