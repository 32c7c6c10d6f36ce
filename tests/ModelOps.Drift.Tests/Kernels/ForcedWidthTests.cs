using System.Diagnostics;
using ModelOps.Drift.Kernels;
using ModelOps.Drift.Tests.Statistics;

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
    ];

    [Theory]
    [InlineData("DOTNET_EnableAVX512", (int)VectorWidth.Bits256)]
    [InlineData("DOTNET_EnableAVX2", (int)VectorWidth.Bits128)]
    [InlineData("DOTNET_EnableHWIntrinsic", (int)VectorWidth.Scalar)]
    public async Task Kernels_LessHardware_SameResults(string switchedOff, int widest)
    {
        var expected = (VectorWidth)Math.Min(widest, (int)VectorWidths.Best);
        ProcessStartInfo start = new(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") { start.ArgumentList.Add(typeof(ForcedWidthTests).Assembly.Location); }
        foreach (Type type in Tests)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(type.FullName!);
        }

        start.Environment[switchedOff] = "0";
        start.Environment[VectorWidthsTests.ExpectedWidth] = expected.ToString();

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output + await error);
        Assert.Contains("Failed: 0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Total: 0", output, StringComparison.Ordinal);
    }
}
