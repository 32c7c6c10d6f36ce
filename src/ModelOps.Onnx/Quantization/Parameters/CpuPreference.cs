using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Onnx.Quantization.Parameters;

/// <summary>What integer kernels want on this machine. Source: ONNX Runtime, quantization guide, "Data type selection".</summary>
internal static class CpuPreference
{
    private const int ExtendedFeatures = 7;
    private const int Avx512VnniBit = 1 << 11; // of ECX, sub-leaf 0
    private const int AvxVnniBit = 1 << 4;     // of EAX, sub-leaf 1

    /// <summary>Type of activations that is fastest here.</summary>
    public static QuantizedType ActivationType { get; } =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? QuantizedType.Int8 : QuantizedType.UInt8;

    /// <summary>Whether products of unsigned activations and signed weights saturate here, so that weights need a bit less.</summary>
    public static bool NeedsReducedRange { get; } = X86Base.IsSupported && !HasVnni();

    private static bool HasVnni()
    {
        // .NET has no class for AVX512_VNNI, so the CPU is asked.
        if (X86Base.CpuId(0, 0).Eax < ExtendedFeatures) { return false; }
        return (X86Base.CpuId(ExtendedFeatures, 0).Ecx & Avx512VnniBit) != 0 || (X86Base.CpuId(ExtendedFeatures, 1).Eax & AvxVnniBit) != 0;
    }
}
