using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Rewriting;

public class ConstantIfPassTests
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

    private static OnnxModel Model(bool condition, OnnxGraph then, OnnxGraph other) => NodeModel.Of(
        13,
        [new("Abs", ["x"], ["a"]), new("If", ["c"], ["y", "z"]) { Attributes = [OnnxAttribute.Graph("then_branch", then), OnnxAttribute.Graph("else_branch", other)] }, new("Add", ["y", "z"], ["w"])],
        [new("x", OnnxElementType.Float, [-1, 4])],
        [new("w", OnnxElementType.Float, [-1, 4]), new("z", OnnxElementType.Float, [-1, 4])],
        Bool("c", condition));

    private static OnnxTensor Bool(string name, bool value) => new(name, OnnxElementType.Bool, [], new byte[] { value ? (byte)1 : (byte)0 });
}
