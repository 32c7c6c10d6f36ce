using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ModelOps.Serving.OnnxRuntime;

namespace ModelOps.Serving;

/// <summary>What this machine, or the container, gives to models.</summary>
internal static class MachineFacts
{
    private const string QuotaFile = "/sys/fs/cgroup/cpu.max"; // version 2

    /// <summary>Processors' worth of time; null without a quota.</summary>
    public static double? ReadProcessorQuota(string file = QuotaFile)
    {
        try
        {
            return File.Exists(file) && File.ReadAllText(file).Split(' ') is [var quota, var period, ..]
                && double.TryParse(quota, CultureInfo.InvariantCulture, out double time) && double.TryParse(period, CultureInfo.InvariantCulture, out double of) && of > 0
                ? time / of
                : null; // "max 100000"
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string DescribeVectors()
    {
        int width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        string sets = !X86Base.IsSupported ? RuntimeInformation.ProcessArchitecture.ToString()
            : string.Join(", ", new[] { (Avx512F.IsSupported, "AVX-512"), (Avx2.IsSupported, "AVX2"), (Fma.IsSupported, "FMA"), (!QuantizedModels.MaySaturate && Avx2.IsSupported, "VNNI") }
                .Where(static s => s.Item1).Select(static s => s.Item2));
        return $"{width.ToString(CultureInfo.InvariantCulture)} bits ({sets})";
    }
}
