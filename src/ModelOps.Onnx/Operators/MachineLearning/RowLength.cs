using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>How ONNX Runtime counts the features of a row where it takes any shape.</summary>
internal static class RowLength
{
    /// <summary>The second dimension, or the only one.</summary>
    /// <exception cref="ShapeException">The value is a scalar.</exception>
    public static int Of(Value input) => input.Rank switch
    {
        0 => throw new ShapeException($"{input} is a scalar, and rows of features are expected"),
        1 => input.Shape[0],
        _ => input.Shape[1],
    };
}
