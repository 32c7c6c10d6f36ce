namespace ModelOps;

/// <summary>One input or output of a model.</summary>
/// <param name="Name">Name, unique among the inputs (or outputs).</param>
/// <param name="DataType">Element type.</param>
/// <param name="Shape">Dimensions, batch included; -1 is a dimension of any size. Empty is a scalar.</param>
public sealed record TensorSpec(string Name, TensorDataType DataType, IReadOnlyList<long> Shape)
{
    /// <summary>Whether NaN and infinities are refused. Default false: tree models read NaN as a missing value.</summary>
    public bool RequireFinite { get; init; }

    /// <summary>Compares by value, the shape's dimensions included.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Whether all parts are equal.</returns>
    public bool Equals(TensorSpec? other) =>
        other is not null && Name == other.Name && DataType == other.DataType && RequireFinite == other.RequireFinite && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DataType, RequireFinite, Shape.Count);

    /// <summary>For people.</summary>
    /// <returns>For example <c>x: FP32[-1,4]</c>.</returns>
    public override string ToString() => $"{Name}: {DataType.ToName()}{InferenceTensor.FormatShape([.. Shape])}";
}
