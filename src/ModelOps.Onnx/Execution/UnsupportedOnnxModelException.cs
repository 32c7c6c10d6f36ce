namespace ModelOps.Onnx.Execution;

/// <summary>A model has parts that <see cref="SimdModel"/> cannot run, so it runs none of it.</summary>
public sealed class UnsupportedOnnxModelException : ModelOpsException
{
    private const int Shown = 5;

    /// <summary>Makes the error.</summary>
    /// <param name="nodes">What cannot be run, at least one node.</param>
    /// <param name="innerException">The cause, if any.</param>
    public UnsupportedOnnxModelException(IReadOnlyList<UnsupportedNode> nodes, Exception? innerException = null)
        : base(ModelOpsErrorKind.InvalidArgument, OnnxErrorCodes.UnsupportedModel, Describe(nodes), innerException)
    {
        Nodes = nodes;
    }

    /// <summary>All nodes that cannot be run, in the order of the graph.</summary>
    public IReadOnlyList<UnsupportedNode> Nodes { get; }

    private static string Describe(IReadOnlyList<UnsupportedNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count);
        string more = nodes.Count > Shown ? $"; and {nodes.Count - Shown} more" : string.Empty;
        return $"The managed engine cannot run the ONNX model: {string.Join("; ", nodes.Take(Shown))}{more}. Serve it with ONNX Runtime.";
    }
}
