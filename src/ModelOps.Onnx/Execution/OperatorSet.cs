namespace ModelOps.Onnx.Execution;

/// <summary>The operators that the engine knows, by domain and name.</summary>
internal sealed class OperatorSet
{
    private readonly Dictionary<(string Domain, string OpType), Func<NodeContext, CompiledNode>> _operators = [];

    /// <summary>Adds an operator.</summary>
    /// <param name="domain">Domain; empty for <c>ai.onnx</c>.</param>
    /// <param name="opType">Operator.</param>
    /// <param name="compile">Compiles a node; throws <see cref="UnsupportedNodeException"/> for what it cannot run. <see cref="NodeContext.Opset"/> tells versions apart.</param>
    public void Add(string domain, string opType, Func<NodeContext, CompiledNode> compile) => _operators.Add((domain, opType), compile);

    /// <summary>Domains and names of all operators.</summary>
    public IEnumerable<(string Domain, string OpType)> Names => _operators.Keys;

    /// <summary>Compiles a node.</summary>
    /// <exception cref="UnsupportedNodeException">The operator is unknown, or cannot run the node.</exception>
    public CompiledNode Compile(NodeContext node) => Knows(node.Node)
        ? _operators[(Normalize(node.Node.Domain), node.Node.OpType)](node)
        : throw new UnsupportedNodeException("the operator is not among those of the managed engine");

    /// <summary>Whether there is an operator for a node.</summary>
    public bool Knows(OnnxNode node) => _operators.ContainsKey((Normalize(node.Domain), node.OpType));

    /// <summary>The domain that an operator is known by: the default one has two names.</summary>
    public static string Normalize(string domain) => domain == "ai.onnx" ? string.Empty : domain;
}
