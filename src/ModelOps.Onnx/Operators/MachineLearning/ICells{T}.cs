using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Where the elements of a value lie: numbers in memory of the call, texts in an array.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
internal interface ICells<T>
{
    /// <summary>The elements.</summary>
    static abstract Span<T> Of(Value value);
}
