using ModelOps.Drift.Kernels;

namespace ModelOps.Drift.Tests.Kernels;

public sealed class VectorWidthsTests
{
    /// <summary>Set by <see cref="ForcedWidthTests"/> for the processes that it starts.</summary>
    public const string ExpectedWidth = "MODELOPS_TEST_EXPECTED_WIDTH";

    [Fact]
    public void Best_ForcedByEnvironment_IsTheWidthMeant()
    {
        string? expected = Environment.GetEnvironmentVariable(ExpectedWidth);
        Assert.SkipWhen(expected is null, "Only the processes that the other test starts are told a width.");

        Assert.Equal(expected, VectorWidths.Best.ToString());
    }
}
