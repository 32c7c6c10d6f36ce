using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Elements that are texts.</summary>
internal readonly struct TextCells : ICells<string>
{
    /// <inheritdoc/>
    public static Span<string> Of(Value value) => value.Texts;
}
