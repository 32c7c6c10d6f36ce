namespace ModelOps;

/// <summary>Leaves a property out of the tensors.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TensorIgnoreAttribute : Attribute;
