namespace ModelOps.Registry.Mlflow;

/// <summary>Type of a column, tensor or parameter in an MLflow signature.</summary>
/// <remarks>Source: MLflow, <c>mlflow.types.schema</c>. Immutable.</remarks>
public sealed record MlflowType
{
    /// <summary>Name as MLflow writes it: <c>boolean</c>, <c>integer</c>, <c>long</c>, <c>float</c>, <c>double</c>, <c>string</c>, <c>binary</c>,
    /// <c>datetime</c>, <c>array</c>, <c>object</c>, <c>map</c>, <c>any</c> or <c>tensor</c>. A name of a newer release is kept as it is.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the elements of an <c>array</c>, or of the values of a <c>map</c>; null for others.</summary>
    public MlflowType? Items { get; init; }

    /// <summary>Properties of an <c>object</c>; empty for others.</summary>
    public IReadOnlyList<MlflowField> Properties { get; init; } = [];

    /// <summary>Element type of a <c>tensor</c> as NumPy names it, e.g. <c>float32</c>; null for others.</summary>
    public string? NumpyType { get; init; }

    /// <summary>Dimensions of a <c>tensor</c>, -1 for one of any size; null for others.</summary>
    public IReadOnlyList<long>? Shape { get; init; }

    /// <summary>A tensor.</summary>
    /// <param name="numpyType">Element type as NumPy names it.</param>
    /// <param name="shape">Dimensions, -1 for one of any size.</param>
    /// <returns>The type.</returns>
    public static MlflowType Tensor(string numpyType, IReadOnlyList<long> shape) => new() { Name = "tensor", NumpyType = numpyType, Shape = shape };
}
