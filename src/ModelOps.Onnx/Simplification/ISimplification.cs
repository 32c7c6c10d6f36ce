namespace ModelOps.Onnx.Simplification;

/// <summary>Makes a graph simpler.</summary>
internal interface ISimplification
{
    /// <summary>Rewrites a graph in place.</summary>
    /// <returns>Whether anything changed.</returns>
    bool Apply(SimplifiedGraph graph);
}
