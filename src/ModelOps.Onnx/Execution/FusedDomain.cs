namespace ModelOps.Onnx.Execution;

/// <summary>Operators that exist inside the engine alone: what graph passes join nodes into.</summary>
internal static class FusedDomain
{
    /// <summary>Their domain.</summary>
    public const string Name = "com.modelops.fused";
}
