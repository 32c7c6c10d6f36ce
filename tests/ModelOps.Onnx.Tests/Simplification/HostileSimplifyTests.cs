using System.Diagnostics;
using ModelOps.Onnx.Tests.Support;
using static ModelOps.Onnx.OnnxAttribute;

namespace ModelOps.Onnx.Tests.Simplification;

/// <summary>Models that are sound and mean harm: time stays near the size of the model.</summary>
public sealed class HostileSimplifyTests
{
    private const int Many = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5); // seconds on an idle machine, hours if it were quadratic

    [Fact]
    public void Simplify_ManyReadersOfOneValue_Quick() => Quick(
        ["Relu"],
        [],
        [.. Enumerable.Range(0, Many).Select(static i => new OnnxNode("Identity", ["x"], [$"a{i}"])), .. Enumerable.Range(0, Many).Select(static i => new OnnxNode("Abs", [$"a{i}"], [$"b{i}"])), new OnnxNode("Relu", ["x"], ["y"])]);

    [Fact]
    public void Simplify_LongChainOfNothing_Quick() => Quick(
        ["Relu"], [], [.. Enumerable.Range(0, Many).Select(static i => new OnnxNode("Identity", [i == 0 ? "x" : $"a{i - 1}"], [$"a{i}"])), new OnnxNode("Relu", [$"a{Many - 1}"], ["y"])]);

    [Fact]
    public void Simplify_LongChainOfTransposes_Quick() => Quick(
        ["Relu"], [], [.. Enumerable.Range(0, Many).Select(static i => new OnnxNode("Transpose", [i == 0 ? "x" : $"a{i - 1}"], [$"a{i}"])), new OnnxNode("Relu", [$"a{Many - 1}"], ["y"])]);

    [Fact]
    public void Simplify_ManyTwinsOfOneReader_QuickThoughNotAllGo() => Quick(
        null,
        [],
        [.. Enumerable.Range(0, Many).Select(static i => new OnnxNode("Abs", ["x"], [$"a{i}"])), new OnnxNode("Sum", [.. Enumerable.Range(0, Many).Select(static i => $"a{i}")], ["y"])]);

    [Fact]
    public void Simplify_ManySubgraphsThatReadOneValue_Quick()
    {
        OnnxGraph branch = new() { Inputs = [], Outputs = [Open("inner")], Nodes = [new OnnxNode("Relu", ["a"], ["inner"])] };
        OnnxNode If(int i) => new("If", ["flag"], [$"c{i}"]) { Attributes = [Graph("then_branch", branch), Graph("else_branch", branch)] };

        Quick(null, [new OnnxTensor("flag", OnnxElementType.Bool, [], new byte[] { 1 })], [new OnnxNode("Identity", ["x"], ["a"]), .. Enumerable.Range(0, 10_000).Select(If), new OnnxNode("Sum", [.. Enumerable.Range(0, 10_000).Select(static i => $"c{i}")], ["y"])]);
    }

    [Fact]
    public void Simplify_ConstantsOfAbsurdSizes_AreLeftAlone() => Quick(
        null,
        [
            OnnxTensor.Int64s("huge", [2], [1L << 40, 1L << 40]), OnnxTensor.Int64s("large", [1], [1L << 33]), OnnxTensor.Int64s("zero", [], [0]), OnnxTensor.Int64s("end", [], [long.MaxValue]),
            OnnxTensor.Int64s("step", [], [1]), OnnxTensor.Floats("one", [1], [1]), OnnxTensor.Int64s("nothing", [2], [0, long.MaxValue]), OnnxTensor.Floats("none", [0, 5], []),
        ],
        new OnnxNode("ConstantOfShape", ["huge"], ["a"]),
        new OnnxNode("Tile", ["one", "large"], ["b"]),
        new OnnxNode("Expand", ["one", "large"], ["c"]),
        new OnnxNode("Range", ["zero", "end", "step"], ["d"]),
        new OnnxNode("ConstantOfShape", ["nothing"], ["e"]),
        new OnnxNode("Reshape", ["none", "huge"], ["f"]),
        new OnnxNode("Slice", ["huge", "large", "large"], ["g"]),
        new OnnxNode("Gather", ["none", "large"], ["h"]),
        new OnnxNode("Concat", ["a", "b", "c", "d", "e", "f", "g", "h", "x"], ["y"]) { Attributes = [Int("axis", 0)] });

    [Fact]
    public void Simplify_RandomSoundGraphsOfEveryOperator_NothingButAModel()
    {
        (string Domain, string OpType)[] operators = [.. Onnx.Shapes.Operators.OperatorRegistry.Known.Where(static one => one.OpType is not ("If" or "Loop" or "Scan")).Order()];
        for (int seed = 0; seed < 4000; seed++)
        {
            Random random = new(seed);
            List<string> names = ["x", "vector", "vector", "scalar", "weights", "weights", "none", ""];
            List<OnnxNode> nodes = [];
            for (int i = 0; i < 6; i++)
            {
                (string domain, string opType) = operators[random.Next(operators.Length)];
                string[] inputs = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => names[random.Next(names.Count)])];
                nodes.Add(new OnnxNode(opType, inputs, [$"v{i}"]) { Domain = domain, Attributes = random.Next(2) == 0 ? [] : [Int("axis", random.Next(-3, 4)), Int("to", random.Next(1, 24)), Ints("perm", [1, 0])] });
                names.Add($"v{i}");
            }

            nodes.Add(new OnnxNode("Sum", [.. names.Where(static name => name.Length > 0).Distinct()], ["y"]));
            OnnxTensor[] constants =
            [
                OnnxTensor.Int64s("vector", [2], [random.NextInt64(-3, 4), random.GetItems((long[])[0, -1, 2, 1L << 45, long.MinValue, long.MaxValue], 1)[0]]), OnnxTensor.Int64s("scalar", [], [random.NextInt64(-3, 4)]),
                OnnxTensor.Floats("weights", [4, 4], new float[16]), OnnxTensor.Floats("none", [0, 5], []),
            ];
            OnnxModel model = Model(constants, [.. nodes]);

            OnnxModel simple = OnnxSimplifier.Simplify(model, new OnnxSimplifyOptions { FoldInexactly = true, FuseScales = true });

            Assert.Empty(OnnxModelValidator.Validate(simple));
            Assert.Equal(Dump.Of(model.Graph.Outputs), Dump.Of(simple.Graph.Outputs));
        }
    }

    private static void Quick(string[]? operators, OnnxTensor[] constants, params OnnxNode[] nodes)
    {
        OnnxModel model = Model(constants, nodes);
        Stopwatch watch = Stopwatch.StartNew();

        OnnxModel simple = OnnxSimplifier.Simplify(model);

        Assert.True(watch.Elapsed < Patience, $"took {watch.Elapsed}");
        Assert.Empty(OnnxModelValidator.Validate(simple));
        if (operators is not null) { Assert.Equal(operators, simple.Graph.Nodes.Select(static node => node.OpType)); }
    }

    private static OnnxModel Model(OnnxTensor[] constants, OnnxNode[] nodes) => new()
    {
        OperatorSets = new Dictionary<string, long> { [""] = 13, ["ai.onnx.ml"] = 3, ["com.microsoft"] = 1 },
        Graph = new OnnxGraph { Nodes = nodes, Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 4])], Outputs = [Open("y")], Initializers = constants },
    };

    private static OnnxValueInfo Open(string name) => new(name, OnnxElementType.Undefined, []) { HasShape = false };
}
