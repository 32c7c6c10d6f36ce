using Microsoft.ML.OnnxRuntime;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>The oracle: a tree ensemble's node run by ONNX Runtime with one thread. A double forest gets its rows through a cast, as in exports.</summary>
internal sealed class OnnxRuntimeForest : IDisposable
{
    private readonly InferenceSession _session;
    private readonly int _features;
    private readonly bool _isClassifier;

    public OnnxRuntimeForest(OnnxNode node, int features, int targets, bool isDouble)
    {
        _features = features;
        _isClassifier = node.Outputs.Count > 1;
        List<OnnxNode> nodes = isDouble
            ? [new OnnxNode("Cast", ["x"], ["wide"]) { Attributes = [OnnxAttribute.Int("to", (long)OnnxElementType.Double)] }, node with { Inputs = ["wide"] }]
            : [node];
        List<OnnxValueInfo> outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, targets])];
        if (_isClassifier) { outputs.Add(new OnnxValueInfo("label", OnnxElementType.Int64, [-1])); }
        using SessionOptions options = new() { IntraOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        _session = new InferenceSession(
            TestModels.Write(nodes, [new OnnxValueInfo("x", OnnxElementType.Float, [-1, features])], outputs, []), options);
    }

    public (float[] Scores, int[] Classes) Run(float[] rows)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(rows, [rows.Length / _features, _features]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, ["x"], [input], _isClassifier ? ["y", "label"] : ["y"]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), _isClassifier ? [.. outputs[1].GetTensorDataAsSpan<long>().ToArray().Select(static label => (int)label)] : []);
    }

    public void Dispose() => _session.Dispose();
}
