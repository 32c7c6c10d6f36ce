namespace ModelOps.Serving.Batching;

/// <summary>An input that calls of a bucket have in common.</summary>
/// <param name="Name">Name.</param>
/// <param name="DataType">Element type.</param>
/// <param name="RowShape">Dimensions but the first.</param>
internal sealed record BatchInput(string Name, TensorDataType DataType, long[] RowShape)
{
    public bool Fits(InferenceTensor? tensor) => tensor is not null && tensor.DataType == DataType && tensor.Shape.Length > 0 && tensor.Shape[1..].SequenceEqual(RowShape);

    /// <summary>Finds it in a request; callers may order inputs as they like.</summary>
    public InferenceTensor? Find(InferenceTensorCollection inputs, int index) =>
        index < inputs.Count && string.Equals(inputs[index].Name, Name, StringComparison.Ordinal) ? inputs[index] : inputs.Find(Name);
}
