using ModelOps.TestSupport;

namespace ModelOps.Conformance;

/// <summary>The models that <see cref="InferenceClientContractTests"/> asks, for a host to serve from files.</summary>
public static class InferenceClientContractModels
{
    /// <summary><c>y = 2 x + 1</c>, <c>FP32[-1,4]</c>.</summary>
    public const string Affine = "affine";

    /// <summary><c>sum = a + b</c>, <c>difference = a - b</c>, <c>FP32[-1]</c>.</summary>
    public const string Sum = "sum";

    /// <summary><see cref="Affine"/> under a name that every way of writing a name must carry.</summary>
    public const string Wide = "Prévision d'été (v2) + 需求 🚲 #1? &=";

    /// <summary>Writes them.</summary>
    /// <returns>Name and file of each.</returns>
    public static IReadOnlyList<(string Name, string File)> Write(TemporaryFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string affine = folder.Write("affine.onnx", TestModels.Affine(2, 1));
        return [(Affine, affine), (Sum, folder.Write("sum.onnx", TestModels.SumAndDifference())), (Wide, affine)];
    }
}
