using System.Globalization;
using ModelOps.Onnx;

namespace ModelOps.Serving.MLNet.Export;

/// <summary>Collects nodes and constants, naming what passes between them.</summary>
internal sealed class GraphBuilder
{
    public const string MachineLearning = "ai.onnx.ml";

    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _constants = [];

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyList<OnnxTensor> Constants => _constants;

    /// <summary>Adds a node of one output, and returns that output's name: <paramref name="output"/>, or one made up.</summary>
    public string Add(string operation, IReadOnlyList<string> inputs, string? output = null, string domain = "", params IReadOnlyList<OnnxAttribute> attributes)
    {
        output ??= string.Create(CultureInfo.InvariantCulture, $"mlnet/{operation}_{_nodes.Count}");
        _nodes.Add(new OnnxNode(operation, inputs, [output]) { Domain = domain, Attributes = attributes });
        return output;
    }

    public string Cast(string input, OnnxElementType to, string? output = null) =>
        Add("Cast", [input], output, attributes: OnnxAttribute.Int("to", (long)to));

    /// <summary>Adds a constant under a name made from <paramref name="name"/>, and returns that name.</summary>
    public string Constant(string name, Func<string, OnnxTensor> create)
    {
        OnnxTensor tensor = create(string.Create(CultureInfo.InvariantCulture, $"mlnet/{name}_{_constants.Count}_constant"));
        _constants.Add(tensor);
        return tensor.Name;
    }
}
