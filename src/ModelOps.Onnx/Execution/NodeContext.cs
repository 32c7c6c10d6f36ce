using System.Collections.ObjectModel;

namespace ModelOps.Onnx.Execution;

/// <summary>What an operator sees of a node while it compiles it.</summary>
/// <param name="node">The node.</param>
/// <param name="opset">Version of the operator set of the node's domain.</param>
/// <param name="inputTypes">Element types of the inputs; undefined for one left out.</param>
/// <param name="constants">Inputs that are constant; null for the others.</param>
internal sealed class NodeContext(OnnxNode node, int opset, IReadOnlyList<OnnxElementType> inputTypes, IReadOnlyList<OnnxTensor?> constants)
{
    private readonly OnnxElementType[] _outputTypes = new OnnxElementType[node.Outputs.Count];

    /// <summary>The node.</summary>
    public OnnxNode Node { get; } = node;

    /// <summary>Version of the operator set of the node's domain.</summary>
    public int Opset { get; } = opset;

    /// <summary>The attributes.</summary>
    public NodeAttributes Attributes { get; } = new(node);

    /// <summary>How the engine is to run the model.</summary>
    public SimdModelOptions Options { get; init; } = SimdModelOptions.Default;

    /// <summary>Shapes that the file tells for values, by name; open dimensions are -1. Hints: what a call has is known when it is bound.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<long>>.Empty;

    /// <summary>Number of inputs, those left out in the middle included.</summary>
    public int InputCount => Node.Inputs.Count;

    /// <summary>Number of outputs, those left out in the middle included.</summary>
    public int OutputCount => Node.Outputs.Count;

    /// <summary>Element types of the outputs, as set so far.</summary>
    public IReadOnlyList<OnnxElementType> OutputTypes => _outputTypes;

    /// <summary>Whether an input is given.</summary>
    public bool HasInput(int index) => index < InputCount && Node.Inputs[index].Length > 0;

    /// <summary>Whether somebody may read an output.</summary>
    public bool HasOutput(int index) => index < OutputCount && Node.Outputs[index].Length > 0;

    /// <summary>Element type of an input that is given.</summary>
    /// <exception cref="UnsupportedNodeException">It is not given.</exception>
    public OnnxElementType InputType(int index) =>
        HasInput(index) ? inputTypes[index] : throw new UnsupportedNodeException($"input {index} is missing");

    /// <summary>An input's elements when it is constant; null when it is not, or is left out.</summary>
    public OnnxTensor? Constant(int index) => HasInput(index) ? constants[index] : null;

    /// <summary>Shape of an input as far as the file tells it; null where it does not.</summary>
    public IReadOnlyList<long>? Shape(int index) => HasInput(index) ? Shapes.GetValueOrDefault(Node.Inputs[index]) : null;

    /// <summary>Tells the element type of an output. Every output that is asked for needs one.</summary>
    public void SetOutputType(int index, OnnxElementType type)
    {
        if (index < _outputTypes.Length) { _outputTypes[index] = type; }
    }

    /// <summary>Ends compiling when an input has an unexpected type.</summary>
    /// <exception cref="UnsupportedNodeException">It has.</exception>
    public OnnxElementType RequireType(int index, params ReadOnlySpan<OnnxElementType> types)
    {
        OnnxElementType type = InputType(index);
        return types.Contains(type) ? type : throw new UnsupportedNodeException($"input {index} is of {ElementTypes.Name(type)}");
    }
}
