using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Elements that are numbers.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
internal readonly struct NumberCells<T> : ICells<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static Span<T> Of(Value value) => value.Elements<T>();
}
