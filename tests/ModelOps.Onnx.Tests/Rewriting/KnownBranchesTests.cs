using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Rewriting;

public class KnownBranchesTests
{
    private static readonly OnnxValueInfo Out = new("out", OnnxElementType.Float, []) { HasShape = false };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void If_ConstantCondition_RunsThatBranch(bool condition)
    {
        // Both branches use the same names inside and read values outside.
        OnnxGraph then = new()
        {
            Inputs = [],
            Nodes = [new("Mul", ["a", "two"], ["t"]), new("Add", ["t", "x"], ["out"]), new("Identity", ["a"], ["same"])],
            Outputs = [Out, Out with { Name = "same" }],
            Initializers = [OnnxTensor.Floats("two", [], [2])],
        };
        OnnxGraph other = new()
        {
            Inputs = [],
            Nodes = [new("Neg", ["a"], ["t"]), new("Constant", [], ["two"]) { Attributes = [OnnxAttribute.Float("value_float", 5)] }, new("Mul", ["t", "two"], ["out"])],
            Outputs = [Out, Out with { Name = "t" }],
        };
        OnnxModel model = Model(condition, then, other);
        Oracle.Check(model, [Draw.Tensor("x", OnnxElementType.Float, [3, 4], 1)]);
    }

    [Fact]
    public void If_InsideABranch_IsTakenOutToo()
    {
        OnnxGraph Leaf(string op) => new() { Inputs = [], Nodes = [new(op, ["t"], ["out"]), new("Identity", ["t"], ["same"])], Outputs = [Out, Out with { Name = "same" }] };
        OnnxGraph then = new()
        {
            Inputs = [],
            Nodes =
            [
                new("Exp", ["a"], ["t"]), new("Constant", [], ["k"]) { Attributes = [OnnxAttribute.Tensor("value", Bool(string.Empty, false))] },
                new("If", ["k"], ["p", "q"]) { Attributes = [OnnxAttribute.Graph("then_branch", Leaf("Sqrt")), OnnxAttribute.Graph("else_branch", Leaf("Neg"))] },
            ],
            Outputs = [Out with { Name = "p" }, Out with { Name = "q" }],
        };
        Oracle.Check(Model(true, then, Leaf("Abs") with { Nodes = [new("Abs", ["a"], ["same"]), new("Neg", ["same"], ["out"])] }), [Draw.Tensor("x", OnnxElementType.Float, [3, 4], 1)], 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void If_ConditionOnASize_RunsThatBranchWhereTheFileTellsIt(int columns)
    {
        // As PyTorch writes squeeze(1): the dimension goes where its size is 1. How many there are then decides the next branch.
        OnnxNode[] nodes =
        [
            .. SizeIs("x", 1, 1, "isOne"),
            If("isOne", "s", Branch(new OnnxNode("ReduceMax", ["x"], ["out"]) { Attributes = [OnnxAttribute.Ints("axes", [1]), OnnxAttribute.Int("keepdims", 0)] }), Branch(new OnnxNode("Identity", ["x"], ["out"]))),
            new("Shape", ["s"], ["dims"]), new("Size", ["dims"], ["rank"]), new("Equal", ["rank", "k1"], ["isRow"]),
            If("isRow", "y", Branch(new OnnxNode("Neg", ["s"], ["out"])), Branch(new OnnxNode("Exp", ["s"], ["t"]), new OnnxNode("Add", ["t", "x"], ["out"]))),
        ];
        OnnxModel model = Sized(nodes, columns);
        Oracle.Check(model, [Draw.Tensor("x", OnnxElementType.Float, [3, columns], 1)], 1e-6);
        Oracle.Check(model, [Draw.Tensor("x", OnnxElementType.Float, [1, columns], 1)], 1e-6);
    }

    [Fact]
    public void If_ConditionOnAnOpenSize_IsRefused()
    {
        OnnxNode[] nodes = [.. SizeIs("x", 0, 1, "isOne"), If("isOne", "y", Branch(new OnnxNode("Neg", ["x"], ["out"])), Branch(new OnnxNode("Abs", ["x"], ["out"])))];
        OnnxModel model = Sized(nodes, 4);
        Assert.Equal("If-13", Assert.Single(Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model)).Nodes).Operator);
    }

    [Fact]
    public void If_ConditionOnWhatIsDeclaredInside_IsRefused()
    {
        // NonZero gives as many columns as it finds: what the file declares of them is not checked by anyone.
        OnnxNode[] nodes =
        [
            new("NonZero", ["x"], ["found"]), .. SizeIs("found", 1, 1, "isOne"),
            If("isOne", "y", Branch(new OnnxNode("Neg", ["x"], ["out"])), Branch(new OnnxNode("Abs", ["x"], ["out"]))),
        ];
        OnnxModel model = Sized(nodes, 4);
        model = model with { Graph = model.Graph with { ValueInfo = [new OnnxValueInfo("found", OnnxElementType.Int64, [2, 1])] } };
        Assert.Contains(Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model)).Nodes, static n => n.Operator == "If-13");
    }

    [Fact]
    public void If_ConditionOfTheCall_IsRefused()
    {
        OnnxGraph branch = new() { Inputs = [], Nodes = [new("Neg", ["x"], ["out"])], Outputs = [Out] };
        OnnxModel model = NodeModel.Of(
            13,
            [new("If", ["c"], ["y"]) { Attributes = [OnnxAttribute.Graph("then_branch", branch), OnnxAttribute.Graph("else_branch", branch)] }],
            [new("x", OnnxElementType.Float, [3]), new("c", OnnxElementType.Bool, [])],
            [new("y", OnnxElementType.Float, [3])]);
        Assert.Equal("If-13", Assert.Single(Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model)).Nodes).Operator);
    }

    private static OnnxNode[] SizeIs(string value, long axis, long size, string condition) =>
    [
        new("Shape", [value], [$"{condition}_shape"]), new("Gather", [$"{condition}_shape", $"k{axis}"], [$"{condition}_size"]), new("Equal", [$"{condition}_size", $"k{size}"], [condition]),
    ];

    private static OnnxNode If(string condition, string output, OnnxGraph then, OnnxGraph other) =>
        new("If", [condition], [output]) { Attributes = [OnnxAttribute.Graph("then_branch", then), OnnxAttribute.Graph("else_branch", other)] };

    private static OnnxGraph Branch(params OnnxNode[] nodes) => new() { Inputs = [], Nodes = nodes, Outputs = [Out] };

    private static OnnxModel Sized(OnnxNode[] nodes, int columns) => NodeModel.Of(
        13,
        nodes,
        [new("x", OnnxElementType.Float, [-1, columns])],
        [Out with { Name = "y" }],
        OnnxTensor.Int64s("k0", [], [0]),
        OnnxTensor.Int64s("k1", [], [1]));

    private static OnnxModel Model(bool condition, OnnxGraph then, OnnxGraph other) => NodeModel.Of(
        13,
        [new("Abs", ["x"], ["a"]), new("If", ["c"], ["y", "z"]) { Attributes = [OnnxAttribute.Graph("then_branch", then), OnnxAttribute.Graph("else_branch", other)] }, new("Add", ["y", "z"], ["w"])],
        [new("x", OnnxElementType.Float, [-1, 4])],
        [new("w", OnnxElementType.Float, [-1, 4]), new("z", OnnxElementType.Float, [-1, 4])],
        Bool("c", condition));

    private static OnnxTensor Bool(string name, bool value) => new(name, OnnxElementType.Bool, [], new byte[] { value ? (byte)1 : (byte)0 });
}
