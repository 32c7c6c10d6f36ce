using ModelOps.Onnx;

namespace ModelOps.TestSupport;

/// <summary>Small ONNX models whose answers a test can compute by hand.</summary>
public static class TestModels
{
    /// <summary><c>y = x * scale + offset</c>, <c>x: FP32[-1, columns]</c>, <c>y</c> alike.</summary>
    public static byte[] Affine(float scale, float offset, int columns = 4) => Write(
        [
            new OnnxNode("Mul", ["x", "scale"], ["scaled"]),
            new OnnxNode("Add", ["scaled", "offset"], ["y"]),
        ],
        [new OnnxValueInfo("x", OnnxElementType.Float, [-1, columns])],
        [new OnnxValueInfo("y", OnnxElementType.Float, [-1, columns])],
        [OnnxTensor.Floats("scale", [1], [scale]), OnnxTensor.Floats("offset", [1], [offset])]);

    /// <summary>Returns its input: <c>x</c> to <c>y</c>, of any type and shape.</summary>
    public static byte[] Identity(OnnxElementType type, params long[] shape) => Write(
        [new OnnxNode("Identity", ["x"], ["y"])], [new OnnxValueInfo("x", type, shape)], [new OnnxValueInfo("y", type, shape)], []);

    /// <summary>Two inputs, two outputs: <c>sum = a + b</c>, <c>difference = a - b</c>, all <c>FP32[-1]</c>.</summary>
    public static byte[] SumAndDifference() => Write(
        [new OnnxNode("Add", ["a", "b"], ["sum"]), new OnnxNode("Sub", ["a", "b"], ["difference"])],
        [new OnnxValueInfo("a", OnnxElementType.Float, [-1]), new OnnxValueInfo("b", OnnxElementType.Float, [-1])],
        [new OnnxValueInfo("sum", OnnxElementType.Float, [-1]), new OnnxValueInfo("difference", OnnxElementType.Float, [-1])],
        []);

    /// <summary>Fails at run time unless <c>indices</c> lie in 0..2: <c>Gather</c> of a constant [10, 20, 30].</summary>
    public static byte[] Lookup() => Write(
        [new OnnxNode("Gather", ["table", "indices"], ["y"])],
        [new OnnxValueInfo("indices", OnnxElementType.Int64, [-1])],
        [new OnnxValueInfo("y", OnnxElementType.Float, [-1])],
        [OnnxTensor.Floats("table", [3], [10f, 20f, 30f])]);

    /// <summary>Output shape that depends on values: positions of the non-zero elements, <c>y: INT64[1, -1]</c>.</summary>
    public static byte[] NonZero() => Write(
        [new OnnxNode("NonZero", ["x"], ["y"])],
        [new OnnxValueInfo("x", OnnxElementType.Float, [-1])],
        [new OnnxValueInfo("y", OnnxElementType.Int64, [1, -1])],
        []);

    /// <summary>Writes a model of <c>ai.onnx</c> 13 and <c>ai.onnx.ml</c> 3.</summary>
    public static byte[] Write(
        IReadOnlyList<OnnxNode> nodes, IReadOnlyList<OnnxValueInfo> inputs, IReadOnlyList<OnnxValueInfo> outputs, IReadOnlyList<OnnxTensor> initializers) =>
        OnnxModelWriter.Write(new OnnxModel
        {
            Graph = new OnnxGraph { Nodes = nodes, Inputs = inputs, Outputs = outputs, Initializers = initializers },
            OperatorSets = new Dictionary<string, long> { [""] = 13, ["ai.onnx.ml"] = 3 },
        });
}
