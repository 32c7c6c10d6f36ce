using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.MachineLearning;

/// <summary>Models of one operator of <c>ai.onnx.ml</c>, and features that tease it.</summary>
internal static class MachineLearningModel
{
    public const int Rows = 9;

    /// <summary>Values of every kind: zeros of both signs, infinities, NaN, denormals, the ends of the range, and ordinary ones.</summary>
    private static readonly float[] Awkward =
        [0f, -0f, 1f, -1f, 0.5f, 3.25f, -7.75f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1e-20f, 1e20f];

    /// <summary>Wraps a node.</summary>
    public static OnnxModel Of(OnnxNode node, IReadOnlyList<OnnxTensor> inputs, IReadOnlyList<OnnxElementType> outputs, int version = 1, params IReadOnlyList<OnnxTensor> constants)
    {
        OnnxModel model = NodeModel.Of(13, node with { Domain = "ai.onnx.ml" }, [.. inputs.Select(static t => NodeModel.InputLike(t))], outputs, constants);
        return model with { OperatorSets = new Dictionary<string, long> { [string.Empty] = 13, ["ai.onnx.ml"] = version } };
    }

    /// <summary>Compares a node of one input and one output with ONNX Runtime.</summary>
    public static void Check(OnnxNode node, OnnxTensor input, OnnxElementType output, double relative = 0, double absolute = 0, int version = 1) =>
        Oracle.Check(Of(node, [input], [output], version), [input], relative, absolute);

    /// <summary>Compares a classifier with ONNX Runtime.</summary>
    public static void CheckClassifier(OnnxNode node, OnnxTensor input, OnnxElementType labels, double relative = 0, double absolute = 0) =>
        Oracle.Check(Of(node, [input], [labels, OnnxElementType.Float]), [input], relative, absolute);

    /// <summary>Ordinary numbers with a fixed seed.</summary>
    public static float[] Ordinary(int count, int seed = 5)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4f) - 2f)];
    }

    /// <summary>Rows of ordinary floats.</summary>
    public static OnnxTensor Floats(int rows, int columns, int seed = 5) => OnnxTensor.Floats("x", [rows, columns], Ordinary(rows * columns, seed));

    /// <summary>Rows of awkward floats: every kind of value in every column, among ordinary ones.</summary>
    public static OnnxTensor AwkwardFloats(int columns)
    {
        float[] values = Ordinary(Awkward.Length * 2 * columns);
        for (int i = 0; i < values.Length; i += 2) { values[i] = Awkward[(i / 2 + (i / columns)) % Awkward.Length]; }
        return OnnxTensor.Floats("x", [values.Length / columns, columns], values);
    }

    /// <summary>The same rows as another type.</summary>
    public static OnnxTensor As(OnnxTensor floats, OnnxElementType type)
    {
        float[] values = MemoryMarshal.Cast<byte, float>(floats.RawData.Span).ToArray();
        return type switch
        {
            OnnxElementType.Double => OnnxTensor.Doubles("x", floats.Shape, Array.ConvertAll(values, static v => v * 1.1)),
            OnnxElementType.Int64 => OnnxTensor.Int64s("x", floats.Shape, Array.ConvertAll(values, static v => float.IsFinite(v) && MathF.Abs(v) < 1e15f ? (long)(v * 10) : 1L << 40)),
            OnnxElementType.Int32 => new OnnxTensor("x", OnnxElementType.Int32, floats.Shape, MemoryMarshal.AsBytes(Array.ConvertAll(values, static v => float.IsFinite(v) && MathF.Abs(v) < 1e6f ? (int)(v * 10) : 1 << 25).AsSpan()).ToArray()),
            _ => floats,
        };
    }

    /// <summary>Runs a node whose input it cannot take, in both engines: both refuse.</summary>
    public static ModelExecutionException Refused(OnnxNode node, OnnxTensor input, OnnxElementType output)
    {
        OnnxModel model = Of(node, [input], [output]);
        Assert.Throws<Microsoft.ML.OnnxRuntime.OnnxRuntimeException>(() => Oracle.RunOnnxRuntime(model, [input]));
        return Assert.Throws<ModelExecutionException>(() => Oracle.RunSimd(SimdModel.Compile(model), [input]));
    }
}
