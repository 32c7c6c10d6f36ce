using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Simplification;

/// <summary>Constants of floats or doubles as doubles, in which weights are combined before they are rounded once.</summary>
internal static class Weights
{
    /// <summary>Elements of a constant; null when it is none, of another type, or not loaded.</summary>
    public static double[]? Read(SimplifiedGraph graph, string name)
    {
        if (name.Length == 0 || graph.Editor.Constant(name) is not { ExternalData: null } tensor || !ElementTypes.TryCount(tensor.Shape, out long count)) { return null; }
        double[]? values = tensor.ElementType switch
        {
            OnnxElementType.Float => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(), static value => (double)value),
            OnnxElementType.Double => MemoryMarshal.Cast<byte, double>(tensor.RawData.Span).ToArray(),
            _ => null,
        };
        return values?.Length == count ? values : null;
    }

    /// <summary>Elements of a constant that is stretched along the last dimension, of a size, alone; null for any other.</summary>
    public static double[]? ReadRow(SimplifiedGraph graph, string name, int size)
    {
        if (Read(graph, name) is not { } values || graph.Editor.Constant(name)!.Shape is not { Count: <= 2 } shape) { return null; }
        if (values.Length == 1)
        {
            double[] row = new double[size];
            Array.Fill(row, values[0]);
            return row;
        }

        return values.Length == size && shape[^1] == size ? values : null;
    }

    public static bool AreFinite(double[] values, OnnxElementType type) => Array.TrueForAll(values, value => type == OnnxElementType.Float ? float.IsFinite((float)value) : double.IsFinite(value));

    public static OnnxTensor Write(string name, OnnxElementType type, IReadOnlyList<long> shape, double[] values) => type == OnnxElementType.Float
        ? OnnxTensor.Floats(name, shape, Array.ConvertAll(values, static value => (float)value))
        : OnnxTensor.Doubles(name, shape, values);
}
