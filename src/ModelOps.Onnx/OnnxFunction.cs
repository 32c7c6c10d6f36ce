using System.Collections.ObjectModel;

namespace ModelOps.Onnx;

/// <summary>An operator that the model defines by other operators. Immutable.</summary>
/// <param name="Domain">Domain; nodes that call the function carry it.</param>
/// <param name="Name">Name; the operator type of nodes that call the function.</param>
/// <param name="Inputs">Names of the inputs.</param>
/// <param name="Outputs">Names of the outputs.</param>
/// <param name="Nodes">Nodes, each after those whose outputs it reads.</param>
public sealed record OnnxFunction(
    string Domain, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxNode> Nodes)
{
    /// <summary>Which of several functions of the same domain and name it is; usually empty.</summary>
    public string Overload { get; init; } = string.Empty;

    /// <summary>Attributes that a caller must give, by name.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Attributes that a caller may give, with their defaults.</summary>
    public IReadOnlyList<OnnxAttribute> DefaultedParameters { get; init; } = [];

    /// <summary>Operator sets by domain, for the nodes of the function.</summary>
    public required IReadOnlyDictionary<string, long> OperatorSets { get; init; }

    /// <summary>Types and shapes of values inside the function, as far as the file tells them.</summary>
    public IReadOnlyList<OnnxValueInfo> ValueInfo { get; init; } = [];

    /// <summary>Words for people; may be empty.</summary>
    public string DocString { get; init; } = string.Empty;

    /// <summary>Facts about the function.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
