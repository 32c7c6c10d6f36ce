using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Benchmarks.Machine;

/// <summary>What figures depend on: read once, printed above them.</summary>
internal sealed record MachineDescription
{
    public required string Cpu { get; init; }

    public required int Cores { get; init; }

    public required string Simd { get; init; }

    public required string Runtime { get; init; }

    public required string OnnxRuntime { get; init; }

    /// <summary>Load averages over 1, 5 and 15 minutes; empty where the system tells none.</summary>
    public required string Load { get; init; }

    public static MachineDescription Read() => new()
    {
        Cpu = ReadCpu(),
        Cores = Environment.ProcessorCount,
        Simd = ReadSimd(),
        Runtime = $"{RuntimeInformation.FrameworkDescription} {RuntimeInformation.RuntimeIdentifier}",
        OnnxRuntime = OrtEnv.Instance().GetVersionString(),
        Load = ReadLoad(),
    };

    /// <summary>The model's name with family and model number, since hosts that rent machines out hide the rest of the name.</summary>
    private static string ReadCpu()
    {
        const string File = "/proc/cpuinfo";
        if (!System.IO.File.Exists(File))
        {
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        }

        Dictionary<string, string> facts = [];
        foreach (string line in System.IO.File.ReadLines(File))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) { facts.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim()); }
        }

        string name = facts.GetValueOrDefault("model name", RuntimeInformation.ProcessArchitecture.ToString());
        return facts.TryGetValue("cpu family", out string? family) ? $"{name} (family {family} model {facts.GetValueOrDefault("model")})" : name;
    }

    private static string ReadSimd() =>
        Avx512F.IsSupported ? $"AVX-512 ({(Vector512.IsHardwareAccelerated ? 512 : 256)}-bit vectors preferred)"
        : Avx2.IsSupported ? "AVX2"
        : AdvSimd.IsSupported ? "AdvSimd"
        : string.Create(CultureInfo.InvariantCulture, $"{(Vector128.IsHardwareAccelerated ? 128 : 0)}-bit");

    private static string ReadLoad()
    {
        const string File = "/proc/loadavg";
        return System.IO.File.Exists(File) ? string.Join(' ', System.IO.File.ReadAllText(File).Split(' ').Take(3)) : string.Empty;
    }
}
