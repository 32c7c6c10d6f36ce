namespace ModelOps.Onnx.Execution;

/// <summary>A step cannot take an element of its input, e.g. an index out of range. Becomes an error of the call; of the model when the element is known at load.</summary>
/// <param name="why">What it cannot take, and what it can.</param>
/// <param name="innerException">The cause, if any.</param>
internal sealed class ElementException(string why, Exception? innerException = null) : Exception(why, innerException)
{
    /// <summary>The node, for people; null until the frame tells.</summary>
    public string? Node { get; init; }
}
