namespace ModelOps;

/// <summary>One tensor that properties of a type are written to or read from. Generated code makes it.</summary>
/// <param name="name">Name of the model's input or output.</param>
/// <param name="dataType">Element type.</param>
/// <param name="rowShape">Dimensions of one row, without the batch.</param>
/// <param name="member">The property or properties, for messages.</param>
public sealed class TensorBinding(string name, TensorDataType dataType, IReadOnlyList<long> rowShape, string member)
{
    /// <summary>Name of the model's input or output.</summary>
    public string Name { get; } = name;

    /// <summary>Element type.</summary>
    public TensorDataType DataType { get; } = dataType;

    /// <summary>Dimensions of one row, without the batch: empty for a single value, <c>[k]</c> for k features, <c>[-1]</c> for a vector whose length
    /// the rows say.</summary>
    public IReadOnlyList<long> RowShape { get; } = rowShape;

    /// <summary>The property or properties, for messages, e.g. <c>House.Area</c>.</summary>
    public string Member { get; } = member;
}
