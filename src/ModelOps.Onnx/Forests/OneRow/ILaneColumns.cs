namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>How many columns of ranks there are, known when a kernel is compiled.</summary>
internal interface ILaneColumns
{
    /// <summary>Whether they are more than 32.</summary>
    static abstract bool AreMany { get; }
}
