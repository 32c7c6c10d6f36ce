using ModelOps.TestSupport;

namespace ModelOps.Conformance;

/// <summary>The models that <see cref="InferenceClientContractTests"/> asks, for a host to serve from files.</summary>
public static class InferenceClientContractModels
{
    /// <summary><c>y = 2 x + 1</c>, <c>FP32[-1,4]</c>.</summary>
    public const string Affine = "affine";

    /// <summary><c>sum = a + b</c>, <c>difference = a - b</c>, <c>FP32[-1]</c>.</summary>
    public const string Sum = "sum";

    /// <summary>Writes them.</summary>
    /// <returns>Name and file of each.</returns>
    public static IReadOnlyList<(string Name, string File)> Write(TemporaryFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return [(Affine, folder.Write("affine.onnx", TestModels.Affine(2, 1))), (Sum, folder.Write("sum.onnx", TestModels.SumAndDifference()))];
    }
}
