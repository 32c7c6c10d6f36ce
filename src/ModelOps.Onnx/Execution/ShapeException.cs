namespace ModelOps.Onnx.Execution;

/// <summary>Shapes, or elements that stand for places in them, do not fit an operator. Becomes a refusal of the model when it shows at load, else an error of the call.</summary>
/// <param name="why">What does not fit.</param>
internal sealed class ShapeException(string why) : Exception(why)
{
    /// <summary>Whether no shapes of inputs at all would help.</summary>
    public bool IsCertain { get; private init; }

    /// <summary>A shape depends on elements that only a call brings.</summary>
    /// <param name="value">The value that has them.</param>
    public static ShapeException DependsOnElements(Value value) => new($"a shape depends on the elements of {value}") { IsCertain = true };
}
