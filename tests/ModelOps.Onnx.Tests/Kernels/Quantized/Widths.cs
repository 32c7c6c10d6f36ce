using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

internal static class Widths
{
    public static TheoryData<int> All => [.. Enum.GetValues<VectorWidth>().Select(static width => (int)width)];
}
