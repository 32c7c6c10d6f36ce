namespace ModelOps.Drift.Monitoring;

/// <summary>A tensor of the call that holds features.</summary>
/// <param name="IsOutput">Whether it is one of the answer.</param>
/// <param name="Index">Where it was in the first call.</param>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Values that it has for each row.</param>
/// <param name="IsText">Whether its elements are texts.</param>
/// <param name="Offset">Where its columns begin in a row of numbers; -1 when none of them is a numeric feature.</param>
/// <param name="Categories">Its columns that are categorical features, in their order.</param>
internal sealed record TensorColumns(bool IsOutput, int Index, string Name, int Columns, bool IsText, int Offset, CategoryColumn[] Categories)
{
    /// <summary>The tensor of a call; null when the call has none, or one of another form.</summary>
    internal InferenceTensor? Find(InferenceRequest request, InferenceResponse response) => Find(IsOutput ? response.Outputs : request.Inputs);

    internal InferenceTensor? Find(InferenceTensorCollection tensors)
    {
        InferenceTensor? tensor = Index < tensors.Count && tensors[Index].Name == Name ? tensors[Index] : tensors.Find(Name);
        return tensor is not null && tensor.ElementCount % Columns == 0 && (tensor.DataType == TensorDataType.Bytes) == IsText ? tensor : null;
    }

    internal int Rows(InferenceTensor tensor) => (int)(tensor.ElementCount / Columns);
}
