using ModelOps.Drift.Kernels;
using ModelOps.Drift.Tests.Profiles;
using ModelOps.Drift.Tests.Statistics;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Kernels;

/// <summary>Runs the tests of kernels again in processes that may use less of the machine.</summary>
public sealed class ForcedWidthTests
{
    private static readonly Type[] Tests =
    [
        typeof(VectorWidthsTests),
        typeof(KolmogorovSmirnovSearchTests),
        typeof(RadixSortTests),
        typeof(WassersteinKernelTests),
        typeof(HistogramTests),
        typeof(NumericColumnTests),
        typeof(RowColumnsTests),
        typeof(ProfileAccumulatorTests),
    ];

    [Theory]
    [InlineData("DOTNET_EnableAVX512", (int)VectorWidth.Bits256)]
    [InlineData("DOTNET_EnableAVX2", (int)VectorWidth.Bits128)]
    [InlineData("DOTNET_EnableHWIntrinsic", (int)VectorWidth.Scalar)]
    public async Task Kernels_LessHardware_SameResults(string switchedOff, int widest)
    {
        var expected = (VectorWidth)Math.Min(widest, (int)VectorWidths.Best);
        await OwnTests.PassAsync(
            typeof(ForcedWidthTests).Assembly, Tests, new Dictionary<string, string> { [switchedOff] = "0", [VectorWidthsTests.ExpectedWidth] = expected.ToString() });
    }
}
