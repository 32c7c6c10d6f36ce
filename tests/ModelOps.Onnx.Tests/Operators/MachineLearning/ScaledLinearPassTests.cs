using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.MachineLearning;
using ModelOps.Onnx.Rewriting;
using ModelOps.Onnx.Tests.Operators.Dense;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.MachineLearning;

/// <summary>Scalers before linear models. Tolerance 1e-5 of sums of products below 1, as the pass states it.</summary>
public class ScaledLinearPassTests
{
    [Theory]
    [InlineData(30, 1, 30)]
    [InlineData(30, 1, 1)]
    [InlineData(7, 3, 7)]
    [InlineData(50, 20, 50)]
    public void Regressor_AfterAScaler_IsOneStep(int features, int targets, int pairs)
    {
        foreach (bool hasIntercepts in (bool[])[false, true])
        {
            OnnxModel model = Model(features, targets, pairs, "LinearRegressor", hasIntercepts, 1);
            OnnxTensor x = Drawn.Floats("x", 4, 2, 9, features);

            Assert.Equal(["Linear"], Names(model));
            Oracle.Check(model, [x], 1e-6, 1e-5);
        }
    }

    [Fact]
    public void Classifier_AfterAScaler_TakesItIn()
    {
        OnnxModel model = Model(12, 3, 12, "LinearClassifier", hasIntercepts: true, 1);

        Assert.Equal(["LinearClassifier"], Names(model));
        Oracle.Check(model, [Drawn.Floats("x", 4, 2, 40, 12)], 1e-5, 1e-5);
    }

    [Fact]
    public void Scaler_MeanFarFromZero_StaysApart()
    {
        OnnxModel model = Model(5, 1, 5, "LinearRegressor", hasIntercepts: true, 1e4f);

        Assert.Equal(["Scaler", "Linear"], Names(model));
        Oracle.Check(model, [Drawn.Floats("x", 4, 1e4f, 9, 5)], 1e-5, 1e-5);
    }

    [Fact]
    public void Regressor_WithATransform_IsLeftAlone()
    {
        OnnxModel model = Model(5, 1, 5, "LinearRegressor", hasIntercepts: true, 1);
        OnnxNode last = model.Graph.Nodes[1] with { Attributes = [.. model.Graph.Nodes[1].Attributes, OnnxAttribute.String("post_transform", "LOGISTIC")] };

        Assert.Equal(["LinearRegressor"], Names(model with { Graph = model.Graph with { Nodes = [model.Graph.Nodes[0], last] } }));
    }

    private static OnnxModel Model(int features, int targets, int pairs, string op, bool hasIntercepts, float offset)
    {
        OnnxNode scaler = new("Scaler", ["x"], ["s"])
        {
            Domain = "ai.onnx.ml",
            Attributes = [OnnxAttribute.Floats("offset", Values(Drawn.Floats("o", 1, offset, pairs))), OnnxAttribute.Floats("scale", Values(Drawn.Floats("c", 2, 1, pairs)))],
        };
        bool isRegressor = op == "LinearRegressor";
        OnnxNode linear = new(op, ["s"], isRegressor ? ["y"] : ["label", "y"])
        {
            Domain = "ai.onnx.ml",
            Attributes =
            [
                OnnxAttribute.Floats("coefficients", Values(Drawn.Floats("w", 3, 1, features * targets))),
                .. hasIntercepts ? [OnnxAttribute.Floats("intercepts", Values(Drawn.Floats("b", 5, 1, targets)))] : (OnnxAttribute[])[],
                isRegressor ? OnnxAttribute.Int("targets", targets) : OnnxAttribute.Ints("classlabels_ints", [.. Enumerable.Range(0, targets).Select(static i => (long)i)]),
            ],
        };
        List<OnnxValueInfo> outputs = [new("y", OnnxElementType.Float, [-1, targets])];
        if (!isRegressor) { outputs.Insert(0, new("label", OnnxElementType.Int64, [-1])); }
        return NodeModel.Of(13, [scaler, linear], [new("x", OnnxElementType.Float, [-1, features])], outputs);
    }

    private static float[] Values(OnnxTensor tensor) => Array.ConvertAll(Oracle.Numbers(tensor)!, static v => (float)v);

    private static IEnumerable<string> Names(OnnxModel model)
    {
        GraphEditor editor = new(model.Graph);
        new ScaledLinearPass().Apply(editor, 13);
        return editor.ToGraph().Nodes.Select(static n => n.OpType);
    }
}
