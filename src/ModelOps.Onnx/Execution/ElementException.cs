namespace ModelOps.Onnx.Execution;

/// <summary>A step cannot take an element of its input, e.g. an index out of range. Becomes an error of the call; of the model when the element is known at load.</summary>
/// <param name="why">What it cannot take, and what it can.</param>
internal sealed class ElementException(string why) : Exception(why)
{
    /// <summary>The node, for people; null until the frame tells.</summary>
    public string? Node { get; init; }
}
