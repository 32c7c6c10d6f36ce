using System.Diagnostics;
using ModelOps.Onnx.Shapes.Operators;
using ModelOps.TestSupport;
using static ModelOps.Onnx.OnnxAttribute;

namespace ModelOps.Onnx.Tests.Shapes;

/// <summary>Models that are well formed and mean harm.</summary>
public sealed class HostileShapeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5); // seconds on an idle machine; without a bound it would never end

    private static readonly string[] Attributes =
    [
        "axis", "axes", "perm", "to", "starts", "ends", "pads", "strides", "dilations", "kernel_shape", "group", "split", "num_outputs", "keepdims", "k", "blocksize", "hidden_size",
        "direction", "layout", "equation", "value", "value_ints", "shape", "dtype", "output_dtype", "K", "N", "block_size", "batch_dims", "allowzero", "transA", "ceil_mode", "auto_pad",
        "output_shape", "output_padding", "n_targets", "targets", "inputdimensions", "cats_int64s", "num_scan_inputs", "scan_input_axes", "start", "end", "body", "then_branch", "else_branch",
        "q_num_heads", "kv_num_heads", "stash_type", "sample_size", "pooled_shape", "output_height",
    ];

    private static readonly string[] Outputs = ["a", "", "b", "c"];
    private static readonly long[] Numbers = [0, 1, 2, 3, -1, -2, 7, 64, 1025, int.MaxValue, long.MaxValue, long.MinValue, long.MaxValue - 1];

    [Fact]
    public void Infer_RandomNodesOfEveryOperator_NeverThrows()
    {
        (string Domain, string OpType)[] operators = [.. OperatorRegistry.Known.Order()];
        Assert.True(operators.Length > 200);
        for (int seed = 0; seed < 60_000; seed++)
        {
            Random random = new(seed);
            (string domain, string opType) = operators[seed % operators.Length];
            OnnxShapeInference.Infer(Model(random.Next(9, 24), [.. Constants(random)], new OnnxNode(opType, Inputs(random), Outputs[..random.Next(1, 4)])
            {
                Domain = domain,
                Attributes = [.. Enumerable.Range(0, random.Next(5)).Select(_ => Attribute(random))],
            }));
        }
    }

    [Fact]
    public void Infer_GraphsNestedFarBeyondTheStack_Unknown()
    {
        OnnxGraph graph = new() { Nodes = [new OnnxNode("Relu", ["x"], ["deep"])], Inputs = [], Outputs = [Open("deep")] };
        for (int i = 0; i < 20_000; i++)
        {
            graph = new OnnxGraph { Nodes = [new OnnxNode("If", ["flag"], [$"y{i}"]) { Attributes = [Graph("then_branch", graph), Graph("else_branch", graph)] }], Inputs = [], Outputs = [Open($"y{i}")] };
        }

        OnnxModel model = Model(13, [], graph.Nodes[0]);
        Stopwatch watch = Stopwatch.StartNew();
        OnnxShapeInference.Infer(model);

        Assert.True(watch.Elapsed < Patience, $"took {watch.Elapsed}");
    }

    [Fact]
    public void Infer_FunctionsThatCallEachOtherTwice_WorkIsBounded()
    {
        List<OnnxFunction> functions = [new OnnxFunction("d", "f0", ["a"], ["b"], [new OnnxNode("Relu", ["a"], ["b"])]) { OperatorSets = new Dictionary<string, long> { [""] = 13 } }];
        for (int i = 1; i < 60; i++)
        {
            functions.Add(new OnnxFunction("d", $"f{i}", ["a"], ["c"], [new OnnxNode($"f{i - 1}", ["a"], ["b"]) { Domain = "d" }, new OnnxNode($"f{i - 1}", ["b"], ["c"]) { Domain = "d" }])
            {
                OperatorSets = new Dictionary<string, long> { [""] = 13, ["d"] = 1 },
            });
        }

        functions.Add(new OnnxFunction("d", "self", ["a"], ["b"], [new OnnxNode("self", ["a"], ["b"]) { Domain = "d" }]) { OperatorSets = new Dictionary<string, long> { ["d"] = 1 } });
        Stopwatch watch = Stopwatch.StartNew();
        OnnxShapeInference.Infer(Model(13, [], new OnnxNode("f59", ["x"], ["y"]) { Domain = "d" }, new OnnxNode("self", ["x"], ["z"]) { Domain = "d" }) with { Functions = functions });

        Assert.True(watch.Elapsed < Patience, $"took {watch.Elapsed}");
    }

    [Fact]
    public void Infer_ManyBigShapeComputations_MemoryIsBounded()
    {
        List<OnnxNode> nodes = [];
        for (int i = 0; i < 100_000; i++) { nodes.Add(new OnnxNode("Add", [i == 0 ? "big" : $"v{i - 1}", "big"], [$"v{i}"])); }
        OnnxModel model = Model(13, [OnnxTensor.Int64s("big", [1024], new long[1024])], [.. nodes]);
        OnnxShapeInferenceResult? inferred = null;

        long allocated = Allocations.Once(() => inferred = OnnxShapeInference.Infer(model));

        Assert.True(allocated < 500L << 20, $"{allocated >> 20} MiB");
        Assert.Equal([1024L], inferred!.Find("v99999")!.Shape);
    }

    [Fact]
    public void Infer_AbsurdShapes_NoOverflow()
    {
        OnnxShapeInferenceResult inferred = OnnxShapeInference.Infer(Model(
            13,
            [OnnxTensor.Int64s("huge", [3], [long.MaxValue, long.MaxValue, 2]), OnnxTensor.Int64s("one", [1], [-1])],
            new OnnxNode("ConstantOfShape", ["huge"], ["a"]),
            new OnnxNode("Reshape", ["a", "one"], ["b"]),
            new OnnxNode("Concat", ["a", "a"], ["c"]) { Attributes = [Int("axis", 0)] },
            new OnnxNode("Tile", ["a", "huge"], ["d"]),
            new OnnxNode("Size", ["a"], ["e"])));

        Assert.Empty(inferred.Findings);
        Assert.Equal([long.MaxValue, long.MaxValue, 2], inferred.Find("a")!.Shape);
        Assert.Equal([-1L], inferred.Find("b")!.Shape);
        Assert.Equal([-1L, long.MaxValue, 2], inferred.Find("c")!.Shape);
    }

    [Fact]
    public void Infer_TooManyDimensions_ShapeIsUnknown()
    {
        OnnxShapeInferenceResult inferred = OnnxShapeInference.Infer(Model(13, [OnnxTensor.Int64s("rank", [100], new long[100])], new OnnxNode("ConstantOfShape", ["rank"], ["a"])));

        Assert.False(inferred.Find("a")!.HasShape);
    }

    private static OnnxModel Model(long opset, OnnxTensor[] constants, params OnnxNode[] nodes) => new()
    {
        OperatorSets = new Dictionary<string, long> { [""] = opset, ["ai.onnx.ml"] = 5, ["com.microsoft"] = 1, ["d"] = 1 },
        Graph = new OnnxGraph
        {
            Nodes = nodes,
            Inputs =
            [
                new OnnxValueInfo("x", OnnxElementType.Float, [-1, 3, 8]) { DimensionNames = ["n", "", ""] },
                new OnnxValueInfo("flag", OnnxElementType.Bool, []),
                new OnnxValueInfo("wide", OnnxElementType.Int64, [2, long.MaxValue, 0, 5]),
                new OnnxValueInfo("matrix", OnnxElementType.UInt8, [3, 3]),
                Open("any"),
            ],
            Outputs = [Open("x")],
            Initializers = constants,
        },
    };

    private static IEnumerable<OnnxTensor> Constants(Random random)
    {
        int count = random.Next(5);
        yield return OnnxTensor.Int64s("vector", [count], [.. Enumerable.Range(0, count).Select(_ => Number(random))]);
        yield return OnnxTensor.Int64s("scalar", [], [Number(random)]);
        yield return new OnnxTensor("liar", OnnxElementType.Int64, [3], new byte[8]);
        yield return new OnnxTensor("negative", OnnxElementType.Float, [-3, 2], default);
        yield return OnnxTensor.Floats("weights", [4, 3, 3], new float[36]);
    }

    private static string[] Inputs(Random random) =>
        [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.GetItems((string[])["x", "x", "flag", "wide", "matrix", "any", "vector", "vector", "scalar", "liar", "negative", "weights", "weights", "nowhere", ""], 1)[0])];

    private static OnnxAttribute Attribute(Random random)
    {
        string name = Attributes[random.Next(Attributes.Length)];
        return random.Next(8) switch
        {
            0 or 1 or 2 => Int(name, Number(random)),
            3 or 4 => Ints(name, [.. Enumerable.Range(0, random.Next(6)).Select(_ => Number(random))]),
            5 => String(name, random.GetItems((string[])["SAME_UPPER", "VALID", "bidirectional", "ij,jk->ik", "...i->i", "", "->", "i,,j->zz"], 1)[0]),
            6 => Tensor(name, random.Next(2) == 0 ? OnnxTensor.Int64s("", [1], [Number(random)]) : new OnnxTensor("", OnnxElementType.Int64, [-1], default)),
            _ => Graph(name, new OnnxGraph { Inputs = [Open("i")], Outputs = [Open("o"), Open("p")], Nodes = [new OnnxNode("Relu", ["x"], ["o"]), new OnnxNode("Add", ["i", "wide"], ["p"])] }),
        };
    }

    private static long Number(Random random) => Numbers[random.Next(Numbers.Length)];

    private static OnnxValueInfo Open(string name) => new(name, OnnxElementType.Undefined, []) { HasShape = false };
}
