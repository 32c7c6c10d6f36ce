using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Dense.Passes;
using ModelOps.Onnx.Rewriting;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Dense.Passes;

/// <summary>What passes make of graphs, and that the answers stay those of ONNX Runtime.</summary>
public class DensePassesTests
{
    private static readonly OnnxTensor X = Drawn.Floats("x", 1, 1, 3, 12);

    public static TheoryData<string> Activations => ["Relu", "Sigmoid", "Tanh", "Softsign", "LeakyRelu", "Elu", "ThresholdedRelu", "HardSigmoid", "Clip"];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activation_AfterAProduct_IsPartOfIt(string activation)
    {
        foreach (string op in (string[])["Gemm", "MatMul", "Conv"])
        {
            OnnxTensor x = op == "Conv" ? Drawn.Floats("x", 1, 1, 2, 3, 12) : X;
            OnnxTensor w = op == "Conv" ? Drawn.Floats("w", 2, 1, 5, 3, 4) : Drawn.Floats("w", 2, 1, 12, 40);
            OnnxNode next = new(activation, activation == "Clip" ? ["h", "low", "high"] : ["h"], ["y"]);
            OnnxModel model = Model(13, [new OnnxNode(op, ["x", "w"], ["h"]), next], x, w, OnnxTensor.Floats("low", [], [-0.2f]), OnnxTensor.Floats("high", [], [0.3f]));

            Assert.Equal([$"com.modelops.fused.{op}"], Names(Apply(model, new ActivationPass())));
            Assert.Contains(Apply(model, new ActivationPass()).Nodes[0].Attributes, a => a.Name == "activation" && Equals(a.Value, activation));
            Oracle.Check(model, [x], 1e-6, 2e-5);
        }
    }

    [Fact]
    public void Clip_OldForm_IsPartOfTheProduct()
    {
        OnnxNode clip = new("Clip", ["h"], ["y"]) { Attributes = [OnnxAttribute.Float("max", 0.1f)] };
        OnnxModel model = Model(9, [new OnnxNode("MatMul", ["x", "w"], ["h"]), clip], X, Drawn.Floats("w", 2, 1, 12, 40));

        Assert.Equal(["com.modelops.fused.MatMul"], Names(Apply(model, new ActivationPass())));
        Oracle.Check(model, [X], 1e-6, 2e-5);
    }

    [Fact]
    public void Activation_ValueBeforeItIsRead_StaysApart()
    {
        OnnxModel model = NodeModel.Of(
            13,
            [new OnnxNode("MatMul", ["x", "w"], ["h"]), new OnnxNode("Relu", ["h"], ["y"])],
            [NodeModel.InputLike(X)],
            [new("y", OnnxElementType.Float, [-1, 40]), new("h", OnnxElementType.Float, [-1, 40])],
            Drawn.Floats("w", 2, 1, 12, 40));

        Assert.Equal(["MatMul", "Relu"], Names(Apply(model, new ActivationPass())));
    }

    [Theory]
    [InlineData(new long[] { 40 }, true)]
    [InlineData(new long[] { 1, 40 }, false)]
    [InlineData(new long[] { 1 }, false)]
    public void Add_OfAConstantAfterAProduct_IsItsBiasIfItIsAVector(long[] shape, bool isBias)
    {
        foreach (bool isFirst in (bool[])[false, true])
        {
            OnnxNode add = new("Add", isFirst ? ["b", "h"] : ["h", "b"], ["y"]);
            OnnxModel model = Model(13, [new OnnxNode("MatMul", ["x", "w"], ["h"]), add], X, Drawn.Floats("w", 2, 1, 12, 40), Drawn.Floats("b", 3, 1, shape));

            Assert.Equal(isBias ? ["com.modelops.fused.MatMul"] : ["MatMul", "Add"], Names(Apply(model, new MatMulAddPass())));
            if (isBias) { Oracle.Check(model, [X], 1e-6, 2e-5); }
        }
    }

    [Fact]
    public void Transpose_BeforeGemm_IsAnAttribute()
    {
        OnnxTensor turned = Drawn.Floats("x", 1, 1, 12, 3);
        OnnxModel model = Model(13, [new OnnxNode("Transpose", ["x"], ["t"]), new OnnxNode("Gemm", ["t", "w"], ["y"])], turned, Drawn.Floats("w", 2, 1, 12, 40));

        Assert.Equal(["Gemm"], Names(Apply(model, new TransposePass())));
        Oracle.Check(model with { Graph = model.Graph with { Inputs = [NodeModel.InputLike(turned, isOpen: false)] } }, [turned], 1e-6, 2e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BatchNormalization_AfterConstantWeights_IsPartOfThem(bool isConvolution)
    {
        OnnxTensor x = isConvolution ? Drawn.Floats("x", 1, 1, 2, 3, 12) : X;
        OnnxTensor w = isConvolution ? Drawn.Floats("w", 2, 1, 6, 3, 4) : Drawn.Floats("w", 2, 1, 12, 6);
        foreach (bool hasBias in (bool[])[false, true])
        {
            OnnxNode first = new(isConvolution ? "Conv" : "Gemm", hasBias ? ["x", "w", "b"] : ["x", "w"], ["h"]);
            OnnxModel model = Model(
                13,
                [first, new OnnxNode("BatchNormalization", ["h", "scale", "bias", "mean", "variance"], ["y"])],
                x,
                w,
                Drawn.Floats("b", 3, 1, 6),
                Drawn.Floats("scale", 4, 1, 6),
                Drawn.Floats("bias", 5, 1, 6),
                Drawn.Floats("mean", 6, 1, 6),
                OnnxTensor.Floats("variance", [6], [0.5f, 1, 2, 0.1f, 3, 0.7f]));

            Assert.Equal([first.OpType], Names(Apply(model, new BatchNormalizationPass())));
            Oracle.Check(model, [x], 1e-5, 2e-5);
        }
    }

    private static OnnxModel Model(int opset, IReadOnlyList<OnnxNode> nodes, OnnxTensor x, params IReadOnlyList<OnnxTensor> constants)
    {
        HashSet<string> read = [.. nodes.SelectMany(static n => n.Inputs)];
        return NodeModel.Of(opset, nodes, [NodeModel.InputLike(x)], [new("y", OnnxElementType.Float, []) { HasShape = false }], [.. constants.Where(t => read.Contains(t.Name))]);
    }

    private static OnnxGraph Apply(OnnxModel model, IGraphPass pass)
    {
        GraphEditor editor = new(model.Graph);
        pass.Apply(editor, (int)model.OperatorSets[string.Empty]);
        return editor.ToGraph();
    }

    private static IEnumerable<string> Names(OnnxGraph graph) => graph.Nodes.Select(static n => n.Domain.Length > 0 ? $"{n.Domain}.{n.OpType}" : n.OpType);
}
