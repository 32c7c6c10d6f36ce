namespace ModelOps;

/// <summary>Names the tensor that a property of a <see cref="ModelInputAttribute"/> or <see cref="ModelOutputAttribute"/> type is.</summary>
/// <param name="name">Name of the model's input or output.</param>
/// <param name="rowShape">For arrays and memories: the dimensions of one row, without the batch, e.g. <c>3, 224, 224</c>. Left out, one dimension whose
/// size all rows of a call share.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TensorAttribute(string name, params int[] rowShape) : Attribute
{
    /// <summary>Name of the model's input or output.</summary>
    public string Name { get; } = name;

    /// <summary>Dimensions of one row, each above 0; empty when they are not said.</summary>
    public IReadOnlyList<int> RowShape { get; } = rowShape;
}
