using System.IO.MemoryMappedFiles;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Finds models of 8-bit arithmetic on processors that do it badly.</summary>
internal static unsafe class QuantizedModels
{
    private const int StructuredFeatures = 7;
    private const int Avx512VnniBit = 1 << 11; // of ECX, sub-leaf 0
    private const int AvxVnniBit = 1 << 4;     // of EAX, sub-leaf 1

    /// <summary>Whether this processor multiplies unsigned by signed bytes only with 16-bit sums, which can overflow: ONNX Runtime says so of AVX2 and AVX-512 without VNNI.</summary>
    public static bool MaySaturate => Avx2.IsSupported && (X86Base.CpuId(StructuredFeatures, 0).Ecx & Avx512VnniBit) == 0 && (X86Base.CpuId(StructuredFeatures, 1).Eax & AvxVnniBit) == 0;

    /// <summary>Whether a file has nodes of 8-bit arithmetic: their names stand in it as text.</summary>
    public static bool IsQuantized(string file)
    {
        long length = new FileInfo(file).Length;
        if (length is 0 or > int.MaxValue) { return false; }
        using MemoryMappedFile mapped = MemoryMappedFile.CreateFromFile(file, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using MemoryMappedViewAccessor view = mapped.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            ReadOnlySpan<byte> bytes = new(start, (int)length);
            return bytes.IndexOf("QLinear"u8) >= 0 || bytes.IndexOf("MatMulInteger"u8) >= 0 || bytes.IndexOf("ConvInteger"u8) >= 0 || bytes.IndexOf("QuantizeLinear"u8) >= 0;
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
