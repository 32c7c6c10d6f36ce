using static ModelOps.Onnx.OnnxAttribute;

namespace ModelOps.Onnx.Tests.Shapes;

/// <summary>Every operator that shapes are inferred of, over versions and forms.</summary>
internal static partial class ShapeCases
{
    private static readonly long[] Versions = [9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

    public static IEnumerable<ShapeCase> All => [.. Elementwise(), .. Reshaping(), .. Selecting(), .. Reducing(), .. Multiplying(), .. Convolving(), .. Normalizing(), .. Quantizing(), .. Learning()];

    private static IEnumerable<ShapeCase> Elementwise()
    {
        foreach (string name in (string[])["Abs", "Acos", "Atan", "Ceil", "Cos", "Elu", "Erf", "Exp", "Floor", "HardSigmoid", "Identity", "LeakyRelu", "Log", "Neg", "Reciprocal", "Relu", "Selu", "Sigmoid", "Sign", "Sin", "Softplus", "Softsign", "Sqrt", "Tan", "Tanh"])
        {
            yield return One(name, ["f:2,3"], 9);
            yield return One(name, ["f:2,1,4"], 22);
        }

        foreach (long version in Versions)
        {
            yield return One("Add", ["f:2,1,4", "f:3,1"], version);
            yield return One("Mul", ["f:", "f:3"], version);
            yield return One("Less", ["f:2,3", "f:3"], version);
            yield return One("Cast", ["f:2,3"], version, Int("to", 7));
            yield return One("Softmax", ["f:2,3,4"], version, Int("axis", 1));
        }

        yield return One("Sub", ["l:2", "l=1,2"], 13);
        yield return One("Div", ["d:2,1", "d:1,3"], 13);
        yield return One("Pow", ["f:2,3", "l=2"], 13);
        yield return One("Mod", ["l:2,3", "l=2,3,4"], 13);
        yield return One("Equal", ["l:2,1", "l:1,3"], 13);
        yield return One("GreaterOrEqual", ["f:2,1", "f:1,3"], 16);
        yield return One("And", ["b:2,1", "b:1,3"], 13);
        yield return One("Not", ["b:2,1"], 13);
        yield return One("Where", ["b:2,1", "f:1,3", "f:4,1,1"], 16);
        yield return One("Min", ["f:2,1", "f:1,3", "f:4,1,1"], 13);
        yield return One("Max", ["f:2,3"], 13);
        yield return One("Sum", ["f:2,1", "f:1,3"], 13);
        yield return One("Mean", ["f:2,1", "f:1,3"], 13);
        yield return One("Clip", ["f:2,3", "f@0", "f@1"], 13);
        yield return One("PRelu", ["f:2,3", "f:3"], 16);
        yield return One("Gelu", ["f:2,3"], 20);
        yield return One("Mish", ["f:2,3"], 18);
        yield return One("HardSwish", ["f:2,3"], 14);
        yield return One("IsNaN", ["f:2,3"], 13);
        yield return One("CumSum", ["f:2,3", "l@1"], 14);
        yield return One("Trilu", ["f:2,3"], 14);
        yield return One("CastLike", ["f:2,3", "d:1"], 15);
        yield return One("BitShift", ["u8:2,3", "u8:3"], 11, String("direction", "LEFT"));
        yield return Many("Dropout", ["f:2,3"], 2, 12);
        yield return Many("Dropout", ["f:2,3"], 1, 9);
    }

    private static IEnumerable<ShapeCase> Reshaping()
    {
        yield return One("Reshape", ["f:2,3,4", "l=0,-1"], 9);
        yield return One("Reshape", ["f:2,3,4", "l=4,-1,2"], 13);
        yield return One("Reshape", ["f:2,3,4", "l=-1"], 21);
        yield return One("Reshape", ["f:0,3", "l=3,0"], 14, Int("allowzero", 1));
        yield return One("Flatten", ["f:2,3,4"], 9);
        yield return One("Flatten", ["f:2,3,4"], 13, Int("axis", -1));
        yield return One("Flatten", ["f:2,3,4"], 21, Int("axis", 0));
        yield return One("Squeeze", ["f:1,3,1"], 11, Ints("axes", [0, 2]));
        yield return One("Squeeze", ["f:1,3,1", "l=-1"], 13);
        yield return One("Unsqueeze", ["f:2,3"], 11, Ints("axes", [0, 2]));
        yield return One("Unsqueeze", ["f:2,3", "l=-1,0"], 13);
        yield return One("Transpose", ["f:2,3,4"], 9);
        yield return One("Transpose", ["f:2,3,4"], 21, Ints("perm", [1, 0, 2]));
        yield return One("Expand", ["f:3,1", "l=2,1,4"], 13);
        yield return One("Tile", ["f:3,2", "l=2,3"], 13);
        yield return One("Pad", ["f:3,2"], 9, Ints("pads", [1, 0, 2, 3]));
        yield return One("Pad", ["f:3,2", "l=1,0,2,-1"], 13);
        yield return One("Pad", ["f:3,2", "l=1,3", "", "l=1"], 18);
        yield return One("DepthToSpace", ["f:1,8,2,3"], 13, Int("blocksize", 2));
        yield return One("SpaceToDepth", ["f:1,2,4,6"], 13, Int("blocksize", 2));
        yield return One("Resize", ["f:1,2,4,6", "", "", "l=1,2,8,3"], 13);
        yield return One("Shape", ["f:2,3,4"], 9);
        yield return One("Shape", ["f:2,3,4"], 15, Int("start", 1), Int("end", -1));
        yield return One("Size", ["f:2,3,4"], 13);
        yield return One("ConstantOfShape", ["l=2,3"], 9, Tensor("value", OnnxTensor.Int64s("", [1], [7])));
        yield return One("Range", ["l@1", "l@10", "l@4"], 11);
        yield return One("Range", ["l@10", "l@0", "l@-3"], 11);
        yield return One("EyeLike", ["f:2,3"], 9, Int("dtype", 11));
        yield return One("Constant", [], 9, Tensor("value", OnnxTensor.Floats("", [2, 1], [1, 2])));
        yield return One("Constant", [], 13, Ints("value_ints", [1, 2, 3]));
        yield return One("Constant", [], 13, Float("value_float", 1));
        yield return One("Concat", ["f:2,3", "f:2,1"], 11, Int("axis", 1));
        yield return One("Concat", ["f:2,3", "f:4,3", "f:1,3"], 13, Int("axis", -2));
        yield return Many("Split", ["f:6,2"], 3, 11, Int("axis", 0));
        yield return Many("Split", ["f:6,2"], 2, 11, Ints("split", [4, 2]));
        yield return Many("Split", ["f:6,2", "l=1,2,3"], 3, 13);
        yield return Many("Split", ["f:7,2"], 3, 18, Int("num_outputs", 3));
    }

    private static IEnumerable<ShapeCase> Selecting()
    {
        yield return One("Gather", ["f:4,3", "l:2,5"], 11, Int("axis", 0));
        yield return One("Gather", ["f:4,3", "l:"], 13, Int("axis", 1));
        yield return One("GatherElements", ["f:4,3", "l:2,3"], 13, Int("axis", 1));
        yield return One("GatherND", ["f:4,3,5", "l:6,2"], 13);
        yield return One("GatherND", ["f:4,3,5", "l:4,6,1"], 13, Int("batch_dims", 1));
        yield return One("Slice", ["f:4,3"], 9, Ints("starts", [1, 0]), Ints("ends", [-1, 2]));
        yield return One("Slice", ["f:4,3", "l=1", "l=9223372036854775807", "l=1"], 10);
        yield return One("Slice", ["f:4,9", "l=-1,7", "l=-100,0", "l=0,1", "l=-1,-3"], 13);
        yield return One("Slice", ["f:4,9", "l=5", "l=2"], 13);
        yield return Many("TopK", ["f:4,9", "l=3"], 2, 11);
        yield return Many("TopK", ["f:4,9"], 2, 9, Int("k", 3), Int("axis", 0));
        yield return One("OneHot", ["l:4,2", "l@5", "f=0,1"], 11, Int("axis", 1));
        yield return One("NonZero", ["f:4,2"], 13);
        yield return One("Compress", ["f:4,2", "b=1,0,1,1"], 11, Int("axis", 0));
        yield return Many("Unique", ["f:4"], 4, 11);
        yield return One("ScatterElements", ["f:4,3", "l:1,3", "f:1,3"], 16);
        yield return One("ScatterND", ["f:4,3", "l:2,1", "f:2,3"], 16);
        yield return One("Trilu", ["f:4,3"], 14);
    }

    private static IEnumerable<ShapeCase> Reducing()
    {
        foreach (string name in (string[])["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare"])
        {
            yield return One(name, ["f:2,3,4"], 11, Ints("axes", [1, -1]));
            yield return One(name, ["f:2,3,4"], 11, Int("keepdims", 0));
            yield return One(name, ["f:2,3,4", "l=1"], 18, Int("keepdims", 0));
            yield return One(name, ["f:2,3,4"], 20);
        }

        yield return One("ReduceSum", ["f:2,3,4", "l=0,2"], 13);
        yield return One("ReduceSum", ["f:2,3,4"], 13, Int("noop_with_empty_axes", 1));
        yield return One("ArgMax", ["f:2,3,4"], 13, Int("axis", 1), Int("keepdims", 0));
        yield return One("ArgMin", ["f:2,3,4"], 11, Int("axis", -1));
    }

    private static ShapeCase One(string opType, IReadOnlyList<string> inputs, long opset, params OnnxAttribute[] attributes) => Many(opType, inputs, 1, opset, attributes);

    private static ShapeCase Many(string opType, IReadOnlyList<string> inputs, int outputs, long opset, params OnnxAttribute[] attributes)
    {
        int dot = opType.LastIndexOf('.');
        return new ShapeCase(
            new OnnxNode(dot < 0 ? opType : opType[(dot + 1)..], [], [.. Enumerable.Range(0, outputs).Select(static i => $"y{i}")])
            {
                Domain = dot < 0 ? string.Empty : opType[..dot],
                Attributes = attributes,
            },
            inputs,
            opset);
    }
}
