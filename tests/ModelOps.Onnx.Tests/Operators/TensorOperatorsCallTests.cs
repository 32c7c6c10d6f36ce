using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Operators;

/// <summary>What all families promise of calls: no memory of the collector, and the same bits over several threads.</summary>
public class TensorOperatorsCallTests
{
    private static readonly OnnxAttribute[] LastAxis = [OnnxAttribute.Int("axis", 1)];

    [Fact]
    public void Run_AllFamilies_AllocatesNothing()
    {
        SimdModel model = SimdModel.Compile(Families());
        float[] rows = new float[16 * 6];
        float[] outputs = new float[16];
        Array.Fill(rows, 0.25f);
        CallAll();
        Assert.Equal(0, Allocations.Fewest(CallAll, calls: 1));

        void CallAll()
        {
            for (int i = 0; i < 100; i++) { Call((i % 16) + 1); }
        }

        void Call(int count) => model.Run(rows.AsSpan(0, 6 * count), outputs.AsSpan(0, count));
    }

    [Fact]
    public void Run_AllFamilies_IsThatOfOnnxRuntime()
    {
        OnnxModel model = Families();
        foreach (long rows in (long[])[1, 5, 3]) { Oracle.Check(model, [Draw.Tensor("x", OnnxElementType.Float, [rows, 6], 1, scale: 2)], 1e-5, 1e-5); }
    }

    [Fact]
    public void Run_RowsOverThreads_SameBits()
    {
        // Every step keeps to its rows, but for the sum over a vector as long as a part of the batch.
        OnnxModel model = NodeModel.Of(
            18,
            [
                new("Add", ["x", "row"], ["a"]), new("Tanh", ["a"], ["t"]), new("ReduceMax", ["t", "axis"], ["m"]), new("Sub", ["t", "m"], ["d"]), new("Exp", ["d"], ["e"]),
                new("Slice", ["e", "one", "five", "axis"], ["s"]), new("Concat", ["s", "x"], ["c"]) { Attributes = LastAxis }, new("Gather", ["c", "pick"], ["y"]) { Attributes = LastAxis },
            ],
            [new("x", OnnxElementType.Float, [-1, 6])],
            [new("y", OnnxElementType.Float, [-1, 3])],
            OnnxTensor.Floats("row", [6], [1, 2, 3, 4, 5, 6]), Longs("axis", 1), Longs("one", 1), Longs("five", 5), OnnxTensor.Int64s("pick", [3], [0, 9, 4]));
        CheckThreads(model, 101);
    }

    [Fact]
    public void Run_VectorAsLongAsTheBatch_IsNotSplit()
    {
        // The column of 6 meets a batch of 6: that is no matter of rows, so threads must not share it.
        OnnxModel model = NodeModel.Of(
            18, new OnnxNode("Add", ["x", "row"], ["y"]), [new("x", OnnxElementType.Float, [-1])], [OnnxElementType.Float], OnnxTensor.Floats("row", [6], [1, 2, 3, 4, 5, 6]));
        SimdModel threads = SimdModel.Compile(model with { Graph = model.Graph with { Outputs = [new("y", OnnxElementType.Float, [-1])] } }, new SimdModelOptions { MaxDegreeOfParallelism = 3, MinRowsPerThread = 2 });
        float[] y = new float[6];
        threads.Run([10, 10, 10, 10, 10, 10], y);
        Assert.Equal([11, 12, 13, 14, 15, 16], y);
    }

    private static void CheckThreads(OnnxModel model, int rows)
    {
        OnnxTensor x = Draw.Tensor("x", OnnxElementType.Float, [rows, 6], 3);
        OnnxTensor alone = Oracle.RunSimd(SimdModel.Compile(model), [x])[0];
        OnnxTensor together = Oracle.RunSimd(SimdModel.Compile(model, new SimdModelOptions { MaxDegreeOfParallelism = 3, MinRowsPerThread = 5 }), [x])[0];
        Assert.Equal(alone.RawData.ToArray(), together.RawData.ToArray());
    }

    private static OnnxTensor Longs(string name, long value) => OnnxTensor.Int64s(name, [1], [value]);

    /// <summary>One model with a step or more of each family, in a chain from 6 columns to one.</summary>
    private static OnnxModel Families() => NodeModel.Of(
        18,
        [
            new("Add", ["x", "row"], ["a"]), new("Sigmoid", ["a"], ["b"]), new("Max", ["b", "half", "a"], ["c"]), new("Pow", ["c", "half"], ["d"]), new("Clip", ["d", "half", "four"], ["e"]),
            new("Less", ["e", "a"], ["less"]), new("Where", ["less", "e", "a"], ["f"]), new("Cast", ["less"], ["g"]) { Attributes = [OnnxAttribute.Int("to", 1)] }, new("Mul", ["f", "g"], ["h"]),
            new("Shape", ["h"], ["shape"]), new("Gather", ["shape", "zero"], ["n"]), new("Concat", ["n", "two", "three"], ["cube"]) { Attributes = [OnnxAttribute.Int("axis", 0)] },
            new("Reshape", ["h", "cube"], ["i"]), new("Transpose", ["i"], ["j"]) { Attributes = [OnnxAttribute.Ints("perm", [0, 2, 1])] }, new("Split", ["j"], ["k0", "k1"]) { Attributes = [OnnxAttribute.Int("axis", 2), OnnxAttribute.Int("num_outputs", 2)] },
            new("Concat", ["k1", "k0"], ["l"]) { Attributes = [OnnxAttribute.Int("axis", 2)] }, new("Slice", ["l", "minus", "end", "two", "minus"], ["m"]), new("Pad", ["m", "pads", "half"], ["o"]),
            new("ReduceSum", ["o", "two"], ["p"]) { Attributes = [OnnxAttribute.Int("keepdims", 0)] }, new("CumSum", ["p", "one"], ["q"]), new("TopK", ["q", "two"], ["r", "ri"]),
            new("GatherElements", ["q", "ri"], ["s"]) { Attributes = LastAxis }, new("ScatterElements", ["q", "ri", "s"], ["t"]) { Attributes = LastAxis },
            new("Expand", ["t", "cubeOnes"], ["u"]), new("Tile", ["u", "cubeOnes"], ["v"]), new("Trilu", ["v"], ["v2"]), new("ReduceLogSumExp", ["v2", "axes"], ["y"]) { Attributes = [OnnxAttribute.Int("keepdims", 0)] },
        ],
        [new("x", OnnxElementType.Float, [-1, 6])],
        [new("y", OnnxElementType.Float, [-1])],
        OnnxTensor.Floats("row", [6], [1, -2, 3, 0.5f, 0.25f, -1]), OnnxTensor.Floats("half", [], [0.5f]), OnnxTensor.Floats("four", [], [4]), Longs("zero", 0), Longs("one", 1), Longs("two", 2), Longs("three", 3),
        Longs("minus", -1), Longs("end", -100), OnnxTensor.Int64s("pads", [6], [0, 0, 1, 0, 0, 1]), OnnxTensor.Int64s("cubeOnes", [3], [2, 1, 1]), OnnxTensor.Int64s("axes", [2], [0, 2]));
}
